"""Promise 8, what can be read off the files: links, anchors, languages, no other host."""

import json
import os
import posixpath
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import anchors
import archives
import modules
import pytest
import refusals
import site_under_test
from lxml import html
from pages import ROOT, uris

from keras_primer.old import catalogue

# Where the sections of a module begin and end that pages show.
MARKERS = re.compile(r"^ *# --8<-- .*\n", re.MULTILINE)


@pytest.fixture(scope="session")
def documents(built_site):
    return site_under_test.documents(built_site)


def problems_with_links(site: Path, documents) -> list[str]:
    """Links and sources that lead nowhere within the site."""
    found = []
    anchors = {name: set(document.xpath("//@id")) for name, document in documents.items()}
    for name, document in documents.items():
        if name.endswith("404.html"):
            continue  # served for any address: its links are absolute
        for address in document.xpath("//@href | //@src"):
            link = urlsplit(address)
            if link.scheme or link.netloc:
                continue
            target = (site / name).parent / unquote(link.path) if link.path else site / name
            target = target.resolve()
            if target.is_dir():
                target /= "index.html"
            if not target.exists():
                found.append(f"{name}: {link.geturl()} leads nowhere")
            elif link.fragment and target.suffix == ".html":
                there = target.relative_to(site.resolve()).as_posix()
                anchor = unquote(link.fragment)
                if anchor not in anchors[there] and not anchor.startswith("__"):
                    found.append(f"{name}: no anchor {link.geturl()}")
    return found


def test_links_and_anchors(built_site, documents):
    assert not problems_with_links(built_site, documents)


@pytest.mark.parametrize("lang", ["", "en/"])
def test_every_entry_of_the_catalogue_has_its_place(documents, lang):
    """In full where its address says; and where it was before, a link that leads there."""
    for entry in catalogue.entries().values():
        page, anchor = entry.address.split("#")
        place = documents[f"{lang}{page}index.html"].get_element_by_id(anchor)
        codes = [
            code.text_content().strip() for code in place.xpath("following-sibling::div//code")
        ]
        assert entry.new.strip() in codes[:3], entry.id
        before = {"silent": "silent", "runs": None}.get(entry.today.kind, "errors")
        if before:
            link = documents[f"{lang}old/{before}/index.html"].get_element_by_id(entry.id)
            assert link.get("href") == f"../{entry.address.removeprefix('old/')}"


@pytest.mark.parametrize("lang", ["", "en/"])
def test_entries_lead_to_the_pages_that_explain(documents, lang):
    entries = [entry for entry in catalogue.entries().values() if entry.lesson]
    for entry in entries:
        page, anchor = entry.address.split("#")
        lesson = entry.lesson.removesuffix(".md")
        place = documents[f"{lang}{page}index.html"].get_element_by_id(anchor)
        codes = place.xpath("following-sibling::div[contains(@class, 'new')]")
        (link,) = codes[0].getnext().iter("a")
        title = documents[f"{lang}{lesson}/index.html"].xpath("string(//h1/text())")
        assert link.text == title
        assert link.get("href") == f"{posixpath.relpath(lesson, page)}/"
    assert entries


def test_old_code_is_light(built_site):
    """A page that says all is read by nobody: 250 KB are enough for the longest topic."""
    for page in built_site.glob("**/old/**/index.html"):
        assert page.stat().st_size < 250_000, page


def test_what_became_of_the_tutorials(documents):
    """Every claim of an old tutorial has a verdict and leads to a page or an entry of this site."""
    for name in ("reference/tutorials/index.html", "en/reference/tutorials/index.html"):
        rows = documents[name].xpath("//article//tbody/tr")
        assert len(rows) > 70
        for row in rows:
            said, verdict, _, where = row.xpath("td")
            assert said.text_content() and verdict.text_content()
            assert where.xpath(".//a[@href]"), f"{name}: {said.text_content()} leads nowhere"


def test_modules_are_within_reach(built_site, documents):
    """The path of a module leads to its page; there it can be read, and downloaded as it is."""
    linked = 0
    for name, document in documents.items():
        for code in document.xpath("//article//code[not(ancestor::pre)]"):
            if modules.NAMED.fullmatch(code.text_content()):
                assert code.getparent().tag == "a", f"{name}: {code.text_content()}"
                linked += 1
    assert linked > 80
    for module in modules.named():
        source = (ROOT / modules.PACKAGE / module).read_bytes()
        for lang in ("", "en/"):
            document = documents[f"{lang}code/{module.removesuffix('.py')}/index.html"]
            (shown,) = document.xpath("//h2[@id='source']/following::pre/code")
            assert shown.text_content().strip() == MARKERS.sub("", source.decode("utf-8")).strip()
            assert (built_site / lang / "code" / module).read_bytes() == source
            (download,) = document.xpath("//a[@download]/@href")
            assert download == f"../{module.rpartition('/')[2]}"


@pytest.mark.parametrize("lang", ["", "en/"])
def test_anchors_of_before_lead_to_headings(documents, lang):
    for uri, moved in anchors.anchors().items():
        document = documents[f"{lang}{uri.removesuffix('.md')}/index.html"]
        for before, now in moved.items():
            assert document.get_element_by_id(before).getparent().get("id") == now, (uri, before)


def test_a_dead_link_is_found(built_site, documents):
    page = html.document_fromstring('<a href="../nowhere/">x</a><a href="#nothing">y</a>')
    found = problems_with_links(built_site, documents | {"en/index.html": page})
    assert len([problem for problem in found if problem.startswith("en/index.html")]) == 2


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_strict_covers_both_languages(lang, titles, tmp_path):
    """A dead link in either language fails the build."""
    page = titles / "docs" / lang / "index.md"
    page.write_text("# -\n\n[dead](nowhere.md)", encoding="utf-8")
    result = site_under_test.build(tmp_path / "site", titles)
    assert result.returncode != 0
    assert "nowhere.md" in result.stderr


