"""The course as a book: the pages of a built site, each as a chapter of plain XHTML.

What only a site needs is left out, what is folded there is open, and the answers to the exercises
stand together at the end. Links between chapters stay links; those to other pages of the site lead
there where it is known where the site is published.
"""

import copy
import posixpath
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import built
from lxml import etree

XHTML = "http://www.w3.org/1999/xhtml"
# Lists to look things up in, for which the site is better.
LEFT_OUT = ("old/", "code/", "reference/code/", "reference/tutorials/", "contributing/")
NOT_IN_BOOKS = (
    "//h:a[@class='headerlink'] | //h:*[contains(@class, 'md-content__button')] | //h:input"
    " | //h:p[@class='lab-links'] | //h:img[@class='lab-picture'] | //h:a[starts-with(@id, '__')]"
    " | //h:script"
)
# Of the words of code, those that have a colour in book.css; the others look like all text.
COLOURED = {
    *("k", "kn", "kd", "kc", "ow", "s", "s1", "s2", "sd", "se", "si", "sa"),
    *("mi", "mf", "mh", "c1", "cm", "ch", "nf", "nc", "nb"),
}
ANSWERS = {"zh": "答案", "en": "Answers"}
ARTICLE = """
() => new XMLSerializer().serializeToString(document.querySelector("article"))
"""


@dataclass
class Chapter:
    """A page of the site, or the answers."""

    url: str
    title: str
    part: str
    body: etree._Element  # an `article`

    @property
    def id(self) -> str:
        return id_of(self.url)


def id_of(url: str) -> str:
    """The name of a chapter where it is one of many."""
    return url.strip("/").replace("/", "-")


def chapters(browser, site: Path, lang: str) -> list[Chapter]:
    """All chapters in the order of the menu; the answers are the last one."""
    found = []
    page = browser.new_page(java_script_enabled=False)
    for part, pages in built.sections(site, lang).items():
        for url, title in pages.items():
            if url and not url.startswith(LEFT_OUT):  # the first page leads to the others
                page.goto((built.folder(site, lang) / url / "index.html").resolve().as_uri())
                body = etree.fromstring(page.evaluate(ARTICLE))
                found.append(Chapter(url, title, part, body))
    page.close()
    answers = etree.fromstring(
        f'<article xmlns="{XHTML}"><h1 id="top">{ANSWERS[lang]}</h1></article>'
    )
    known = {chapter.url for chapter in found}
    for chapter in found:
        clean(chapter.body)
        lead_on(chapter, known, built.address(site, lang))
        move_answers(chapter, answers)
    return [*found, Chapter("answers/", ANSWERS[lang], ANSWERS[lang], answers)]


def select(tree, path: str) -> list:
    return tree.xpath(path, namespaces={"h": XHTML})


def clean(body) -> None:
    """Leave out what only a site needs, and open what is folded."""
    for element in select(body, NOT_IN_BOOKS):
        remove(element)
    for word in select(body, "//h:pre//h:span"):
        if word.get("class") not in COLOURED:
            word.tag = "plain"
    etree.strip_tags(body, "plain")
    for tabs in select(body, "//h:div[contains(@class, 'tabbed-set')]")[::-1]:
        lay_out(tabs)
    for folded in select(body, "//h:details"):
        folded.tag, folded[0].tag = f"{{{XHTML}}}div", f"{{{XHTML}}}p"
        folded[0].set("class", "summary")
        folded.attrib.pop("open", None)
    for widget in select(body, "//h:*[contains(local-name(), '-')]"):
        widget.tag = f"{{{XHTML}}}div"


def remove(element) -> None:
    """Without the text behind it."""
    if element.tail:
        before, parent = element.getprevious(), element.getparent()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    element.getparent().remove(element)


def lay_out(tabs) -> None:
    """Tabs below each other, each under its label."""
    labels, blocks = select(tabs, "./h:div[1]/h:label"), select(tabs, "./h:div[2]/h:div")
    for label, block in zip(labels, blocks, strict=True):
        label.tag = f"{{{XHTML}}}p"
        label.attrib.clear()
        label.set("class", "summary")
        block.insert(0, label)
    remove(tabs[0])


def move_answers(chapter: Chapter, answers) -> None:
    """To the end of the book, with a link to them and one back."""
    path = f"//h:div[contains(@class, 'note')][h:p='{answers[0].text}' or h:p='Answer']"
    for number, box in enumerate(select(chapter.body, path)):
        anchor = f"{chapter.id}-{number}"
        moved = copy.deepcopy(box)
        moved.tail = None
        moved.remove(moved[0])
        heading = etree.SubElement(answers, f"{{{XHTML}}}h2", id=anchor)
        back = etree.SubElement(heading, f"{{{XHTML}}}a", href=f"chapter:{chapter.url}")
        back.text = chapter.title
        answers.append(moved)
        link = etree.SubElement(box, f"{{{XHTML}}}a", href=f"chapter:answers/#{anchor}")
        link.text = box[0].text
        for element in box[:-1]:
            box.remove(element)
        box.tag, box.attrib["class"] = f"{{{XHTML}}}p", "answers"


def lead_on(chapter: Chapter, known: set[str], address: str) -> None:
    """Links to chapters become `chapter:URL#anchor`; to other pages, addresses or mere text."""
    for link in select(chapter.body, "//h:a[@href]"):
        target, _, anchor = link.get("href").partition("#")
        if ":" in target:
            continue
        path = posixpath.normpath(posixpath.join("/", chapter.url, target)).strip("/")
        there = f"{path}/" if path and not posixpath.splitext(path)[1] else path
        mark = f"#{anchor}" if anchor else ""
        if there in known:
            link.set("href", f"chapter:{there}{mark}")
        elif address:
            link.set("href", urljoin(address, there) + mark)
        else:
            link.attrib.clear()
            link.tag = f"{{{XHTML}}}span"
