"""Promise 8, what only a browser can tell."""

import pytest
import site_under_test

PATHS = site_under_test.paths()
KINDS = (  # a page of each kind
    *("", "en/start/first-model/", "train/callbacks/", "en/recipes/cnn/", "en/recipes/draw/"),
    *("en/examples/mistakes/", "trouble/", "old/callbacks/", "en/old/doctor/", "old/errors/"),
    *("reference/recipes/", "en/reference/glossary/", "en/code/recipes/mnist_cnn/"),
)

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


# Paths of all that was fetched, and how far what was there moved.
FETCHED = """
[location.href, ...performance.getEntriesByType("resource").map((entry) => entry.name)]
  .map((address) => new URL(address).pathname)
"""
SHIFTED = """
new Promise((done) => {
  const add = (list) => done(list.getEntries().reduce((sum, { value }) => sum + value, 0));
  new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(0), 50);
})
"""

WIDE_TABLES = """
() => [...document.querySelectorAll(".md-typeset__scrollwrap")]
  .filter((table) => table.scrollWidth > table.clientWidth)
  .map((table) => `${table.scrollWidth} > ${table.clientWidth}: ${table.innerText.slice(0, 200)}`)
"""


# What a phone would not show, or show badly.
FAULTS_ON_A_PHONE = """
() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const faults = [];
  if (document.documentElement.scrollWidth > innerWidth) faults.push("the page is wider");
  for (const folded of all("details")) folded.open = true;
  for (const date of all("time"))
    if (date.getClientRects().length > 1) faults.push("a date is on two lines");
  for (const link of all(".headerlink")) {
    const heading = link.parentElement;
    const before = heading.clientHeight;
    link.remove();
    if (heading.clientHeight !== before) faults.push(`# takes a line: ${heading.textContent}`);
    heading.append(link);
  }
  return faults;
}
"""


def alone(path: str):
    """A page as a parameter: among tests that run side by side, it need not wait for others."""
    return pytest.param(path, marks=pytest.mark.xdist_group(f"browser {path}"))


@pytest.mark.parametrize("path", [alone(path) for path in PATHS])
def test_fits_a_phone_and_is_accessible(open_page, built_site, path):
    """Nothing sticks out at 320 pixels, nothing moves; axe finds nothing to object to.

    And it is light: at most 150 KB come over the line before the reader does anything. In a large
    window no table has to be scrolled either.

    The two languages of a page are built alike, so axe looks at one whole, by turns, and at the
    colours alone of the other: Chinese pages are in the light, English ones in the dark.
    """
    from axe_playwright_python.sync_playwright import Axe

    english = path.startswith("en/")
    scheme = "dark" if english else "light"
    page = open_page(path, color_scheme=scheme, viewport={"width": 320, "height": 844})
    page.wait_for_timeout(300)
    assert page.evaluate(SHIFTED) < 0.01
    weights = {name: site_under_test.size(built_site, name) for name in page.evaluate(FETCHED)}
    assert sum(weights.values()) <= 150 * 1024, weights
    assert page.evaluate(FAULTS_ON_A_PHONE) + page.evaluate(WIDE_TABLES) == []
    page.evaluate(REMOVE_WHAT_IS_ALIKE)
    # Details of all that is right take axe longer than looking at it.
    options = {"resultTypes": ["violations"]}
    if PATHS.index(path.removeprefix("en/")) % 2 != english:
        options["runOnly"] = ["color-contrast"]
    found = [
        f"{violation['id']}: {node['html'][:200]}"
        for violation in Axe().run(page, options=options).response["violations"]
        for node in violation["nodes"]
    ]
    assert not found, "\n".join(found)
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.evaluate(WIDE_TABLES) == []


# Text that is beyond the window or beyond what cuts it off, where no scrolling brings it back. Of
# the header's title it is no loss: it is the name of the site, and that of the page once more.
CUT_OFF = """
() => {
  const found = [];
  if (document.documentElement.scrollWidth > innerWidth) found.push("the page is wider");
  for (const folded of document.querySelectorAll("details")) folded.open = true;
  const seen = { opacityProperty: true, visibilityProperty: true };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (texts.nextNode()) {
    const text = texts.currentNode;
    const parent = text.parentElement;
    if (!text.data.trim() || !parent.checkVisibility(seen)) continue;
    if (parent.closest("svg, script, .md-header__title")) continue;
    range.selectNodeContents(text);
    const { left, right, top, bottom } = range.getBoundingClientRect();
    let last = false;
    for (let around = parent; !last; around = around.parentElement) {
      const { overflowX, clipPath } = getComputedStyle(around);
      if (/auto|scroll/.test(overflowX) || clipPath !== "none") break;
      last = around === document.body;
      if (overflowX === "visible" && !last) continue;
      const box = around.getBoundingClientRect();
      const high = !last && (top < box.top - 6 || bottom > box.bottom + 6);
      if (left < box.left - 1 || right > box.right + 1 || high)
        found.push(`${around.className}: ${text.data.trim().slice(0, 80)}`);
    }
  }
  return found;
}
"""


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", KINDS)
def test_text_at_200_percent(open_large, path, width):
    """Letters twice as large: nothing is cut off, and no page has to be scrolled sideways."""
    page = open_large(path, viewport={"width": width, "height": 844}, reduced_motion="reduce")
    page.wait_for_timeout(500)
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "40px"
    assert page.evaluate(CUT_OFF) == []