def test_every_page_in_both_languages(documents):
    verified = json.loads((ROOT / "docs" / "verified.json").read_text(encoding="utf-8"))["pages"]
    for uri in uris("zh"):
        path = "index.html" if uri == "index.md" else f"{uri.removesuffix('.md')}/index.html"
        path = path.replace("index/index.html", "index.html")
        for name, lang in ((path, "zh"), (f"en/{path}", "en")):
            assert documents[name].get("lang") == lang, name
            assert len(documents[name].cssselect("p.verified")) == (uri in verified), name


def test_nothing_is_left_to_be_looked_up(documents):
    for name, document in documents.items():
        text = "".join(document.xpath("//text()[not(ancestor::code or ancestor::script)]"))
        assert "{{ " not in text, name


def test_preview_finds_nothing_but_what_it_installs():
    """What `site_under_test.build` promises; the test of it is that Keras is not found."""
    variables = os.environ | {"PYTHONPATH": str(site_under_test.PREVIEW)}
    command = [sys.executable, "-c", "import numpy, keras"]
    done = subprocess.run(command, env=variables, capture_output=True, text=True)
    assert done.stderr.splitlines()[-1] == "ModuleNotFoundError: No module named 'keras'"


def test_switch_leads_to_the_same_page(built_site, documents):
    for name, document in documents.items():
        if name.endswith("404.html"):
            continue
        (address,) = document.xpath("//a[contains(@class, 'switch-language')]/@href")
        target = ((built_site / name).parent / address).resolve()
        if target.is_dir():
            target /= "index.html"
        there = target.relative_to(built_site.resolve()).as_posix()
        assert there == (name.removeprefix("en/") if name.startswith("en/") else f"en/{name}")


def test_nothing_from_another_host(built_site, documents):
    """No page asks another host for a file when it is read."""
    linked = "//link[contains(@rel, 'stylesheet') or contains(@rel, 'icon')]/@href"
    for name, document in documents.items():
        for address in document.xpath(f"//@src | //@srcset | {linked}"):
            assert not urlsplit(address).netloc, f"{name} loads {address}"
        for script in document.xpath("//script[not(@src)]"):
            assert not re.search(r"import\(|from ['\"]https?:", script.text_content()), name
    for path in built_site.rglob("*.css"):
        for address in re.findall(r"url\(['\"]?([^)'\"]+)", path.read_text("utf-8")):
            assert not urlsplit(address).netloc, f"{path} loads {address}"


def test_widgets_say_something_without_scripts(documents):
    """Markdown may put a paragraph around an element, and end both where a table begins."""
    widgets = [
        (name, element)
        for name, document in documents.items()
        for element in document.xpath("//article//*[contains(name(), '-')]")
    ]
    assert widgets
    assert [(name, one.tag) for name, one in widgets if not one.text_content().strip()] == []


def test_every_page_has_a_policy(documents):
    """Only scripts of the site run; that they all may, the tests in a browser see."""
    for name, document in documents.items():
        (policy,) = document.xpath("//meta[@http-equiv='content-security-policy']/@content")
        rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";"))
        assert rules["default-src"] == rules["base-uri"] == "'self'", name
        allowed = rules["script-src"].split()
        assert all(one == "'self'" or one.startswith("'sha256-") for one in allowed), name
        assert not document.xpath("//@style | //style | //@*[starts-with(name(), 'on')]"), name


def test_the_source_makes_the_same_site(built_site, tmp_path):
    """Byte for byte, of the archive that the site carries, on a machine with other folders, another
    clock and another order of sets."""
    shutil.unpack_archive(built_site / archives.SOURCE, tmp_path)
    (root,) = tmp_path.iterdir()
    if (ROOT / "node_modules").exists():  # what the page old/doctor examines code with
        (root / "node_modules").symlink_to(ROOT / "node_modules")
    other = {"PYTHONHASHSEED": "1", "TZ": "Pacific/Auckland"}
    other |= {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}  # ASCII
    result = site_under_test.build(tmp_path / "site", root, **other)
    assert result.returncode == 0, result.stderr
    one, two = refusals.contents(built_site), refusals.contents(tmp_path / "site")
    assert one.keys() == two.keys() > {"sitemap.xml.gz", "en/search/words.json"}
    assert [name for name in one if one[name] != two[name]] == []


def of_the_repository(document) -> list[str]:
    """The addresses of a page that lead to its source, in whichever repository."""
    return document.xpath(
        "//@href[contains(., '/main/') or contains(., '/gh-pages/') or contains(., '/releases/')]"
    )


def test_repository_links_only_where_it_is_known(documents, published):
    for name, document in documents.items():
        assert not of_the_repository(document), name
    known = site_under_test.documents(published)
    source = "https://github.com/someone/keras-primer"
    colab = "https://colab.research.google.com/github/someone/keras-primer/blob/gh-pages"
    for name, address in (
        ("start/first-model", f"{source}/edit/main/docs/zh/start/first-model.md"),
        ("en/train/fit", f"{source}/releases/latest/download/keras-primer-en.pdf"),
        ("code/recipes/mnist_cnn", f"{source}/blob/main/src/keras_primer/recipes/mnist_cnn.py"),
        ("recipes/cnn", f"{source}/blob/main/tests/models/test_models.py"),
        ("examples/mistakes", f"{colab}/examples/mistakes/mistakes.ipynb"),
    ):
        assert address in of_the_repository(known[f"{name}/index.html"])
