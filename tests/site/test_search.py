"""The search box, asked as readers ask it."""

import re
import tomllib
from pathlib import Path
from urllib.parse import quote

import labs
import pytest
import site_under_test
from pages import ROOT, uris

from keras_primer.old import catalogue

FOLDER = Path(__file__).parent
LANGUAGES = pytest.mark.parametrize("path", ["", "en/"])
ANSWERED = ".search-results[aria-busy=false]"


def ask(page, query: str) -> list[str]:
    """Paste a query; returns the addresses that the box shows, best first."""
    if not page.locator("dialog.search-box[open]").count():
        page.keyboard.press("/")
    page.locator(".search-form input").fill(query)
    page.wait_for_selector(ANSWERED, state="attached")
    return page.eval_on_selector_all(".search-results a", "links => links.map(a => a.href)")


def status(page) -> str:
    return page.text_content(".search-status")


@pytest.mark.parametrize(
    ("path", "lang", "words"),
    [
        ("ideas/损失函数/", "zh", "损失函数"),
        ("en/keras/loss-functions.html", "en", "loss functions"),
    ],
)
def test_a_page_that_is_not_there_searches(browser, address, built_site, path, lang, words):
    """In the language of the address, for its last words."""
    page = browser.new_page()
    answer = {"path": built_site / "404.html", "status": 404, "content_type": "text/html"}
    page.route("**/" + quote(path), lambda route: route.fulfill(**answer))
    page.goto(address + path)
    assert page.get_attribute("html", "lang") == lang
    (shown,) = page.query_selector_all("article > [lang]:visible")
    assert shown.get_attribute("lang") == lang
    shown.query_selector("button").click()
    page.wait_for_selector(ANSWERED)
    assert page.input_value(".search-form input") == words
    first = page.get_attribute(".search-results a", "href")
    assert first == f"{address}{'en/' if lang == 'en' else ''}train/losses/"
    page.close()


# What is found


