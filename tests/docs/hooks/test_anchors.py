"""An anchor that a heading once had still leads to its place."""

import re
import subprocess

import pytest
from anchors import anchors
from pages import ROOT, source, uris

HEADING = re.compile(r"^-?#+ .*\{ ?#([\w-]+)", re.MULTILINE)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_list_is_of_today(lang):
    for uri, moved in anchors().items():
        today = set(HEADING.findall(source(uri, lang)))
        assert set(moved.values()) <= today, f"docs/{lang}/{uri} has not all of these"
        assert not today & moved.keys(), f"docs/{lang}/{uri} still has one of these"


@pytest.mark.parametrize("uri", uris())
def test_no_anchor_is_gone(uri):
    """All that git knows of are there, or listed in docs/anchors.toml."""
    command = ["git", "log", "--format=", "-p", "-U0", "--", f"docs/en/{uri}"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    removed = {line for line in told.stdout.splitlines() if line.startswith("-#")}
    before = set(HEADING.findall("\n".join(removed)))
    assert before <= set(HEADING.findall(source(uri, "en"))) | anchors().get(uri, {}).keys()
