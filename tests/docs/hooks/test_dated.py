"""The date of the site: what is told, else that of the last commit, else that of the last run."""

import json
import time

import dated
import pytest
from pages import ROOT


@pytest.fixture
def environ(monkeypatch) -> dict[str, str]:
    monkeypatch.setattr(dated.os, "environ", {})
    return dated.os.environ


@pytest.mark.parametrize(("told", "commit"), [("5", "7"), ("", "7"), ("", "")])
def test_date(environ, monkeypatch, told, commit):
    monkeypatch.setattr(dated, "committed", lambda: commit)
    environ |= {"SOURCE_DATE_EPOCH": told} if told else {}
    dated.on_startup("build", False)
    assert environ["SOURCE_DATE_EPOCH"] == (told or commit or dated.verified())


def test_last_run():
    pages = json.loads((ROOT / "docs" / "verified.json").read_text(encoding="utf-8"))["pages"]
    day = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(int(dated.verified())))
    assert day == f"{max(page['date'] for page in pages.values())} 00:00:00"


def test_commit():
    """Where git knows one, it was made after the project began and is not of tomorrow."""
    made = dated.committed()
    assert made == "" or 1.7e9 < int(made) <= time.time()
