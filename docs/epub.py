"""The course as an EPUB: a zip archive with a page for each chapter and a table of contents."""

import copy
import html
import uuid
import zipfile
from pathlib import Path

import book
from book import Chapter
from lxml import etree

STYLE = Path(__file__).parent / "book.css"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the same archive from the same site
CONTENTS = {"zh": "目录", "en": "Contents"}
CODES = {"zh": "zh-CN", "en": "en"}
CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="book.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""
PACKAGE = """<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"
  xml:lang="{lang}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:{id}</dc:identifier>
<dc:title>{name}</dc:title>
<dc:language>{lang}</dc:language>
<dc:creator>{author}</dc:creator>
<dc:rights>{rights}</dc:rights>
<meta property="dcterms:modified">{date}T00:00:00Z</meta>
</metadata>
<manifest>
<item id="contents" href="contents.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="style" href="book.css" media-type="text/css"/>
{manifest}
</manifest>
<spine>
<itemref idref="contents"/>
{spine}
</spine>
</package>
"""
PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"
  xml:lang="{lang}" lang="{lang}">
<head><title>{title}</title><link rel="stylesheet" href="book.css"/></head>
<body>
{content}
</body>
</html>
"""


def write(chapters: list[Chapter], lang: str, said: dict[str, str], to: Path) -> None:
    """Make the archive; `said` is what is said of the whole."""
    files = {
        "META-INF/container.xml": CONTAINER,
        "book.opf": package(chapters, CODES[lang], said),
        "contents.xhtml": contents(chapters, lang, said),
        "book.css": STYLE.read_text(encoding="utf-8"),
    }
    for chapter in chapters:
        body = etree.tostring(linked(chapter.body), encoding="unicode")
        files[file_of(chapter)] = page(lang, html.escape(chapter.title), body)
    with zipfile.ZipFile(to, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", EPOCH), "application/epub+zip")
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)


def package(chapters: list[Chapter], lang: str, said: dict[str, str]) -> str:
    """What the book consists of."""
    listed = "\n".join(
        f'<item id="{chapter.id}" href="{file_of(chapter)}" media-type="application/xhtml+xml"'
        + (' properties="svg"' if book.select(chapter.body, "//*[local-name()='svg']") else "")
        + "/>"
        for chapter in chapters
    )
    order = "\n".join(f'<itemref idref="{chapter.id}"/>' for chapter in chapters)
    named = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{said['name']} {said['date']}"))
    escaped = {key: html.escape(text) for key, text in said.items()}
    return PACKAGE.format(lang=lang, id=named, manifest=listed, spine=order, **escaped)


def contents(chapters: list[Chapter], lang: str, said: dict[str, str]) -> str:
    """The first page: the title, and the parts with their chapters."""
    parts = {}
    for chapter in chapters:
        link = f'<li><a href="{file_of(chapter)}">{html.escape(chapter.title)}</a></li>'
        parts.setdefault(chapter.part, []).append(link)
    listed = "\n".join(
        f"<li><span>{html.escape(part)}</span><ol>{''.join(links)}</ol></li>"
        for part, links in parts.items()
    )
    nav = f'<nav epub:type="toc"><h2>{CONTENTS[lang]}</h2><ol>{listed}</ol></nav>'
    name = html.escape(said["name"])
    return page(lang, name, f"<h1>{name}</h1>{said['about']}{nav}")


def page(lang: str, title: str, content: str) -> str:
    return PAGE.format(lang=CODES[lang], title=title, content=content)


def linked(body):
    """A chapter whose links lead to the files of others."""
    body = copy.deepcopy(body)
    for link in book.select(body, "//h:a[starts-with(@href, 'chapter:')]"):
        url, mark, anchor = link.get("href").removeprefix("chapter:").partition("#")
        link.set("href", f"{book.id_of(url)}.xhtml{mark}{anchor}")
    return body


def file_of(chapter: Chapter) -> str:
    return f"{chapter.id}.xhtml"
