"""What a release has to download is whole: the site opens from disk, the books have the course."""

import posixpath
import re
import zipfile
from collections import Counter
from urllib.parse import unquote

import book
import built
import epub
import labs
import offline
import pdf
import pytest
import release
import site_under_test
from lxml import etree, html
from pages import uris
from pypdf import PdfReader

LANGS = ("zh", "en")


@pytest.fixture(scope="module")
def archives(built_site, tmp_path_factory):
    """Both archives of the site, as files and unpacked."""
    folder = tmp_path_factory.mktemp("offline")
    for lang in LANGS:
        offline.write(built_site, lang, folder / f"keras-primer-{lang}.zip")
        with zipfile.ZipFile(folder / f"keras-primer-{lang}.zip") as archive:
            archive.extractall(folder)
    return folder


@pytest.fixture(scope="module")
def chapters(browser, built_site):
    return {lang: book.chapters(browser, built_site, lang) for lang in LANGS}


@pytest.fixture(scope="module")
def books(chapters, built_site, tmp_path_factory):
    """Both books for readers of EPUB."""
    folder = tmp_path_factory.mktemp("books")
    for lang in LANGS:
        said = release.about(built_site, lang)
        epub.write(chapters[lang], lang, said, folder / f"{lang}.epub")
    return folder


# The site from disk


@pytest.mark.parametrize("lang", LANGS)
def test_links_lead_to_files(archives, built_site, lang):
    """Never to a folder, which a browser would list, nor out of the archive."""
    site = archives / f"keras-primer-{lang}"
    documents = site_under_test.documents(site)
    listed = {unquote(link) for link in documents["README.html"].xpath("//li/a/@href")}
    assert listed == set(documents) - {"README.html"}
    followed = 0
    for name, document in documents.items():
        for link in document.xpath("//@href | //@src"):
            path = unquote(link.partition("#")[0])
            if path and not re.match(r"\w+:", path):
                assert (site / posixpath.dirname(name) / path).is_file(), f"{name}: {link}"
                followed += 1
    assert followed > 10_000


def test_the_archive_is_read_from_disk(archives, browser):
    page = browser.new_page()
    page.goto((archives / "keras-primer-en" / "index.html").as_uri())
    page.click("article a[href*='start/first-model']")
    assert page.inner_text("h1").startswith("First model")
    assert page.evaluate("getComputedStyle(document.querySelector('header')).position") == "sticky"
    page.click(".search-open")
    assert "python3 -m http.server" in page.inner_text("pre")
    page.click("a[href='train/fit/index.html']")
    assert page.inner_text("h1").startswith("Train with fit")
    page.close()


@pytest.mark.parametrize("lang", LANGS)
def test_the_archive_is_searched_on_a_server(archives, browser, lang):
    server = site_under_test.serve(archives / f"keras-primer-{lang}")
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/train/fit/index.html")
    page.click(".search-open")
    page.keyboard.type("EarlyStopping")
    page.click(".search-results a")
    page.wait_for_url("**/train/callbacks/**")
    page.close()
    server.shutdown()


def test_the_same_bytes_again(archives, built_site, tmp_path):
    again = tmp_path / "keras-primer-en.zip"
    offline.write(built_site, "en", again)
    assert again.read_bytes() == (archives / again.name).read_bytes()


# The books


@pytest.mark.parametrize("lang", LANGS)
def test_the_book_has_every_lesson_and_all_its_code(chapters, built_site, lang):
    """Each block of code once, with the answers at the end."""
    pages = {re.sub(r"(^|/)index\.md$", r"\1", uri).replace(".md", "/") for uri in uris(lang)}
    left_out = {url for url in pages if not url or url.startswith(book.LEFT_OUT)}
    found = {chapter.url for chapter in chapters[lang]}
    assert pages - left_out <= found
    assert found - pages == {"answers/", *(f"examples/{lab.stem}/" for lab in labs.scripts())}
    shown, there = Counter(), Counter()
    for chapter in chapters[lang]:
        shown.update(pre.xpath("string()") for pre in book.select(chapter.body, "//h:pre"))
        if chapter.url != "answers/":
            file = built.folder(built_site, lang) / chapter.url / "index.html"
            article = html.document_fromstring(file.read_text("utf-8")).find(".//article")
            there.update(pre.text_content() for pre in article.iter("pre"))
    assert shown == there


