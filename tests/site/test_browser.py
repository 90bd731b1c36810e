"""Promise 8, what only a browser can tell."""

import re
import tomllib
from pathlib import Path

import pytest
import site_under_test

from keras_primer.old import catalogue

pytestmark = pytest.mark.xdist_group("site")
PATHS = site_under_test.paths()

# What axe need not see, as it takes minutes: of thousands of coloured words of code all but the
# first of each colour.
REMOVE_WHAT_IS_ALIKE = """
() => {
  const colours = new Set();
  for (const word of document.querySelectorAll("pre span"))
    if (colours.has(word.className)) word.replaceWith(...word.childNodes);
    else colours.add(word.className);
}
"""


@pytest.mark.parametrize("path", PATHS)
def test_fits_a_phone_and_is_accessible(open_page, path):
    """Nothing sticks out at 390 pixels; axe finds nothing to object to.

    The two languages of a page are built alike, so axe looks at one, by turns: at Chinese pages in
    the light, at English ones in the dark.
    """
    from axe_playwright_python.sync_playwright import Axe

    english = path.startswith("en/")
    scheme = "dark" if english else "light"
    page = open_page(path, color_scheme=scheme, viewport={"width": 390, "height": 844})
    page.wait_for_timeout(300)
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not wide, f"{path} is wider than a phone"
    if PATHS.index(path.removeprefix("en/")) % 2 != english:
        return
    page.evaluate(REMOVE_WHAT_IS_ALIKE)
    # Details of all that is right take axe longer than looking at it.
    violations = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    found = [
        f"{violation['id']}: {node['html'][:200]}"
        for violation in violations
        for node in violation["nodes"]
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("path", "query", "found"),
    [
        ("", "随机失活", "reference/glossary/"),
        ("", "过拟合", "reference/glossary/"),
        ("", "通道在前", "ideas/data-formats/"),
        ("", "channels_first", "ideas/data-formats/"),
        ("", "set_session", "start/install/"),
        ("", "序贯模型", "reference/glossary/"),
        ("en/", "overfitting", "reference/glossary/"),
        ("en/", "channels_first", "ideas/data-formats/"),
        ("en/", "softmax", "start/first-model/"),
    ],
)
def test_search(open_page, address, path, query, found):
    """Words of the page's language are found, in the pages of that language only."""
    links = search(open_page(path), query)
    assert address + path + found in [link.split("#")[0].split("?")[0] for link in links]
    english = [link for link in links if link.startswith(address + "en/")]
    assert english == (links if path else [])


@pytest.mark.parametrize(
    ("path", "query", "found"),
    [
        ("", "排错", ""),
        ("", "不收敛", "not-learning/"),
        ("", "损失不下降", "not-learning/"),
        ("", "2.303", "not-learning/"),
        ("", "nan", "nan/"),
        ("", "阴影", "confident/"),
        ("", "光线", "confident/"),
        ("", "显存不足", "slow/"),
        ("en/", "not learning", "not-learning/"),
        ("en/", "loss not decreasing", "not-learning/"),
        ("en/", "not converging", "not-learning/"),
        ("en/", "troubleshooting", ""),
        ("en/", "2.303", "not-learning/"),
        ("en/", "nan", "nan/"),
        ("en/", "shadow", "confident/"),
        ("en/", "gpu not used", "slow/"),
    ],
)
def test_a_symptom_leads_to_its_page_first(open_page, address, path, query, found):
    first = search(open_page(path), query)[0]
    assert first.split("#")[0].split("?")[0] == f"{address}{path}trouble/{found}"


def search(page, query: str) -> list[str]:
    """Paste a query as a reader would; returns the addresses found, best first."""
    page.keyboard.press("/")
    page.locator(".md-search__input").fill(query)
    page.keyboard.press("Shift")  # Material looks when a key is released
    page.wait_for_selector(".md-search-result__item a", timeout=30000)
    page.wait_for_timeout(300)
    return page.eval_on_selector_all(".md-search-result__link", "links => links.map(a => a.href)")


@pytest.mark.parametrize("path", ["", "en/"])
@pytest.mark.parametrize("query", ["Dropout", "EarlyStopping", "metrics", "Conv2D", "load_model"])
def test_lessons_come_before_old_code(open_page, address, path, query):
    links = search(open_page(path), query)
    assert not links[0].startswith(f"{address}{path}old/")
    assert any(link.startswith(f"{address}{path}old/") for link in links)


@pytest.mark.parametrize("path", ["", "en/"])
def test_a_pasted_message_is_found_first(open_page, address, path):
    """The message leads to its entry."""
    message = "AttributeError: 'Sequential' object has no attribute 'predict_classes'"
    links = search(open_page(path), message)
    first = next(link for link in links if "#" in link)
    assert first.startswith(f"{address}{path}old/fit/")
    assert first.endswith("#predict-classes")


