"""Figures are drawn for every reader: in both languages, on a phone, in the dark.

`problems_of` and `difference` look at one drawing; the cases at the end show that they can fail.
"""

import re
import xml.etree.ElementTree as ET
from unicodedata import east_asian_width

import figures
import pytest
from pages import DOCS, rendered, source, uris

pytestmark = pytest.mark.xdist_group("rendered")
LANGS = ("zh", "en")
MODULES = sorted(path.stem.replace("_", "-") for path in figures.FOLDER.glob("*.py"))
# As pages ask for them: a figure of a recorded run has the run in its name.
NAMES = sorted({name for uri in uris() for _, name in figures.LINK.findall(source(uri))})
PHONE = 340  # px that a phone leaves for a figure
SMALLEST = 11  # px of the smallest text on it

HAN = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
WORD = re.compile(r"\b[a-z]{3,}\b")
# The elements a drawing is made of.
ALLOWED = {"svg", "g", "text", "tspan", "title", "desc"}
SHAPES = {"rect", "circle", "ellipse", "polygon", "polyline", "path", "line"}
# What the style sheet paints: these classes follow the scheme, or are readable on both.
FILLED = {"line", "box", "muted", "one", "two", "three", "on"}
STROKED = {"line", "box"}
PAINTS = {"currentColor", "none", "inherit"}


@pytest.mark.parametrize("lang", LANGS)
def test_pages_show_figures_that_exist_and_describe_them(lang):
    """A link that the hook does not understand would end as a broken picture."""
    for uri in uris(lang):
        images = [
            (image.get("alt"), image.get("src").removeprefix("figure:"))
            for image in rendered(uri, lang).cssselect("img[src^='figure:']")
        ]
        names = [name for _, name in figures.LINK.findall(source(uri, lang))]
        assert [name for _, name in images] == names, f"docs/{lang}/{uri}: not on its own line?"
        for description, name in images:
            where = f"docs/{lang}/{uri}: {name}"
            assert name.partition("/")[0] in MODULES, f"{where}: there is no such figure"
            assert len(description) >= 12, f"{where}: no description"
            assert bool(HAN.search(description)) == (lang == "zh"), f"{where}: wrong language"


@pytest.mark.parametrize("module", MODULES)
def test_every_figure_is_used(module):
    assert module in {name.partition("/")[0] for name in NAMES}, "no page shows this figure"


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", NAMES)
def test_figure_is_readable(name, lang):
    assert problems_of(figures.drawing(name, lang), lang) == []


@pytest.mark.parametrize("name", NAMES)
def test_languages_share_the_drawing(name):
    zh, en = (figures.drawing(name, lang) for lang in LANGS)
    assert difference(zh, en) == ""


def test_style_sheet_has_the_classes():
    css = (DOCS / "assets" / "primer.css").read_text(encoding="utf-8")
    missing = [name for name in sorted(FILLED) if not re.search(rf"\.drawn \.{name}\b", css)]
    assert not missing, f"not in docs/assets/primer.css: {missing}"


def parse(svg: str) -> ET.Element:
    return ET.fromstring(re.sub(r'\sxmlns="[^"]*"', "", svg))


def classes(element: ET.Element) -> set[str]:
    return set(element.get("class", "").split())


def problems_of(svg: str, lang: str) -> list[str]:
    """Whatever would keep somebody from reading a drawing."""
    try:
        root = parse(svg)
    except ET.ParseError as error:
        return [f"not well-formed: {error}"]
    box = root.get("viewBox", "").split()
    if root.tag != "svg" or len(box) != 4 or not root.get("width", "").isdigit():
        return ["the root is not an svg with viewBox and width"]
    problems = []
    look(root, {"font-size": "", "anchor": "start"}, [float(x) for x in box], lang, problems)
    scale = min(int(root.get("width")), PHONE) / float(box[2])
    small = {size for size in font_sizes(root) if size * scale < SMALLEST}
    return problems + [f"font size {size} is {size * scale:.1f} px on a phone" for size in small]


def look(element, inherited, box, lang, problems) -> None:
    """Check an element and all within it."""
    here = inherited | {
        "font-size": element.get("font-size", inherited["font-size"]),
        "anchor": element.get("text-anchor", inherited["anchor"]),
        "code": inherited.get("code", False) or "code" in classes(element),
    }
    for paint in ("fill", "stroke"):
        painted = classes(element) & (FILLED if paint == "fill" else STROKED)
        here[paint] = "inherit" if painted else element.get(paint, inherited.get(paint, ""))
    tag = element.tag
    if tag not in ALLOWED | SHAPES:
        problems.append(f"<{tag}> is not for figures")
    for attribute, value in element.attrib.items():
        if attribute in ("id", "style") or attribute.endswith("href") or "url(" in value:
            problems.append(f"{tag} has {attribute}={value!r}")
        if attribute in ("fill", "stroke") and value not in PAINTS:
            problems.append(f"{tag} has the fixed {attribute} {value!r}: use a class")
    if tag in SHAPES - {"line"} and here["fill"] not in PAINTS:
        problems.append(f"{tag} has neither a class nor a fill, so it is black")
    if tag == "line" and here["stroke"] not in PAINTS:
        problems.append("line is not drawn: neither a class nor a stroke")
    if tag == "text":
        label = "".join(element.itertext())
        if not here["font-size"]:
            problems.append(f"{label!r} has no font-size")
        elif outside(element, label, here, box):
            problems.append(f"{label!r} is cut off")
        prose = label if not here["code"] else ""
        for part in element.iter("tspan"):
            if "code" in classes(part):
                prose = prose.replace(part.text or "", "", 1)
        if lang == "zh" and WORD.search(prose) and not HAN.search(prose):
            problems.append(f"{label!r} is not Chinese")
        if lang == "en" and HAN.search(label):
            problems.append(f"{label!r} is not English")
    for child in element:
        look(child, here, box, lang, problems)


