"""`dev.py update` writes what the tests compare: what is asked for, and it says what that was."""

import json

import execute_labs
import pages
import pytest
import update
from hooks import labs

from keras_primer.environment import BACKENDS

PAGE, OTHER = "start/first-model.md", "train/fit.md"


@pytest.fixture
def stored(tmp_path, monkeypatch):
    """Both records, made up: two pages are as they were before a change."""
    pairs = {uri: pages.both_hashes(uri) for uri in pages.uris()} | {PAGE: {}, OTHER: {}}
    ran = {"code": "", "backends": [], "date": "2020-02-20"}
    verified = {"versions": {}, "pages": dict.fromkeys(pages.with_code(), ran)}
    for name, record in (("REVIEWED", pairs), ("VERIFIED", verified)):
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(record), encoding="utf-8")
        monkeypatch.setattr(pages, name, path)
    due = {PAGE: list(BACKENDS), OTHER: list(BACKENDS)}
    monkeypatch.setattr(pages, "unverified", lambda uri: due.get(uri, []))


def test_reviewed_is_the_page_that_is_named(stored, capsys):
    assert update.main(["reviewed", "-k", "first-model"]) == 0
    assert capsys.readouterr().out == f"Written: {PAGE}\n"
    now = pages.read(pages.REVIEWED)
    assert [uri for uri in pages.uris() if now.get(uri) != pages.both_hashes(uri)] == [OTHER]
    assert update.main(["reviewed"]) == 0
    assert capsys.readouterr().out == f"Written: {OTHER}\n"


def test_verified_is_what_changed_and_ran(stored, monkeypatch, capsys):
    """Other pages keep their date, and so does one whose code failed."""
    monkeypatch.setattr(pages, "version", dict.fromkeys(("keras", *BACKENDS), "1.0").get)
    before = pages.read(pages.VERIFIED)["pages"]
    monkeypatch.setattr(
        update, "passed", lambda uris, backend: [uri for uri in uris if uri == PAGE]
    )
    assert update.main(["verified"]) == 1
    assert capsys.readouterr().out == (f"Written: {PAGE}\nFailed, and left as before: {OTHER}\n")
    after = pages.read(pages.VERIFIED)["pages"]
    assert [uri for uri in after if after[uri] != before[uri]] == [PAGE]
    assert after[PAGE]["code"] == pages.code_hash(PAGE)
    assert after[PAGE]["backends"] == list(BACKENDS)
    assert pages.read(pages.VERIFIED)["versions"] == dict.fromkeys(("keras", *BACKENDS), "1.0")


def test_labs_are_executed_if_they_changed_or_are_named(monkeypatch, capsys):
    ran = []
    monkeypatch.setattr(execute_labs, "store", lambda script: ran.append(script.stem))
    assert update.main(["labs"]) == 0
    assert (ran, capsys.readouterr().out) == ([], "Written: nothing, all of it is as it was\n")
    assert update.main(["labs", "-k", "mistakes"]) == 0
    assert (ran, capsys.readouterr().out) == (["mistakes"], "Written: mistakes.py\n")
    monkeypatch.setattr(execute_labs, "versions", dict)
    assert execute_labs.changed(labs.EXAMPLES / "mistakes.py")


def test_readme(monkeypatch, tmp_path, capsys):
    whole = (pages.ROOT / "README.md").read_text(encoding="utf-8")
    readme = tmp_path / "README.md"
    readme.write_text(whole.replace("| [`first_mlp`]", "| [`worst_mlp`]"), encoding="utf-8")
    monkeypatch.setattr(pages, "ROOT", tmp_path)
    assert update.main(["readme"]) == 0
    assert capsys.readouterr().out == "Written: README.md\n"
    assert readme.read_text(encoding="utf-8") == whole


def test_blocks_get_the_outputs_of_the_other_language():
    chinese = "```python\n# 两个\nprint(1)\n#> 1\nprint(2)\n#> 2\n```"
    english = "```python\nprint(1)  # one\n\n#> 9\n# two\nprint(2)\n```"
    assert update.merged(chinese, english) == (
        "```python\nprint(1)  # one\n#> 1\n\n# two\nprint(2)\n#> 2\n```"
    )


@pytest.mark.parametrize("what", update.UPDATES)
def test_a_name_that_nothing_has(what, capsys):
    assert update.main([what, "-k", "frist-model"]) == 2
    sentence = "dev.py: there is nothing with 'frist-model' in its name.\n"
    assert capsys.readouterr() == ("", sentence)
