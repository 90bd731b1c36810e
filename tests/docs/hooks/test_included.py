"""Code that a page takes from the package is there; where it is not, page and line are named."""

from types import SimpleNamespace

import included
import pytest
import site_under_test
from mkdocs.exceptions import PluginError
from pages import blocks, source, uris

FILE = "src/keras_primer/models/first_mlp.py"


def build(line: str) -> None:
    """A page as the build looks at it, with front matter above its text."""
    text = f"# -\n\n```python\n{line}\n```\n"
    file = SimpleNamespace(src_uri="train/fit.md", content_string=f"---\na: b\n---\n{text}")
    config = SimpleNamespace(docs_dir="docs/en")
    included.on_page_markdown(text, SimpleNamespace(file=file), config, None)


@pytest.mark.parametrize(
    ("target", "problem"),
    [
        ("src/gone.py", "there is no src/gone.py to be included"),
        ("src", "there is no src to be included"),
        (f"{FILE}:gone", f"{FILE} has no section gone to be included"),
    ],
)
def test_what_is_missing_is_named(target, problem):
    with pytest.raises(PluginError) as caught:
        build(f'    --8<-- "{target}"')
    assert str(caught.value) == f"docs/en/train/fit.md:7: {problem}"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_pages_include_is_there_and_seen(lang):
    """As many lines as blocks, so the pattern misses none."""
    found = [line for uri in uris(lang) for line in included.LINE.findall(source(uri, lang))]
    in_blocks = [b for uri in uris(lang) for b in blocks(uri, lang) if "--8<--" in b.source]
    assert len(found) == len(in_blocks) > 10
    assert not [line for line in found if included.missing(*line)]


def test_the_build_says_where(titles, tmp_path):
    page = titles / "docs" / "en" / "train" / "fit.md"
    page.write_text('# -\n\n```python\n--8<-- "src/gone.py"\n```\n', encoding="utf-8")
    result = site_under_test.build(tmp_path / "site", titles)
    assert result.returncode != 0
    assert "docs/en/train/fit.md:4: there is no src/gone.py to be included" in result.stderr
    assert "Traceback" not in result.stderr
