"""Each page needs only what came before it in the menu, and “Next” leads to what comes after.

Before the page that teaches it (docs/course.toml), a name or a term is used only where the lesson
links there. One link serves all that a page teaches.
"""

import re
from collections import Counter, defaultdict

import pytest
from course import (
    COURSE,
    LESSONS,
    NAV,
    NEEDS,
    PATH,
    TEACHES,
    TERMS,
    before,
    code,
    names_from,
    target,
    taught,
    unlinked,
    uses,
)
from pages import rendered

pytestmark = pytest.mark.xdist_group("rendered")

LANGS = ("zh", "en")
# Of keras.X.NAME, and of `layers` alone. `ops` and `random` are one idea each, not one a function.
API = re.compile(r"\b(?:keras\.(?!ops|random|src|backend)[a-z_]+|layers)\.(\w+)")
CALL = re.compile(r"\.(?:compile|fit|evaluate|predict)(\([^()]*(?:\([^()]*\)[^()]*)*\))")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("uri", LESSONS)
def test_only_what_came_before(uri, lang):
    problems = [f"{page}: {', '.join(used)}" for page, used in unlinked(uri, lang).items()]
    assert not problems, "used before its page, without a link there:\n" + "\n".join(problems)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("uri", PATH[:-1])
def test_next_leads_onward(uri, lang):
    first = rendered(uri, lang).cssselect("#next ~ ul > li")[0]
    assert first.text == COURSE["words"]["onward"][lang]
    assert target(uri, first.cssselect("a")[0].get("href")) == NAV[NAV.index(uri) + 1]


def test_the_map_has_what_comes_behind_the_trunk():
    """In the order of the menu: what a page needs stands before it."""
    assert list(NEEDS) == PATH[len(PATH) - len(NEEDS) :]
    for page, needs in NEEDS.items():
        assert needs == sorted(needs, key=list(NEEDS)[: list(NEEDS).index(page)].index)


@pytest.mark.parametrize("page", NEEDS)
def test_the_map_says_what_a_page_needs(page):
    """What its code uses is taught there, and nothing is said twice."""
    assert set(names_from(page)) <= before(page)
    assert not set(NEEDS[page]) & {further for each in NEEDS[page] for further in before(each)}


@pytest.mark.parametrize("kind", ["names", "terms"])
def test_taught_once(kind):
    everything = Counter(item for page in TEACHES for item in taught(page, kind))
    assert [item for item, pages in everything.items() if pages > 1] == []


def test_teachers_are_lessons():
    assert set(TEACHES) - set(LESSONS) == set()


@pytest.mark.parametrize("page", TEACHES)
def test_a_page_has_what_it_teaches(page):
    """A term in one language at least: the other may say it in other words."""
    zh, en = (set(uses(page, lang, page)) for lang in LANGS)
    assert set(taught(page, "names")) <= zh & en
    assert set(taught(page, "terms")) <= zh | en


def test_every_term_has_a_page():
    placed = [term for page in TEACHES for term in taught(page, "terms")]
    assert sorted(placed + COURSE["untaught"]) == sorted(TERMS)


def test_every_api_has_a_page():
    """What two lessons use of Keras is taught by one."""
    users = defaultdict(set)
    for uri in LESSONS:
        for api in apis(code(uri, "en")):
            users[api].add(uri)
    known = set(
        re.findall(r"\w+", " ".join(name for page in TEACHES for name in taught(page, "names")))
    )
    assert {api: pages for api, pages in users.items() if len(pages) > 1 and api not in known} == {}


def apis(text: str) -> set[str]:
    """Classes and functions of Keras in code, and the arguments of the methods that train."""
    calls = "\n".join(CALL.findall(text))
    return {*API.findall(text), *re.findall(r"(?<=[(,\s])(\w+)=(?!=)", calls)}
