"""From a picture to what a model wants, step by step: the page's seven on unevenly lit paper.

Every panel is computed by `keras_primer.data.pictures` from the drawing of the page. They stand in
`own_image.json`, because the site is built without SciPy, which that module needs. Run as a
program, this module computes them again.
"""

import json
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

RECORD = Path(__file__).with_suffix(".json")
WORDS = {
    "zh": {
        "picture": "图片",
        "paper": "估计的纸",
        "ink": "比纸深多少",
        "kept": "留下的笔画",
        "digit": "模型要的",
        "light": "左 {}，右 {}",
        "box": "高 {}",
        "mass": "重心：第 {} 行、第 {} 列",
    },
    "en": {
        "picture": "picture",
        "paper": "paper, estimated",
        "ink": "darker than paper",
        "kept": "strokes kept",
        "digit": "for the model",
        "light": "left {}, right {}",
        "box": "{} high",
        "mass": "centre of mass: row {}, column {}",
    },
}
PITCH, PIXEL = 3, 5  # side of a pixel, of the panels and of the digit
PLACES = {"picture": (8, 30), "paper": (148, 30), "ink": (8, 240), "kept": (148, 240)}


def draw(lang: str) -> str:
    words, seen = WORDS[lang], json.loads(RECORD.read_text(encoding="utf-8"))
    width, height = (PITCH * len(side) for side in (seen["ink"][0], seen["ink"]))
    panels = "".join(
        f'<text x="{x}" y="{y - 9}">{words[name]}</text>'
        f'<rect class="box" x="{x}" y="{y}" width="{width}" height="{height}"/>'
        + pixels(seen[name], x, y, PITCH)
        for name, (x, y) in PLACES.items()
    )
    side, left, top = PIXEL * len(seen["digit"]), 8, 440
    first = top + PIXEL * next(row for row, line in enumerate(seen["digit"]) if line.strip("0"))
    last = first + PIXEL * seen["tall"]
    row, column = seen["mass"]
    x, y = left + PIXEL * (column + 0.5), top + PIXEL * (row + 0.5)
    sizes = [" × ".join(map(str, seen[key])) for key in ("size", "digit_size")]
    return f"""<svg viewBox="0 0 300 606" width="360" font-size="13.5">
{panels}
<text class="code" x="8" y="208">{sizes[0]}</text>
<text class="muted" x="148" y="208">{words["light"].format(*seen["light"])}</text>
<text x="{left}" y="{top - 9}">{words["digit"]}</text>
<rect class="box" x="{left}" y="{top}" width="{side}" height="{side}"/>
{pixels(seen["digit"], left, top, PIXEL)}
<path class="line" stroke-dasharray="4 3" d="M{left} {first}h{side}M{left} {last}h{side}"/>
<path class="line" d="M{x - 9} {y}h18M{x} {y - 9}v18"/>
<text class="code" x="160" y="458">{sizes[1]}</text>
<text class="muted" x="160" y="{(first + last) / 2:g}">{words["box"].format(seen["tall"])}</text>
<text class="muted" x="8" y="{top + side + 18}">{words["mass"].format(*seen["mass"])}</text>
</svg>"""


def pixels(rows: list[str], x: float, y: float, side: int) -> str:
    """Runs of one level as one path for each level; the more ink, the stronger."""
    paths = dict.fromkeys("123456789abcdef", "")
    for number, row in enumerate(rows):
        start = 0
        for end in range(1, len(row) + 1):
            if end == len(row) or row[end] != row[start]:
                if row[start] != "0":
                    run = side * (end - start)
                    paths[row[start]] += (
                        f"M{x + side * start} {y + side * number}h{run}v{side}h-{run}z"
                    )
                start = end
    return "".join(
        f'<path class="three" opacity="{int(level, 16) / 15:.2f}" d="{path}"/>'
        for level, path in paths.items()
        if path
    )


def drawing() -> Image.Image:
    """The seven that the page draws, with specks, and less light on the right."""
    page = Image.new("L", (120, 160), 230)
    pen = ImageDraw.Draw(page)
    pen.line([(22, 24), (66, 24), (40, 92)], fill=50, width=9, joint="curve")
    for x, y in [(95, 30), (84, 120), (20, 140)]:
        pen.rectangle([x, y, x + 2, y + 2], fill=50)
    light = np.linspace(1, 0.6, 120)
    return Image.fromarray((np.asarray(page) * light).astype("uint8"))


def measure() -> dict:
    """What the steps make of the drawing, in rows of hexadecimal levels, f for the most ink."""
    from keras_primer.data import pictures

    def levels(values, reduced=3):
        small = Image.fromarray(values.clip(0, 255).astype("float32")).reduce(reduced)
        return ["".join(f"{round(value / 17):x}" for value in row) for row in np.asarray(small)]

    seven = drawing()
    picture = pictures.shrunk(np.asarray(seven))
    paper = pictures.paper(picture)
    ink = pictures.difference(picture, paper)
    (kept,) = pictures.grouped(pictures.pieces(pictures.inked(ink, "seven"), "seven"), "seven")
    digit = pictures.to_mnist(np.asarray(seven))
    masses = [np.average(np.arange(28), weights=digit.sum(axis=axis)) for axis in (1, 0)]
    return {
        "picture": levels(255 - picture),
        "paper": levels(255 - paper),
        "ink": levels(ink),
        "kept": levels(255.0 * kept),
        "digit": levels(digit, reduced=1),
        "size": seven.size,
        "digit_size": digit.shape,
        "light": [round(value) for value in paper[80, [0, -1]]],
        "tall": int(np.ptp(np.flatnonzero(digit.any(axis=1)))) + 1,
        "mass": [round(mass) for mass in masses],
    }


if __name__ == "__main__":
    RECORD.write_text(json.dumps(measure(), indent=1) + "\n", encoding="utf-8")
