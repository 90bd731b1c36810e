"""The course as a PDF: Chromium prints its chapters one behind the other."""

import copy
import html
import io
from collections.abc import Iterable
from pathlib import Path

import book
from book import Chapter
from lxml import etree
from pypdf import PdfReader

STYLES = [Path(__file__).parent / name for name in ("book.css", "paper.css")]
PAPER = {"width": 658, "height": 971}  # A4 without its margins, in pixels
DOCUMENT = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{name}</title><style>{style}</style></head>
<body>
<section class="title"><h1>{name}</h1>{about}</section>
<nav class="contents"><h1>{contents}</h1>{listed}</nav>
{parts}
</body></html>
"""
CONTENTS = {"zh": "目录", "en": "Contents"}
# What is wider than the paper, where paper cannot be scrolled.
TOO_WIDE = """
() => [...document.querySelectorAll("section *")]
  .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
  .map((element) => `${element.closest(".chapter")?.id}: ${element.textContent.slice(0, 60)}`)
"""


def write(browser, chapters: list[Chapter], lang: str, said: dict[str, str], to: Path) -> None:
    """Print a book; `said` is what is said of the whole, of which it shows the name and `about`.

    Raises:
        ValueError: something does not fit on the paper.
    """
    page = browser.new_page(java_script_enabled=False, viewport=PAPER)
    page.emulate_media(media="print")
    # Once to see on which page each chapter begins, and again with that in the contents.
    page.set_content(document(chapters, lang, said, {}))
    if cut_off := page.evaluate(TOO_WIDE):
        raise ValueError(f"wider than the paper: {'; '.join(cut_off)}")
    numbers = first_pages(page.pdf(prefer_css_page_size=True))
    page.set_content(document(chapters, lang, said, numbers))
    page.pdf(path=to, prefer_css_page_size=True, outline=True, tagged=True)
    page.close()


def first_pages(printed: bytes) -> dict[str, int]:
    """On which page each place is that a link leads to, by its anchor."""
    reader = PdfReader(io.BytesIO(printed))
    return {
        anchor.lstrip("/"): reader.get_destination_page_number(place) + 1
        for anchor, place in reader.named_destinations.items()
    }


def document(
    chapters: list[Chapter], lang: str, said: dict[str, str], numbers: dict[str, int]
) -> str:
    parts = {}
    for chapter in chapters:
        parts.setdefault(chapter.part, []).append(chapter)
    return DOCUMENT.format(
        lang=lang,
        name=html.escape(said["name"]),
        about=said["about"],
        style="".join(style.read_text(encoding="utf-8") for style in STYLES),
        contents=CONTENTS[lang],
        listed=items(
            html.escape(part) + items(entry(chapter, numbers) for chapter in parts[part])
            for part in parts
        ),
        parts="\n".join(
            f'<section class="part"><h1>{html.escape(part)}</h1>'
            + "\n".join(map(section, parts[part]))
            + "</section>"
            for part in parts
        ),
    )


def items(texts: Iterable[str]) -> str:
    return "<ol>" + "".join(f"<li>{text}</li>" for text in texts) + "</ol>"


def entry(chapter: Chapter, numbers: dict[str, int]) -> str:
    number = numbers.get(chapter.id, "")
    return f'<a href="#{chapter.id}">{html.escape(chapter.title)} <span>{number}</span></a>'


def section(chapter: Chapter) -> str:
    """A chapter in a document with others: one level deeper, with anchors of its own."""
    body = copy.deepcopy(chapter.body)
    for element in body.iter(f"{{{book.XHTML}}}*"):
        name = etree.QName(element).localname
        if name in ("h1", "h2", "h3", "h4", "h5"):
            element.tag = f"{{{book.XHTML}}}h{int(name[1]) + 1}"
        if "id" in element.attrib:
            element.set("id", f"{chapter.id}--{element.get('id')}")
        if element.get("href", "").startswith("chapter:"):
            url, _, anchor = element.get("href").removeprefix("chapter:").partition("#")
            there = book.id_of(url)
            element.set("href", f"#{there}--{anchor}" if anchor else f"#{there}")
    content = etree.tostring(body, method="html", encoding="unicode")
    return f'<section class="chapter" id="{chapter.id}">{content}</section>'