def queries(lang: str) -> dict[str, list[str]]:
    lines = (FOLDER / "queries.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {query: pages.split("|") for language, query, pages in rows if language == lang}


def where(name: str) -> str:
    return re.sub("index/$", "", name + "/")


@LANGUAGES
def test_the_right_page_comes_first(open_page, address, path):
    page = open_page(path)
    wrong = {}
    for query, pages in queries(path.strip("/") or "zh").items():
        found = [link.partition("#")[0] for link in ask(page, query)]
        if found[:1] not in [[address + path + where(name)] for name in pages]:
            wrong[query] = found[:3]
    assert not wrong


def test_queries_are_for_pages_that_exist():
    for lang in ("zh", "en"):
        asked = queries(lang)
        assert len(asked) > 60
        for name in {name for pages in asked.values() for name in pages}:
            assert where(name) in site_under_test.paths(), name


def test_every_page_has_keywords():
    listed = tomllib.loads((ROOT / "docs" / "keywords.toml").read_text(encoding="utf-8"))
    assert set(listed) == {*uris("zh"), *(f"examples/{lab.stem}.ipynb" for lab in labs.scripts())}
    for uri, words in listed.items():
        assert words.keys() == {"zh", "en"}, uri


@LANGUAGES
def test_only_pages_of_the_language(open_page, address, path):
    page = open_page(path)
    for query in ("Dropout", "channels_first"):
        links = ask(page, query)
        english = [link for link in links if link.startswith(address + "en/")]
        assert english == (links if path else [])


@LANGUAGES
@pytest.mark.parametrize("query", ["Dropout", "EarlyStopping", "metrics", "Conv2D", "load_model"])
def test_lessons_come_before_old_code(open_page, address, path, query):
    assert not ask(open_page(path), query)[0].startswith(f"{address}{path}old/")


@LANGUAGES
def test_old_code_is_found(open_page, address, path):
    """By what it is called, which lessons do not mention."""
    page = open_page(path)
    for query, entry in (("set_session", "old/gpu/"), ("K.mean", "old/backend/")):
        links = ask(page, query)
        assert any(link.startswith(address + path + entry) for link in links), query


def test_chinese_results_are_whole(open_page):
    """The index is cut into words; what is shown is not."""
    page = open_page("")
    ask(page, "损失函数")
    text = page.inner_text(".search-results")
    assert "损失函数" in text
    assert not re.search("[\u4e00-\u9fff] +[\u4e00-\u9fff，。（）]", text)


def test_what_is_not_there(open_page):
    page = open_page("en/")
    assert not ask(page, "漩涡")
    assert "漩涡" in status(page)


# Messages


@LANGUAGES
def test_all_messages_are_found_first(open_page, address, path):
    """Every other message whole, in Chinese, and a half of each of the others, in English.

    A half that stands in other messages too is not looked for.
    """
    page = open_page(path)
    wanted = messages(halves=bool(path))
    late = {}
    for query, entries in wanted.items():
        first = ask(page, query)[:1]
        if first not in [[address + path + entry] for entry in entries]:
            late[query] = first
    assert not late
    assert len(wanted) > 150


@LANGUAGES
def test_what_machines_say_is_found_first(open_page, address, path):
    page = open_page(path)
    entries = tomllib.loads((FOLDER / "messages.toml").read_text(encoding="utf-8"))
    late = {}
    for entry, pasted in entries.items():
        for message in pasted:
            first = next((link for link in ask(page, message) if "#" in link), None)
            if first != address + path + entry:
                late[message] = first
    assert not late


@LANGUAGES
def test_a_message_in_a_traceback(open_page, address, path):
    pasted = """Traceback (most recent call last):
  File "/home/ann/net.py", line 31, in <module>
    print(model.predict_classes(x_test))
          ^^^^^^^^^^^^^^^^^^^^^
AttributeError: 'Sequential' object has no attribute 'predict_classes'"""
    page = open_page(path)
    assert ask(page, pasted)[0] == f"{address}{path}old/fit/#predict-classes"
    assert page.locator(".search-message").count() == 1


def messages(halves: bool) -> dict[str, list[str]]:
    """What is pasted, and the addresses of the entries that have this message."""
    found = {}
    for entry in catalogue.entries().values():
        for outcome in (entry.today, *entry.overrides.values()):
            if outcome.kind in ("raises", "warns"):
                found.setdefault(outcome.one_line, []).append(entry.address)
    if not halves:
        return {text.replace("…", "7"): entries for text, entries in list(found.items())[::2]}
    texts = [" ".join(words(text)) for text in found]
    wanted = {}
    for message, entries in list(found.items())[1::2]:
        split = message.split()
        for half in (split[len(split) // 2 :], split[: len(split) // 2]):
            part = words(" ".join(half))
            alone = sum(" ".join(part) in text for text in texts) == 1
            if alone and len(part) > 2 and "…" not in "".join(half):
                wanted[" ".join(half)] = entries
                break
    return wanted


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


# The box


def test_nothing_is_fetched_before_it_is_used(open_page, address):
    page = open_page("start/first-model/")
    fetched = []
    page.on("request", lambda request: fetched.append(request.url.removeprefix(address)))
    page.reload(wait_until="networkidle")
    assert fetched
    assert not [name for name in fetched if re.match("pagefind/|search/|.*search-worker", name)]
    ask(page, "overfitting")
    assert "pagefind/pagefind.js" in fetched
    assert "search/messages.json" not in fetched
    ask(page, "ValueError: Unknown layer")
    assert "search/messages.json" in fetched
    assert not [name for name in fetched if name.startswith("en/")]


def test_keyboard_alone(open_page, address):
    """The first Tab reaches the skip link; the box opens, is used and leads on without a mouse."""
    page = open_page("en/start/first-model/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.md-skip')")
    page.keyboard.press("Control+k")
    page.keyboard.type("overfitting")
    page.wait_for_selector(f"{ANSWERED} a")
    page.keyboard.press("ArrowUp")  # nothing is above
    assert page.evaluate("document.activeElement.matches('.search-form input')")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    focused = "document.activeElement.href"
    assert page.evaluate(focused) == page.locator(".search-results a").nth(1).get_attribute("href")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url(address + "en/train/overfitting/")


def test_escape_leads_back(open_page):
    page = open_page("en/start/first-model/")
    page.focus(".search-open")
    page.keyboard.press("Enter")
    page.keyboard.press("/")  # it is written, here
    assert page.input_value(".search-form input") == "/"
    page.keyboard.press("Escape")
    if page.locator("dialog.search-box[open]").count():  # the first one empties the field
        page.keyboard.press("Escape")
    assert not page.locator("dialog.search-box[open]").count()
    assert page.evaluate("document.activeElement.matches('.search-open')")


def test_typing_on_a_result_goes_on_in_the_field(open_page):
    page = open_page("en/")
    ask(page, "overfit")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("ting")
    assert page.input_value(".search-form input") == "overfitting"


def test_the_number_of_results_is_announced(open_page):
    page = open_page("en/")
    page.keyboard.press("/")
    assert page.get_attribute(".search-status", "role") == "status"
    ask(page, "overfitting")
    assert re.fullmatch(r"\d+ pages", status(page))
    ask(page, "AttributeError: 'Sequential' object has no attribute 'predict_classes'")
    assert status(page).startswith("1 message")


def test_a_late_answer_is_dropped(open_page, address):
    """Messages are fetched when the first one is asked for; meanwhile something else is asked."""
    page = open_page("en/")
    held = []
    page.context.route("**/search/messages.json", lambda route: held.append(route))
    ask(page, "nan")
    page.locator(".search-form input").fill("ValueError: Unknown layer")
    while not held:
        page.wait_for_timeout(10)
    ask(page, "overfitting")
    page.evaluate(NOTE_WHAT_IS_SHOWN)
    held[0].continue_()
    for query in ("TypeError: late", "overfitting"):  # are answered after what was held
        links = ask(page, query)
    assert links[0] == address + "en/train/overfitting/"
    assert not [text for text in page.evaluate("shown") if "Unknown layer" in text]


NOTE_WHAT_IS_SHOWN = """
const results = document.querySelector(".search-results");
window.shown = [];
new MutationObserver(() => {
  shown.push(results.innerText);
}).observe(results, { childList: true });
"""


def test_an_index_that_cannot_be_fetched(browser, address):
    page = browser.new_page()
    page.context.route("**/pagefind/**", lambda route: route.abort())
    page.goto(address + "en/")
    assert not ask(page, "overfitting")
    assert "could not be fetched" in status(page)
    page.close()


@pytest.mark.parametrize("path", ["", "en/"])
def test_below_a_path(built_site, browser, tmp_path, path):
    (tmp_path / "some").mkdir()
    (tmp_path / "some" / "where").symlink_to(built_site, target_is_directory=True)
    server = site_under_test.serve(tmp_path)
    root = f"http://127.0.0.1:{server.server_port}/some/where/{path}"
    page = browser.new_page()
    page.goto(root + "train/fit/")
    first, *_ = ask(page, "overfitting")
    assert first == root + "train/overfitting/"
    first, *_ = ask(page, "AttributeError: 'Sequential' object has no attribute 'predict_classes'")
    assert first == root + "old/fit/#predict-classes"
    page.close()
    server.shutdown()


@pytest.mark.parametrize(("path", "scheme"), [("", "light"), ("en/", "dark"), ("", "dark")])
def test_on_a_phone(open_page, path, scheme):
    """The box fills the screen, nothing sticks out, and axe finds nothing to object to."""
    from axe_playwright_python.sync_playwright import Axe

    phone = {"width": 390, "height": 844}
    page = open_page(path, color_scheme=scheme, viewport=phone, has_touch=True)
    page.click(".search-open")
    for query in ("overfitting", "ValueError: Unknown layer: 'Custom'. Please ensure you are"):
        ask(page, query)
        box = page.locator("dialog.search-box").bounding_box()
        assert (box["width"], box["height"]) == (390, 844)
        inside = "[...document.querySelectorAll('.search-results *')].every("
        inside += "element => element.getBoundingClientRect().right <= innerWidth)"
        assert page.evaluate(inside)
        violations = Axe().run(page, "dialog").response["violations"]
        assert not [violation["id"] for violation in violations]


def test_without_scripts_nothing_is_broken(open_page):
    page = open_page("", java_script_enabled=False)
    assert not page.is_visible(".search-open")
