"""A drawn seven before and after `pictures.to_mnist`: where it was, and where MNIST has it.

Both pictures are computed: the drawing is that of the page, the second picture what our own code
makes of it. Ink has one colour in both, so what the numbers become is written beside them.
"""

import numpy as np
from PIL import Image, ImageDraw

from keras_primer.data.pictures import to_mnist


def drawing() -> Image.Image:
    """The seven that the page draws."""
    picture = Image.new("RGB", (120, 160), (236, 232, 220))
    pen = ImageDraw.Draw(picture)
    pen.line([(22, 24), (66, 24), (40, 92)], fill=(40, 40, 60), width=9, joint="curve")
    return picture


GREY = np.asarray(drawing().convert("L"))
DIGIT = to_mnist(GREY)
TALL = int(np.ptp(np.flatnonzero(DIGIT.any(axis=1)))) + 1
# Row and column of the centre of mass.
MASS = [round(np.average(np.arange(28), weights=DIGIT.sum(axis=axis))) for axis in (1, 0)]
WORDS = {
    "zh": {
        "before": "画的图片",
        "after": "模型要的",
        "paper": "纸",
        "ink": "墨",
        "crop": "裁剪框",
        "box": f"高 {TALL} 的框",
        "mass": f"重心在第 {MASS[0]} 行、第 {MASS[1]} 列",
    },
    "en": {
        "before": "the drawing",
        "after": "for the model",
        "paper": "paper",
        "ink": "ink",
        "crop": "crop",
        "box": f"box, {TALL} high",
        "mass": f"centre of mass at row {MASS[0]}, column {MASS[1]}",
    },
}
BEFORE, AFTER = 1.3, 6  # side of a pixel


def draw(lang: str) -> str:
    words = WORDS[lang]
    paper_height, paper_width = GREY.shape
    sizes = f"{paper_width} × {paper_height}", " × ".join(map(str, DIGIT.shape))
    inks = f"{words['paper']} {GREY[0, 0]}, {words['ink']} {GREY.min()}"
    after_inks = f"{words['paper']} {DIGIT.min()}, {words['ink']} {DIGIT.max()}"
    rows, columns = np.nonzero(GREY < 128)
    left, top = 8 + columns.min() * BEFORE, 34 + rows.min() * BEFORE
    width, height = np.ptp(columns) * BEFORE + BEFORE, np.ptp(rows) * BEFORE + BEFORE
    box, side = 34 + np.flatnonzero(DIGIT.any(axis=1))[0] * AFTER, len(DIGIT) * AFTER
    middle_x, middle_y = 192 + (MASS[1] + 0.5) * AFTER, 34 + (MASS[0] + 0.5) * AFTER
    return f"""<svg viewBox="0 0 372 304" width="450" font-size="13.5">
<text x="8" y="20">{words["before"]} <tspan class="code">{sizes[0]}</tspan></text>
<rect class="box" x="8" y="34" width="{paper_width * BEFORE:.1f}" \
height="{paper_height * BEFORE:.1f}"/>
{pixels(8, 34, BEFORE, 255 - GREY, 128)}
<rect class="line" stroke-dasharray="4 3" x="{left - 3:.1f}" y="{top - 3:.1f}" \
width="{width + 6:.1f}" height="{height + 6:.1f}"/>
<text class="muted" x="{left:.1f}" y="{top + height + 18:.1f}">{words["crop"]}</text>
<text class="code" x="8" y="264">{inks}</text>
<text x="192" y="20">{words["after"]} <tspan class="code">{sizes[1]}</tspan></text>
<rect class="box" x="192" y="34" width="{side}" height="{side}"/>
{pixels(192, 34, AFTER, DIGIT, 16)}
<path class="line" stroke-dasharray="4 3" d="M192 {box}h{side}M192 {box + TALL * AFTER}h{side}"/>
<path class="line" d="M{middle_x - 9} {middle_y}h18M{middle_x} {middle_y - 9}v18"/>
<text class="muted" x="192" y="222">{words["box"]}</text>
<text class="code" x="192" y="264">{after_inks}</text>
<text class="muted" x="8" y="292">+ {words["mass"]}</text>
</svg>"""


def pixels(x: float, y: float, side: float, ink: np.ndarray, least: int) -> str:
    """Pixels with ink, as runs of one shade in one path; the more ink, the stronger."""
    shades = {}
    for row, values in enumerate(ink // 16):
        start = 0
        for end in range(1, len(values) + 1):
            if end == len(values) or values[end] != values[start]:
                if values[start] * 16 >= least:
                    run = f"M{x + start * side:.1f} {y + row * side:.1f}h{(end - start) * side:.1f}"
                    run += f"v{side}h-{(end - start) * side:.1f}z"
                    shades[int(values[start])] = shades.get(int(values[start]), "") + run
                start = end
    return "".join(
        f'<path class="three" opacity="{(shade + 1) / 16:.2f}" d="{path}"/>'
        for shade, path in sorted(shades.items())
    )