def outside(element, label, here, box) -> bool:
    """Whether a label sticks out of the drawing: its width is estimated from its characters."""
    if element.get("transform") or not element.get("x"):
        return False
    letter = 0.6 if here["code"] else 0.52
    width = sum(1 if east_asian_width(c) in "WF" else letter for c in label)
    width *= float(here["font-size"])
    left = float(element.get("x")) - width * {"start": 0, "middle": 0.5, "end": 1}[here["anchor"]]
    top = float(element.get("y", 0)) - float(here["font-size"]) * 0.8
    bottom = float(element.get("y", 0))
    return (
        left < box[0] or left + width > box[0] + box[2] or top < box[1] or bottom > box[1] + box[3]
    )


def font_sizes(root: ET.Element) -> set[float]:
    return {float(e.get("font-size")) for e in root.iter() if e.get("font-size")}


def difference(zh: str, en: str) -> str:
    """How two drawings differ besides their labels, or nothing."""
    bare = []
    for svg in (zh, en):
        root = parse(svg)
        for parent in list(root.iter()):
            for child in list(parent):
                if child.tag in ("text", "title", "desc"):
                    parent.remove(child)
                else:
                    child.tail = None
            parent.text = None
        bare.append([ET.tostring(child, encoding="unicode") for child in root.iter()])
    if len(bare[0]) != len(bare[1]):
        return f"{len(bare[0])} and {len(bare[1])} elements"
    return next((f"{a} and {b}" for a, b in zip(*bare, strict=True) if a != b), "")


def drawn(inner: str, root: str = 'viewBox="0 0 360 100" width="420" font-size="13"') -> str:
    return f"<svg {root}>{inner}</svg>"


GOOD = '<rect class="box" x="0" y="0" width="9" height="9"/><text x="9" y="30">{}</text>'


@pytest.mark.parametrize(
    ("svg", "lang", "problem"),
    [
        (drawn(GOOD.format("图像")), "zh", None),
        (drawn(GOOD.format("image")), "en", None),
        (drawn('<text class="code" x="9" y="30">channels_last</text>'), "zh", None),
        (drawn(GOOD.format("a<b")), "en", "not well-formed"),
        (drawn("", 'width="420"'), "en", "viewBox"),
        (drawn("", 'viewBox="0 0 360 100"'), "en", "viewBox and width"),
        (drawn('<rect class="box" id="a"/>'), "en", "id="),
        (drawn('<rect class="box" style="fill: red"/>'), "en", "style="),
        (drawn('<g href="https://example.org/x"/>'), "en", "href="),
        (drawn('<path class="line" marker-end="url(#a)"/>'), "en", "marker-end="),
        (drawn('<image class="box"/>'), "en", "<image>"),
        (drawn("<style>text { fill: black }</style>"), "en", "<style>"),
        (drawn('<rect class="line" stroke="#000"/>'), "en", "fixed stroke"),
        (drawn('<text x="9" y="30" fill="white">image</text>'), "en", "fixed fill"),
        (drawn("<rect/>"), "en", "so it is black"),
        (drawn('<g fill="currentColor"><rect/></g>'), "en", None),
        (drawn('<g class="one"><rect/></g>'), "en", None),
        (drawn('<rect class="oen"/>'), "en", "so it is black"),
        (drawn('<line x1="1"/>'), "en", "not drawn"),
        (drawn(GOOD.format("image")), "zh", "not Chinese"),
        (drawn(GOOD.format("图像")), "en", "not English"),
        (drawn('<text x="9" y="30">image <tspan class="code">abc</tspan></text>'), "zh", "Chinese"),
        (drawn('<text x="9" y="30" font-size="11">image</text>'), "en", "font size 11.0"),
        (drawn("", 'viewBox="0 0 680 100" width="680" font-size="14"'), "en", "font size 14.0"),
        (drawn('<text x="9" y="30">a</text>', 'viewBox="0 0 9 9" width="9"'), "en", "no font-size"),
        (drawn('<text x="300" y="30">卷积核和窗口</text>'), "zh", "cut off"),
        (drawn('<text x="9" y="30" text-anchor="middle">image</text>'), "en", "cut off"),
        (drawn('<text x="9" y="120">image</text>'), "en", "cut off"),
    ],
)
def test_problems_are_found(svg, lang, problem):
    problems = problems_of(svg, lang)
    if problem is None:
        assert problems == []
    else:
        assert any(problem in each for each in problems), problems


@pytest.mark.parametrize(
    ("zh", "en", "same"),
    [
        (GOOD.format("图像"), GOOD.format("image"), True),
        ("<text>一</text>", "<text>one</text><text>two</text>", True),
        ('<rect class="one"/>', '<rect class="two"/>', False),
        ('<rect class="one"/><g/>', '<rect class="one"/>', False),
    ],
)
def test_differences_are_found(zh, en, same):
    assert (difference(drawn(zh), drawn(en)) == "") == same
