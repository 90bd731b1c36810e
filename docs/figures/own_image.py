"""A drawn seven before and after `pictures.to_mnist`: where it was, and where MNIST has it.

Both pictures are computed: the drawing is that of the page, the second picture what our own code
makes of it. Ink has one colour in both, so what the numbers become is written beside them.
"""

import numpy as np
from PIL import Image, ImageDraw

from keras_primer.data.pictures import to_mnist

WORDS = {
    "zh": {
        "before": "画的图片",
        "after": "模型要的",
        "paper": "纸",
        "ink": "墨",
        "crop": "裁剪框",
        "box": "高 20 的框",
        "mass": "重心在第 14 行、第 14 列",
    },
    "en": {
        "before": "the drawing",
        "after": "for the model",
        "paper": "paper",
        "ink": "ink",
        "crop": "crop",
        "box": "box, 20 high",
        "mass": "centre of mass at row 14, column 14",
    },
}
BEFORE, AFTER = 1.3, 6  # side of a pixel


def draw(lang: str) -> str:
    words = WORDS[lang]
    grey = np.asarray(drawing().convert("L"))
    after = to_mnist(grey)
    rows, columns = np.nonzero(grey < 128)
    left, top = 8 + columns.min() * BEFORE, 34 + rows.min() * BEFORE
    width, height = np.ptp(columns) * BEFORE + BEFORE, np.ptp(rows) * BEFORE + BEFORE
    box = 34 + np.flatnonzero(after.any(axis=1))[0] * AFTER
    middle_x, middle_y = 192 + 14.5 * AFTER, 34 + 14.5 * AFTER
    return f"""<svg viewBox="0 0 372 304" width="450" font-size="13.5">
<text x="8" y="20">{words["before"]} <tspan class="code">120 × 160</tspan></text>
<rect class="box" x="8" y="34" width="{120 * BEFORE:.1f}" height="{160 * BEFORE:.1f}"/>
{pixels(8, 34, BEFORE, 255 - grey, 128)}
<rect class="line" stroke-dasharray="4 3" x="{left - 3:.1f}" y="{top - 3:.1f}" \
width="{width + 6:.1f}" height="{height + 6:.1f}"/>
<text class="muted" x="{left:.1f}" y="{top + height + 18:.1f}">{words["crop"]}</text>
<text class="code" x="8" y="264">{words["paper"]} {grey[0, 0]}, {words["ink"]} {grey.min()}</text>
<text x="192" y="20">{words["after"]} <tspan class="code">28 × 28</tspan></text>
<rect class="box" x="192" y="34" width="{28 * AFTER}" height="{28 * AFTER}"/>
{pixels(192, 34, AFTER, after, 16)}
<path class="line" stroke-dasharray="4 3" d="M192 {box}h{28 * AFTER}M192 {box + 20 * AFTER}\
h{28 * AFTER}"/>
<path class="line" d="M{middle_x - 9} {middle_y}h18M{middle_x} {middle_y - 9}v18"/>
<text class="muted" x="192" y="222">{words["box"]}</text>
<text class="code" x="192" y="264">{words["paper"]} 0, {words["ink"]} {after.max()}</text>
<text class="muted" x="8" y="292">+ {words["mass"]}</text>
</svg>"""


def drawing() -> Image.Image:
    """The seven that the page draws."""
    picture = Image.new("RGB", (120, 160), (236, 232, 220))
    pen = ImageDraw.Draw(picture)
    pen.line([(22, 24), (66, 24), (40, 92)], fill=(40, 40, 60), width=9, joint="curve")
    return picture


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
