"""What stands around the code: workflows, forms, how to cite it."""

import json
import re
import tomllib

import pytest
import yaml
from pages import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
FORMS = sorted(
    path for path in (ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml") if path.stem != "config"
)
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def read(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_actions_are_pinned_and_may_do_little(path):
    """A tag can be moved to other code, a commit cannot."""
    workflow = read(path)
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    used = [step["uses"] for step in steps if "uses" in step]
    assert used and all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", name) for name in used)
    writes = {key for key, value in workflow["permissions"].items() if value != "read"}
    assert writes == ({"contents"} if path.stem in ("pages", "release") else set())


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_forms_speak_both_languages_and_ask_for_versions(path):
    form = read(path)
    texts = [form["name"], form["description"]]
    texts += [field["attributes"]["label"] for field in form["body"]]
    for text in texts:
        chinese, english = text.split(" · ")
        assert CHINESE.search(chinese) and not CHINESE.search(english)
    needed = {field["id"] for field in form["body"] if field.get("validations", {}).get("required")}
    assert "versions" in needed
    assert "message" in {field["id"] for field in form["body"]}


def test_the_version_is_the_same_everywhere():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert read(ROOT / "CITATION.cff")["version"] == project["version"]
    assert f"\n## {project['version']}\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_npm_brings_exact_versions_and_runs_nothing_of_theirs():
    named = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert named and all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in named.values())
    assert "ignore-scripts=true" in (ROOT / ".npmrc").read_text(encoding="utf-8").splitlines()


def test_line_ends_are_the_same_on_every_system():
    """Git on Windows would write others, and the archives of the site would be others there."""
    attributes = (ROOT / ".gitattributes").read_text(encoding="utf-8")
    assert attributes.splitlines()[-1] == "* text=auto eol=lf"
    ours = [path for folder in ("docs", "examples", "src", "tests") for path in files(folder)]
    assert [path for path in ours if b"\r\n" in path.read_bytes()] == []


def files(folder):
    """Those that are text."""
    kinds = {".css", ".html", ".js", ".json", ".md", ".py", ".svg", ".toml", ".tsv"}
    return [path for path in (ROOT / folder).rglob("*") if path.suffix in kinds]


def test_contributing_leads_to_the_page():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    targets = re.findall(r"\]\((.+?)\)", text)
    assert targets == ["docs/zh/contributing.md", "docs/en/contributing.md"]
    assert all((ROOT / target).is_file() for target in targets)