@pytest.mark.parametrize("lang", LANGS)
def test_answers_are_at_the_end(chapters, lang):
    answers = chapters[lang][-1]
    asked = [
        chapter.url
        for chapter in chapters[lang]
        if book.select(chapter.body, "//h:a[starts-with(@href, 'chapter:answers/#')]")
    ]
    assert len(asked) > 30
    back = book.select(answers.body, "//h:h2/h:a/@href")
    assert list(dict.fromkeys(link.removeprefix("chapter:") for link in back)) == asked
    assert not any(book.select(chapter.body, "//h:details") for chapter in chapters[lang])


@pytest.mark.parametrize("lang", LANGS)
def test_epub(books, chapters, lang):
    """Well-formed; every link and picture is in the book."""
    with zipfile.ZipFile(books / f"{lang}.epub") as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        files = {
            name: etree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.endswith((".xhtml", ".opf", ".xml"))
        }
        whole = {*archive.namelist()} - {"mimetype", "META-INF/container.xml", "book.opf"}
    assert {item.get("href") for item in files["book.opf"].iter("{*}item")} == whole
    spine = [item.get("idref") for item in files["book.opf"].iter("{*}itemref")]
    assert spine == ["contents", *(chapter.id for chapter in chapters[lang])]
    anchors = {name: set(file.xpath("//@id")) for name, file in files.items()}
    for name, file in files.items():
        ids = file.xpath("//@id")
        assert len(ids) == len(set(ids)), name
        assert all(source.startswith("data:image/") for source in file.xpath("//@src")), name
        for link in book.select(file, "//h:a/@href"):
            target, _, anchor = link.partition("#")
            if not re.match("https?:", link):
                assert target in whole and (not anchor or anchor in anchors[target]), (name, link)


def test_pdf(browser, chapters, built_site, tmp_path):
    """The contents have the numbers of pages, and long lines go on below; of a few chapters."""
    some = [*chapters["en"][:2], *chapters["en"][-3:]]
    said = release.about(built_site, "en")
    pdf.write(browser, some, "en", said, tmp_path / "some.pdf")
    reader = PdfReader(tmp_path / "some.pdf")
    texts = [" ".join(page.extract_text().split()) for page in reader.pages]
    assert texts[0].startswith("Keras Primer") and said["rights"] in texts[0]
    titles = {item.title: item for item in flat(reader.outline)[::-1]}
    for chapter in some:
        number = reader.get_destination_page_number(titles[chapter.title]) + 1
        assert f"{chapter.title} {number}" in texts[1], chapter.title
        assert chapter.title in texts[number - 1]
    assert all(text.startswith(f"{number} ") for number, text in enumerate(texts[1:], 2))
    last = book.select(some[-1].body, "//h:pre")[-1].xpath("string()").split()
    assert " ".join(last[-3:]) in texts[-1]


def test_a_pdf_that_cuts_something_off_is_refused(browser, tmp_path):
    wide = f'<article xmlns="{book.XHTML}"><svg style="min-width: 900px"/></article>'
    chapter = book.Chapter("wide/", "Wide", "Wide", etree.fromstring(wide))
    with pytest.raises(ValueError, match="wider than the paper"):
        pdf.write(browser, [chapter], "en", {"name": "-", "about": ""}, tmp_path / "wide.pdf")


def flat(outline) -> list:
    return [one for item in outline for one in (flat(item) if isinstance(item, list) else [item])]
