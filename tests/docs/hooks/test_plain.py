"""Every page is there as plain Markdown, and `llms.txt` lists it."""

import re
from urllib.parse import unquote

import plain
import pytest
from pages import ROOT, blocks, included, uris

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"^( *`{3,}|~{3,}).*?^\1$|`[^`\n]+`", re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("lang", ["", "en"])
def test_pages_are_whole(built_site, lang):
    """The code of a page is in it, that from the package too, and nothing only the site reads."""
    for uri in uris(lang or "zh"):
        if not (ROOT / "docs" / (lang or "zh") / uri).is_file():
            continue  # a lab: a notebook can be downloaded
        text = (built_site / lang / uri).read_text(encoding="utf-8")
        bare = CODE.sub("", text)
        assert not re.search(r"\{\{ |--8<--|figure:|\{ ?[#.]", bare), uri
        for block in blocks(uri, lang or "zh"):
            if not included(block):
                for line in block.source.splitlines():
                    assert line.strip() in text, f"{uri}: {line}"
        assert re.match("# .+", text) or "\n# " in text, uri


def test_code_of_the_package_is_in_it(built_site):
    page = (built_site / "en" / "recipes" / "mlp.md").read_text(encoding="utf-8")
    assert '"""A model with 407050 parameters.' in page
    assert "[start:build]" not in page


def test_a_section_of_a_module_is_all_that_is_shown():
    """Of this one, a single function, without what marks where it begins and ends."""
    section = '```python\n--8<-- "src/keras_primer/models/first_mlp.py:build"\n```\n'
    (fence, first, *_, last, end) = plain.plain(section).splitlines()
    assert (fence, end) == ("```python", "```")
    assert first == "def build() -> keras.Model:"
    assert last == "    )"


def test_links_lead_to_plain_pages(built_site):
    found = 0
    for path in built_site.rglob("*.md"):
        for link in LINK.findall(CODE.sub("", path.read_text(encoding="utf-8"))):
            target = unquote(link.partition("#")[0])
            if target and ":" not in target and not target.endswith((".ipynb", ".py")):
                assert (path.parent / target).exists(), f"{path}: {link}"
                found += 1
    assert found > 1000


@pytest.mark.parametrize("lang", ["", "en"])
def test_the_list_has_every_page_once(built_site, lang):
    text = (built_site / lang / "llms.txt").read_text(encoding="utf-8")
    listed = [link for link in LINK.findall(text) if link.endswith(".md")]
    assert len(listed) == len(set(listed))
    there = {
        path.relative_to(built_site / lang).as_posix() for path in (built_site / lang).rglob("*.md")
    }
    assert set(listed) == {path for path in there if lang or not path.startswith("en/")}


def test_an_attribute_is_not_code():
    text = "## Title {#title}\n\n```{.python .raises}\nx = {'#a': 1}\n```\n\nText\n{ .lead }\n"
    assert plain.plain(text) == "## Title\n\n```python\nx = {'#a': 1}\n```\n\nText\n"
