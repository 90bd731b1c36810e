"""Titles, the names of links and the words of the template agree."""

import re

import pytest
from course import COURSE, LESSONS, PATH, forms, in_text, target, taught
from lxml import html
from pages import rendered

pytestmark = pytest.mark.xdist_group("rendered")

LANGS = ("zh", "en")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("uri", LESSONS)
def test_next_has_the_titles(uri, lang):
    """In English the title may begin with a small letter, as the sentence wants it."""
    pairs = [
        (link.text_content(), title(page, lang))
        for link, page in to_lessons(uri, lang, "#next ~ ul a")
    ]
    assert [(text, name) for text, name in pairs if text.lower() != name.lower()] == []


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("uri", LESSONS)
def test_links_name_what_they_lead_to(uri, lang):
    """By the title of the page or section, by a part of it, or by something that the page teaches.

    What stands in code font is a name by itself.
    """
    wrong = [
        (link.text_content(), title(page, lang))
        for link, page in to_lessons(uri, lang, "a:not(:has(code))")
        if not fits(link, page, lang)
    ]
    assert wrong == []


def to_lessons(uri: str, lang: str, selector: str) -> list[tuple[html.HtmlElement, str]]:
    """The links of a page to others, with the pages."""
    found = [(link, link.get("href")) for link in rendered(uri, lang).cssselect(selector)]
    pages = [
        (link, target(uri, href)) for link, href in found if not href.startswith(("#", "http"))
    ]
    return [(link, page) for link, page in pages if page in LESSONS]


def fits(link: html.HtmlElement, page: str, lang: str) -> bool:
    text = link.text_content().lower()
    anchor = link.get("href").partition("#")[2]
    headings = rendered(page, lang).xpath("//h1 | //*[@id=$anchor]", anchor=anchor)
    names = [
        *taught(page, "names"),
        *(f for term in taught(page, "terms") for f in forms(term, lang)),
    ]
    return any(text.removesuffix("s") in text_of(heading).lower() for heading in headings) or any(
        re.fullmatch(in_text(name), text, re.IGNORECASE) for name in names
    )


def title(uri: str, lang: str) -> str:
    return text_of(rendered(uri, lang).cssselect("h1")[0])


def text_of(heading: html.HtmlElement) -> str:
    """A heading without the sign that links to it."""
    return heading.text_content().removesuffix("#").strip()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("uri", PATH)
def test_headings_of_the_template(uri, lang):
    """What is a section of the template is called so, and nothing else is."""
    words = {anchor: word[lang] for anchor, word in COURSE["headings"].items()}
    pairs = [
        (heading.get("id"), re.split("：|: ", text_of(heading))[0])
        for heading in rendered(uri, lang).iter("h2")
    ]
    assert [pair for pair in pairs if words.get(pair[0], pair[1]) != pair[1]] == []
    assert [pair for pair in pairs if pair[1] in words.values() and pair[0] not in words] == []


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("uri", PATH)
def test_words_of_the_template(uri, lang):
    """A page says what it is for, then all of it in one sentence; answers are called so."""
    words = {part: word[lang] for part, word in COURSE["words"].items()}
    page = rendered(uri, lang)
    assert page.cssselect("h1 + p")[0].text_content() == words["goals"]
    assert page.cssselect("h1 ~ p > strong")[0].text_content() == words["sentence"]
    boxes = page.cssselect("#exercises ~ details summary")
    assert [box.text_content() for box in boxes] == [words["answers"]]
