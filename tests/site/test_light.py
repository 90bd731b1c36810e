"""One stylesheet of the rules that are used: pages look as with all of them."""

import light
import pytest
import site_under_test

# The style of every element, as one number each.
LOOKS = """
() => [...document.querySelectorAll("body *:not(svg *)")].map((element) => {
  const style = getComputedStyle(element);
  let sum = 0;
  for (const name of style)
    if (!name.startsWith("--"))
      for (const char of name + style.getPropertyValue(name))
        sum = (sum * 31 + char.charCodeAt()) | 0;
  return sum;
})
"""
WITH_ALL = """
async (sheets) => {
  const one = document.querySelector("link[href$='assets/styles.css']");
  const links = sheets.map((name) => {
    const href = one.href.replace("styles.css", name);
    return Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  });
  const loaded = links.map((link) => new Promise((done) => { link.onload = done; }));
  one.after(...links);
  await Promise.all(loaded);
  one.remove();
}
"""


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", ["", "en/start/install/", "old/gpu/", "en/old/doctor/"])
def test_pages_look_as_with_all_rules(open_page, built_site, path, width):
    page = open_page(path, viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page.wait_for_timeout(500)
    before = page.evaluate(LOOKS)
    assets = built_site / "assets"
    sheets = [
        file.relative_to(assets).as_posix() for name in light.BUNDLED for file in assets.glob(name)
    ]
    assert len(sheets) == 4
    page.evaluate(WITH_ALL, sheets)
    page.wait_for_timeout(500)
    assert page.evaluate(LOOKS) == before
    page.evaluate("document.styleSheets[0].insertRule('article p { color: red }')")
    assert page.evaluate(LOOKS) != before


def test_pages_wait_for_one_stylesheet_and_no_script(built_site):
    for name, document in site_under_test.documents(built_site).items():
        sheets = document.xpath("//link[@rel='stylesheet']/@href")
        assert sheets[0].endswith("assets/styles.css"), name
        assert all("/assets/widgets/" in sheet for sheet in sheets[1:]), name
        assert not document.xpath("//script[@src][not(@defer or @type='module')]"), name


@pytest.mark.parametrize(
    ("rule", "kept"),
    [
        (".a{b:c}", ".a{b:c}"),
        (".a .gone{b:c}", ""),
        (".made--here{b:c}", ".made--here{b:c}"),
        (".gone, .a{b:c}", ".a{b:c}"),
        (".a:not(.gone){b:c}", ".a:not(.gone){b:c}"),
        (":is(.a, .gone) p{b:c}", ":is(.a, .gone) p{b:c}"),
        ("@media print{.gone{b:c}}", ""),
        ("@media print{.gone{b:c}.a{b:c}}", "@media print{.a{b:c}}"),
        ("@keyframes gone{0%{b:c}}", "@keyframes gone{0%{b:c}}"),
        ("[hidden=x,y]{b:c}", "[hidden=x,y]{b:c}"),
    ],
)
def test_rules_for_what_is_not_there_are_dropped(rule, kept):
    assert light.needed(light.parsed(rule), {"a", "made--"}) == kept