@pytest.mark.parametrize("path", ["", "en/"])
def test_all_messages_are_found_first(browser, address, path):
    """Every other message whole, in Chinese, and a half of each of the others, in English.

    A half that stands in other messages too is not looked for. The texts of the sections, which
    weigh next to nothing beside their headings and take the search most of its time, are left out.
    """
    page = browser.new_page()
    page.add_init_script(KEEP_WORKER)
    page.route("**/search_index.json", without_texts)
    page.goto(address + path)
    search(page, "keras")
    wanted = queries(halves=bool(path))
    found = page.evaluate(ASK, list(wanted))
    page.close()
    late = {
        query: links[:2]
        for (query, entries), links in zip(wanted.items(), found, strict=True)
        if links[0] not in entries
    }
    assert not late
    assert len(wanted) > 150


@pytest.mark.parametrize("path", ["", "en/"])
def test_what_machines_say_is_found_first(browser, address, path):
    page = browser.new_page()
    page.add_init_script(KEEP_WORKER)
    page.goto(address + path)
    search(page, "keras")
    entries = tomllib.loads((Path(__file__).parent / "messages.toml").read_text(encoding="utf-8"))
    wanted = {message: entry for entry, messages in entries.items() for message in messages}
    found = page.evaluate(ASK, list(wanted))
    page.close()
    first = {query: links[:1] for query, links in zip(wanted, found, strict=True)}
    assert first == {query: [entry] for query, entry in wanted.items()}


def queries(halves: bool) -> dict[str, list[str]]:
    """What is pasted, and the addresses of the entries that have this message."""
    messages = {}
    for entry in catalogue.entries().values():
        if entry.today.kind in ("raises", "warns"):
            messages.setdefault(entry.today.one_line, []).append(entry.address)
    if not halves:
        return {text.replace("…", "7"): found for text, found in list(messages.items())[::2]}
    texts = [" ".join(words(text)) for text in messages]
    wanted = {}
    for message, found in list(messages.items())[1::2]:
        split = message.split()
        for half in (split[len(split) // 2 :], split[: len(split) // 2]):
            part = words(" ".join(half))
            alone = sum(" ".join(part) in text for text in texts) == 1
            if alone and len(part) > 2 and "…" not in "".join(half):
                wanted[" ".join(half)] = found
                break
    return wanted


def words(text: str) -> list[str]:
    """As the search sees them."""
    return re.findall(r"\w+", text)


def without_texts(route):
    index = route.fetch().json()
    for section in index["docs"]:
        section["text"] = ""
    route.fulfill(json=index)


KEEP_WORKER = """
window.Worker = class extends Worker {
  constructor(...all) {
    super(...all);
    window.worker = this;
  }
};
"""
ASK = """
async (queries) => {
  const ask = (query) =>
    new Promise((done) => {
      const answer = ({ data }) => data.type === 3 && done(data.data.items.flat());
      worker.addEventListener("message", answer, { once: true });
      worker.postMessage({ type: 2, data: query });
    });
  const found = [];
  for (const query of queries) {
    const places = (await ask(query)).map((section) => section.location);
    found.push(places.filter((place) => place.includes("#")).slice(0, 2));
  }
  return found;
}
"""


def test_switch_stays_on_page_and_anchor(open_page, address):
    page = open_page("start/first-model/#old-code")
    page.click(".switch-language")
    page.wait_for_url(address + "en/start/first-model/#old-code")
    page.click(".switch-language")
    page.wait_for_url(address + "start/first-model/#old-code")


@pytest.mark.parametrize("path", ["", "en/"])
def test_a_link_of_before_leads_to_its_entry(open_page, address, path):
    """Entries stood in the lists themselves once."""
    for before, now in (
        ("old/errors/#save-h5", "old/saving/#save-h5"),
        ("old/silent/#hard-sigmoid", "old/layers/#hard-sigmoid"),
        ("old/#topic-data-format", "old/data-format/"),
    ):
        page = open_page(path + before)
        page.wait_for_url(address + path + now)
        page.goto(address + path + before.partition("#")[0])
        page.evaluate("hash => { location.hash = hash }", before.partition("#")[2])
        page.wait_for_url(address + path + now)
    page = open_page(f"{path}old/errors/#topic-saving")
    assert page.url == f"{address}{path}old/errors/#topic-saving"


def test_keyboard_alone(open_page):
    """The first Tab reaches the skip link; search opens, is used and leads on without a mouse."""
    page = open_page("en/start/first-model/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.md-skip')")
    page.keyboard.press("/")
    page.keyboard.type("overfitting")
    page.wait_for_selector(".md-search-result__item:first-child a[href*='train/overfitting/']")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/train/overfitting/**")


def test_code_can_be_copied(open_page):
    page = open_page("start/first-model/", permissions=["clipboard-read", "clipboard-write"])
    page.locator(".md-code__button[data-clipboard-target]").first.click()
    assert "import keras" in page.evaluate("navigator.clipboard.readText()")


def test_dark_scheme_is_remembered(open_page):
    page = open_page("", color_scheme="light")
    page.click("label[for=__palette_1]:visible")
    page.reload()
    assert page.get_attribute("body", "data-md-color-scheme") == "slate"
