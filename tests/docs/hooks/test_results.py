"""Tables of what was recorded, on pages and in the README."""

import json
import re
import tomllib

import pytest
import results
from pages import DOCS, ROOT

from keras_primer import recipes


def test_readme_shows_what_was_recorded():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert results.readme_table() in readme, "run: python3 dev.py update readme"
    assert results.with_table(readme.replace("accuracy", "luck")) == readme


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_table_names_every_recipe(lang):
    table = results.recipe_table(lang, "../")
    rows = table.splitlines()[2:]
    assert sorted({re.match(r"\| \[?(\w+)[] ]", row)[1] for row in rows}) == recipes.names()
    for path in results.RESULTS.glob("*.json"):
        mean = json.loads(path.read_text(encoding="utf-8")).get("test_accuracy", {}).get("mean")
        assert mean is None or f"{mean:.4f}" in table


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", recipes.names())
def test_page_of_a_recipe_names_its_module(name, lang):
    described = tomllib.loads((DOCS / "recipes.toml").read_text(encoding="utf-8"))
    page = (DOCS / lang / described[name]["page"]).read_text(encoding="utf-8")
    assert f"`src/keras_primer/recipes/{name}.py`" in page


@pytest.mark.parametrize("name", ["mnist_cnn", "early_stopping", "regression_starter"])
def test_sparkline_has_a_line_for_each_run(name):
    """One point for each epoch; highest and lowest touch the upper and the lower edge."""
    (result, *_) = results.recorded(name)
    lines = [
        [float(point.split(",")[1]) for point in line.split()]
        for line in re.findall('points="([^"]+)"', results.sparkline(name, "en"))
    ]
    assert [len(line) for line in lines] == [run["epochs"] for run in result["runs"]]
    assert min(map(min, lines)) == 2 and max(map(max, lines)) == 22
    assert f"at most {max(map(len, lines))} epochs" in results.sparkline(name, "en")


def test_lighthouse_of_every_kind_of_page():
    kept = json.loads(results.LIGHTHOUSE.read_text(encoding="utf-8"))
    rows = results.lighthouse("en", "").splitlines()[4:]
    assert [re.match(r"\| `/(.*?)` \|", row)[1] for row in rows] == list(kept["pages"])
    assert len(rows) == 8
    for scores in kept["pages"].values():
        assert list(scores) == ["performance", "accessibility", "best-practices", "seo"]
        assert all(0 < score <= 100 for score in scores.values())
        assert min(list(scores.values())[1:]) == 100
