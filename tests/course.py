"""The course in the order of the menu: what each page teaches and what it uses.

What a page teaches stands in docs/course.toml. A lesson is a page without two of its sections: old
code is for people who know it, and what comes next is no part of what was needed. Exercises with
their folded answers are part of it, as are outputs, error messages and code included from `src`.
"""

import copy
import posixpath
import re
import tomllib
from functools import cache

import yaml
from chinese import GLOSSARY
from lxml import html
from pages import DOCS, ROOT, rendered, uris

COURSE = tomllib.loads((DOCS / "course.toml").read_text(encoding="utf-8"))
TEACHES = COURSE["teaches"]
TERMS = {term["en"]: term for topic in GLOSSARY["topics"] for term in topic["terms"]}
APART = ("old-code", "next")
INCLUDED = re.compile(r'--8<-- "([^":]+)(?::(.+))?"')


# The menu.


def leaves(part):
    """The addresses in a part of the menu, from top to bottom."""
    if isinstance(part, str):
        yield part
        return
    for inner in part if isinstance(part, list) else part.values():
        yield from leaves(inner)


NAV = list(leaves(yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]))
LESSONS = [uri for uri in NAV if uri in uris() and uri != "index.md"]  # that one is a shop window
# From the first page to the last that teaches something; what follows is for looking things up.
PATH = LESSONS[: max(i for i, uri in enumerate(LESSONS) if uri in TEACHES) + 1]


def target(uri: str, link: str) -> str:
    """The page to which a relative address on a page leads."""
    path = posixpath.join(posixpath.dirname(uri), link.partition("#")[0])
    return uri if link.startswith("#") else posixpath.normpath(path)


# What is read before a page: the trunk of the course, and what docs/course.toml says.

NEEDS = COURSE["needs"]


def before(page: str) -> set[str]:
    """All that a page behind the trunk needs of other such pages."""
    return {*NEEDS[page], *(further for each in NEEDS[page] for further in before(each))}


# What a lesson says.


def lesson(uri: str, lang: str) -> html.HtmlElement:
    """A page without the sections that are apart."""
    page = copy.deepcopy(rendered(uri, lang))
    apart = False
    for part in list(page.body):
        if part.tag == "h2":
            apart = part.get("id") in APART
        if apart:
            part.drop_tree()
    return page


@cache
def code(uri: str, lang: str) -> str:
    """Blocks with their outputs and with what they include, and all else in code font."""
    text = "\n".join(part.text_content() for part in lesson(uri, lang).cssselect("code"))
    return INCLUDED.sub(lambda line: section(*line.groups()), text)


def section(file: str, name: str | None) -> str:
    text = (ROOT / file).read_text(encoding="utf-8")
    marked = re.search(rf"\[start:{name}\]\n(.*?)\n[^\n]*\[end:{name}\]", text, re.DOTALL)
    return marked[1] if marked else text


@cache
def prose(uri: str, lang: str) -> str:
    """All the rest, without numbers that come from elsewhere."""
    page = lesson(uri, lang)
    for part in page.cssselect("pre, code"):
        part.drop_tree()
    return re.sub(r"\{\{.*?\}\}", "", page.text_content())


@cache
def links(uri: str, lang: str) -> set[str]:
    """The pages to which a lesson links."""
    return {target(uri, link) for link in lesson(uri, lang).xpath("//a/@href")}


# What it uses, and who teaches that.


def unlinked(uri: str, lang: str) -> dict[str, list[str]]:
    """What a lesson uses of later pages without a link there, by page."""
    later = [page for page in NAV[NAV.index(uri) + 1 :] if page in TEACHES]
    missing = [page for page in later if page not in links(uri, lang)]
    return {page: used for page in missing if (used := uses(uri, lang, page))}


def names_from(uri: str) -> list[str]:
    """The pages behind the trunk whose names the code of a later page uses."""
    earlier = list(NEEDS)[: list(NEEDS).index(uri)]
    return [page for page in earlier if set(taught(page, "names")) & set(uses(uri, "en", page))]


def uses(uri: str, lang: str, page: str) -> list[str]:
    """Of the names and terms that a page teaches, those that a lesson uses."""
    names = [name for name in taught(page, "names") if re.search(as_word(name), code(uri, lang))]
    return names + [term for term in taught(page, "terms") if term in terms(uri, lang)]


def taught(page: str, kind: str) -> list[str]:
    return TEACHES.get(page, {}).get(kind, [])


def as_word(name: str) -> str:
    """The pattern of a name: no letter before or after it belongs to it, too."""
    start, end = (r"\b" if letter.isalnum() else "" for letter in (name[0], name[-1]))
    return start + re.escape(name) + end


@cache
def terms(uri: str, lang: str) -> set[str]:
    """The terms in the prose of a lesson; of two that overlap the longer one, as a reader does."""
    pattern, numbered = any_term(lang)
    found = re.finditer(pattern, prose(uri, lang), re.IGNORECASE)
    return {numbered[match.lastindex - 1] for match in found}


@cache
def any_term(lang: str) -> tuple[str, list[str]]:
    """The pattern of all terms, longest first, and the term of each of its groups."""
    pairs = [(form, term) for term in TERMS for form in forms(term, lang)]
    pairs.sort(key=lambda pair: -len(pair[0]))
    return "|".join(f"({in_text(form)})" for form, _ in pairs), [term for _, term in pairs]


def forms(term: str, lang: str) -> list[str]:
    """How a term is written: “loss, loss function” is two, “multilayer perceptron (MLP)”, too."""
    names = TERMS[term]["zh"] if lang == "zh" else re.sub(r" \([a-z ]+\)", "", term)
    more = COURSE["forms"].get(term, {}).get(lang, [])
    return [form for form in re.split(r", | ?[(（]|[)）]", names) if form] + more


def in_text(form: str) -> str:
    """The pattern of a form: Chinese anywhere, Latin as a word, in the plural, too."""
    if not form.isascii():
        return re.escape(form)
    words = "[ -]".join(map(re.escape, re.split("[ -]", form)))
    return rf"(?<![a-z0-9_]){words}(?:s|es)?(?![a-z0-9_])"