# Paragraphs, cells, code and headings that are not to be seen; what is folded is one click away.
UNSEEN = """
(where) => [...document.querySelectorAll(where)]
  .filter((part) => part.textContent.trim() && !part.closest("details:not([open]), .tabbed-block"))
  .filter((part) => !part.checkVisibility() || !part.getClientRects().length)
  .map((part) => part.outerHTML.slice(0, 200))
"""
PARTS = "article :is(h1, h2, h3, p, li, td, pre)"


@pytest.mark.parametrize("path", KINDS)
def test_can_be_read_without_scripts(open_page, path):
    """Text, code, tables in place of widgets, and the menu, on a desktop and on a phone."""
    page = open_page(path, java_script_enabled=False, viewport={"width": 1280, "height": 844})
    assert page.locator(PARTS).count() > 5
    assert page.evaluate(UNSEEN, PARTS) == []
    assert page.evaluate(UNSEEN, ".md-tabs a, .switch-language") == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate(UNSEEN, PARTS) == []
    page.locator(".md-header [for=__drawer]").click()
    page.locator(".md-sidebar--primary a[href]:visible").first.wait_for(timeout=2000)


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


def test_code_can_be_copied(open_page):
    page = open_page("start/first-model/", permissions=["clipboard-read", "clipboard-write"])
    page.locator(".md-code__button[data-clipboard-target]").first.click()
    assert "import keras" in page.evaluate("navigator.clipboard.readText()")


def test_dark_scheme_is_remembered(open_page):
    page = open_page("", color_scheme="light")
    page.click("label[for=__palette_1]:visible")
    page.reload()
    assert page.get_attribute("body", "data-md-color-scheme") == "slate"


# What paper would not show, or show badly.
FAULTS_ON_PAPER = """
() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const seen = (element) => element.checkVisibility() && element.getClientRects().length;
  const pressed = "header, footer, .md-sidebar, .md-tabs, .md-top, button, .headerlink";
  const parts = ".md-typeset table, .md-typeset pre > code, details > *";
  return [
    ...all(pressed).filter(seen),
    ...all(parts).filter((part) => !seen(part) || part.scrollWidth > part.clientWidth + 1),
    ...all(".highlight").filter((code) => getComputedStyle(code).breakInside !== "avoid"),
  ].map((element) => element.outerHTML.slice(0, 200));
}
"""


@pytest.mark.parametrize("path", ["start/first-model/", "en/recipes/starters/", "en/old/doctor/"])
def test_is_printed_clean(open_page, path):
    """No buttons, nothing folded or cut off, a label beside its code, and no dark paper."""
    page = open_page(path, color_scheme="dark", viewport={"width": 700, "height": 1000})
    page.emulate_media(media="print")
    assert not page.evaluate(FAULTS_ON_PAPER)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


# What has the focus, if it can be seen to have it; the switch of colours lends it to its label.
FOCUS = """
() => {
  const element = document.activeElement;
  const shown = element.matches(".md-option") ? element.nextElementSibling : element;
  const { left, right, top, bottom } = shown.getBoundingClientRect();
  const inside = left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight;
  return inside && getComputedStyle(shown).outlineStyle !== "none" ? element.className : null;
}
"""


@pytest.mark.parametrize("path", ["", "en/start/install/", "old/doctor/"])
def test_focus_is_seen(open_page, path):
    """The keys come first to the link to the text; what has the focus can be seen."""
    page = open_page(path, viewport={"width": 1280, "height": 900})
    page.keyboard.press("Tab")
    assert "md-skip" in page.evaluate(FOCUS)
    for _ in range(8):
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS) is not None, page.evaluate("document.activeElement.outerHTML")


@pytest.mark.parametrize("path", ["train/fit/", "en/old/doctor/"])
def test_menu_of_a_phone_with_the_keys(open_page, path):
    """Closed, no key leads into it; opened, what has the focus can be seen; Escape closes it."""
    page = open_page(path, viewport={"width": 390, "height": 800}, reduced_motion="reduce")
    inside = "document.activeElement.closest('.md-sidebar--primary') !== null"

    def walk(steps: int) -> list[bool]:
        found = []
        for _ in range(steps):
            page.keyboard.press("Tab")
            found.append(page.evaluate(inside))
            if found[-1]:
                seen = page.evaluate(FOCUS)
                assert seen is not None, page.evaluate("document.activeElement.outerHTML")
        return found

    assert not any(walk(12))
    page.set_viewport_size({"width": 1280, "height": 800})
    assert not page.locator(".menu-open").is_visible(), "the whole menu is there"
    page.set_viewport_size({"width": 390, "height": 800})
    page.locator(".menu-open").focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)  # until it has slid in
    assert any(walk(12))
    page.keyboard.press("Escape")
    page.wait_for_timeout(500)
    assert not page.locator("#__drawer").is_checked()
