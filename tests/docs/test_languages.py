"""Promise 3: the Chinese and the English site are the same document."""

import io
import re
import tokenize
from collections import Counter

import figures
import pytest
from pages import (
    FENCE,
    REVIEWED,
    ROOT,
    blocks,
    both_hashes,
    meta,
    read,
    rendered,
    source,
    uris,
)

pytestmark = pytest.mark.xdist_group("rendered")


def test_same_pages():
    assert uris("zh") == uris("en")


@pytest.mark.parametrize("uri", uris("zh"))
def test_same_structure(uri):
    zh, en = (structure(uri, lang) for lang in ("zh", "en"))
    for part, value in zh.items():
        assert value == en[part], f"{uri}: the two languages differ in their {part}"


def structure(uri: str, lang: str) -> dict:
    """All that the two languages of a page have in common."""
    page = rendered(uri, lang)
    text = source(uri, lang)
    return {
        "headings": [(h.tag, h.get("id")) for h in page.iter("h1", "h2", "h3", "h4", "h5", "h6")],
        "code": [code(block) for block in blocks(uri, lang)],
        "error messages": re.findall(r"```\{\.text \.error\}\n(.*?)```", text, re.DOTALL),
        "links": Counter(page.xpath("//a/@href")),
        "figures": [name for _, name in figures.LINK.findall(text)],
        "numbers from results": re.findall(r"\{\{.*?\}\}", text),
        "numbers in the text": numbers(text),
        "admonitions and answers": [
            " ".join(sorted(set(box.get("class", "").split())))
            for box in page.cssselect(".admonition, details")
        ],
        "exercises": len(page.cssselect("#exercises ~ ol > li")),
        "tables": [len(table.cssselect("tr")) for table in page.iter("table")],
        "tabs": len(page.cssselect(".tabbed-labels label")),
    }


def numbers(text: str) -> set[str]:
    """Decimals and numbers of three digits or more; smaller ones may be words in English."""
    text = re.sub(r"\{\{.*?\}\}|\]\([^)]*\)", "", FENCE.sub("", text))
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    return set(re.findall(r"(?<![\w.,/#-])(\d+\.\d+|\d{3,})(?!\w)", text))


def code(block) -> list:
    """A block without its comments; the outputs behind `#>` stay."""
    kept = []
    for token in tokenize.generate_tokens(io.StringIO(block.source).readline):
        if token.type == tokenize.COMMENT:
            if token.string.startswith("#>"):
                kept.append(token.string)
        elif token.type in (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT):
            kept.append(tokenize.tok_name[token.type])
        elif token.type != tokenize.NL:
            kept.append(token.string)
    return [sorted(block.prefix_tags()), kept]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("uri", uris("zh"))
def test_anchors_are_explicit(uri, lang):
    """An anchor made from a heading's text would differ between the languages."""
    for heading in re.findall(r"^#+ .+$", FENCE.sub("", source(uri, lang)), re.MULTILINE):
        assert re.search(r"\{ ?#[a-z0-9-]+( [^{}]*)?\}$", heading), f"{uri}: {heading}"


def test_contributors_find_every_file_of_tests():
    folder = ROOT / "tests"
    tests = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("test_*.py"))
    for lang in ("zh", "en"):
        table = re.findall(r"^\|.*", source("contributing.md", lang), re.MULTILINE)
        assert sorted(re.findall(r"`([\w/]*test_\w+\.py)`", "\n".join(table))) == tests


@pytest.mark.parametrize("uri", uris("zh"))
def test_front_matter(uri):
    assert meta(uri, "zh") == meta(uri, "en")


@pytest.mark.parametrize("uri", uris("zh"))
def test_both_languages_were_reviewed(uri):
    """A change on one side is looked at on the other: both texts are stored as a pair of hashes."""
    assert read(REVIEWED).get(uri) == both_hashes(uri), (
        f"{uri} has changed since both languages were last compared. Read them side by side, then "
        f"run: python3 dev.py update reviewed -k {uri}"
    )


def test_nothing_else_was_reviewed():
    assert read(REVIEWED).keys() == set(uris("zh"))
