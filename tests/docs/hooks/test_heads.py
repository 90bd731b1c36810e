"""What programs read of a page before its text: title, description, addresses, linked data."""

import json
from collections import Counter

import pytest
import site_under_test
from lxml import etree

ADDRESS = "https://someone.github.io/keras-primer/"


@pytest.fixture(scope="module")
def documents(built_site):
    return site_under_test.documents(built_site)


@pytest.fixture(scope="module")
def known(published):
    return site_under_test.documents(published)


def test_every_page_says_what_it_is_about(documents):
    """In its title and its description; no two pages in the same words."""
    seen = Counter()
    for name, document in documents.items():
        if name.endswith("404.html"):
            continue
        (title,) = document.xpath("//title/text()")
        (said,) = document.xpath("//meta[@name='description']/@content")
        assert 20 <= len(said) < 600, f"{name}: {said}"
        seen.update([title, said])
    assert [text for text, times in seen.items() if times > 1] == []


def test_the_description_is_the_sentence(documents):
    (said,) = documents["en/train/fit/index.html"].xpath("//meta[@name='description']/@content")
    assert said.startswith("fit cuts the training set into batches and changes the weights")


def test_pages_say_where_they_are(known):
    """In both languages; English is for those who read neither."""
    for name, document in known.items():
        if name.endswith("404.html"):
            continue
        path = name.removeprefix("en/").removesuffix("index.html")
        there = {
            link.get("hreflang"): link.get("href") for link in document.xpath("//link[@hreflang]")
        }
        assert there == {
            "zh-CN": f"{ADDRESS}{path}",
            "en": f"{ADDRESS}en/{path}",
            "x-default": f"{ADDRESS}en/{path}",
        }
        (canonical,) = document.xpath("//link[@rel='canonical']/@href")
        assert canonical == there["en" if name.startswith("en/") else "zh-CN"]


@pytest.mark.parametrize("folder", ["", "en"])
def test_the_list_for_search_engines(published, known, folder):
    """Both languages of every page, each with the other."""
    listed = etree.parse(published / folder / "sitemap.xml").getroot()
    found = {entry[0].text: [link.get("href") for link in entry[1:]] for entry in listed}
    pages = [name for name in known if not name.endswith("404.html")]
    assert set(found) == {ADDRESS + name.removesuffix("index.html") for name in pages}
    assert len(listed) == len(found)
    assert all(address in links and len(links) == 3 for address, links in found.items())


def test_linked_data(known, published):
    """What schema.org and Open Graph have names for, whatever characters it has."""
    document = known["en/train/fit/index.html"]
    (script,) = document.xpath("//script[@type='application/ld+json']/text()")
    about, place = json.loads(script)
    address = f"{ADDRESS}en/train/fit/"
    assert about["name"] == "Train"
    assert about["description"] == '"a" < b.'
    assert (about["url"], about["inLanguage"]) == (address, "en")
    assert about["isPartOf"]["name"] == "Keras Primer"
    assert [(step["name"], step["item"]) for step in place["itemListElement"]] == [
        ("Train", f"{ADDRESS}en/train/compile/"),
        ("Train", address),
    ]
    said = {meta.get("property"): meta.get("content") for meta in document.xpath("//meta")}
    assert said["og:description"] == '"a" < b.'
    assert said["og:url"] == address
    picture = said["og:image"].removeprefix(ADDRESS)
    assert picture == "assets/card.en.png" and (published / picture).is_file()


def test_nothing_is_said_where_no_address_is_known(documents):
    for name, document in documents.items():
        assert not document.xpath("//link[@rel='canonical'] | //meta[@property='og:url']"), name
