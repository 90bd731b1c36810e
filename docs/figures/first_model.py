"""One image on its way through the first network: pixels, one row of numbers, units, answers.

The pixels are those of one of the built-in digits, a five, in 16 shades; the strip under it holds
the same pixels, row after row, as `reshape` puts them. The darker a unit, the larger its output;
the bars are the ten answers. All of them were measured, by `first_network.py`.
"""

import json
from pathlib import Path

RECORD = Path(__file__).with_name("first_network.json")
SHOWN = "5"  # of the digits in the record
SIDE, UNITS, DIGITS = 28, 512, 10
PIXELS, WHITE = SIDE * SIDE, 2**8 - 1  # the largest number in a byte
WORDS = {
    "zh": {
        "image": "一张图像",
        "values": f"0 到 {WHITE} 的整数",
        "prepare": f"排成一行，除以 {WHITE}",
        "row": f"{PIXELS} 个 0 到 1 的数",
        "hidden": f"{UNITS} 个单元",
        "answer": f"{DIGITS} 个概率，加起来是 1",
        "parameters": "个参数",
    },
    "en": {
        "image": "one image",
        "values": f"integers, 0 to {WHITE}",
        "prepare": f"put in one row, divide by {WHITE}",
        "row": f"{PIXELS} numbers, 0 to 1",
        "hidden": f"{UNITS} units",
        "answer": f"{DIGITS} probabilities, together 1",
        "parameters": "parameters",
    },
}
WIDTH, HEIGHT = 400, 528
LEFT, SPAN = 8, 384  # of the strips
CELL = 4  # of a pixel of the image


def draw(lang: str) -> str:
    """The figure as SVG."""
    words = WORDS[lang]
    seen = json.loads(RECORD.read_text(encoding="utf-8"))[SHOWN]
    size = SIDE * CELL
    hidden, output = PIXELS * UNITS + UNITS, UNITS * DIGITS + DIGITS
    parts = [
        pixels(LEFT, 8, seen["pixels"]),
        f'<rect class="line" x="{LEFT}" y="8" width="{size}" height="{size}"/>',
        text(size + 26, 50, f"{words['image']} {SIDE} × {SIDE}", "start"),
        text(size + 26, 74, words["values"], "start", "muted"),
        arrow(126, 156, words["prepare"]),
        strip(162, 26, "".join(seen["pixels"])),
        f'<rect class="line" x="{LEFT}" y="162" width="{SPAN}" height="26"/>',
        text(WIDTH / 2, 210, words["row"]),
        arrow(220, 266, f"Dense({UNITS}) relu: {hidden} {words['parameters']}"),
        units(272, "".join(seen["hidden"])),
        text(WIDTH / 2, 340, words["hidden"]),
        arrow(350, 396, f"Dense({DIGITS}) softmax: {output} {words['parameters']}"),
        answers(404, seen["probabilities"]),
        text(WIDTH / 2, 516, words["answer"]),
    ]
    return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}">{"".join(parts)}</svg>'


def pixels(x: float, y: float, rows: list[str]) -> str:
    """The image; the darker a pixel, the more ink."""
    return "".join(
        square(x + column * CELL, y + row * CELL, CELL, CELL, value)
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
        if value != "0"
    )


def strip(y: float, height: float, values: str) -> str:
    """The same pixels in one row."""
    step = SPAN / len(values)
    return "".join(
        square(round(LEFT + place * step, 2), y, round(step, 2), height, value)
        for place, value in enumerate(values)
        if value != "0"
    )


def square(x: float, y: float, width: float, height: float, value: str) -> str:
    shade = f' opacity="{int(value, 16) / 15:.1f}"' if value != "f" else ""
    return f'<path fill="currentColor"{shade} d="M{x} {y}h{width}v{height}h-{width}z"/>'


def units(y: float, levels: str) -> str:
    """A circle for each unit of the hidden layer, in rows of 64."""
    step = SPAN / 64
    return (
        '<g class="three">'
        + "".join(
            f'<circle cx="{LEFT + step * (place % 64 + 0.5):g}" cy="{y + step * (place // 64):g}" '
            f'r="2.6" opacity="{0.1 + 0.9 * int(level, 16) / 15:.2f}"/>'
            for place, level in enumerate(levels)
        )
        + "</g>"
    )


def answers(y: float, probabilities: list[float]) -> str:
    """A bar for each digit, that of the most likely one in another colour."""
    step, base = SPAN / DIGITS, y + 60
    bars = []
    for digit, probability in enumerate(probabilities):
        x, height = LEFT + digit * step, 56 * probability
        style = "one" if probability == max(probabilities) else "two"
        bars.append(
            f'<rect class="{style}" x="{x + 8:g}" y="{base - height:.1f}" width="{step - 16:g}" '
            f'height="{height:.1f}"/>' + text(x + step / 2, base + 22, str(digit), "middle", "code")
        )
    floor = f'<path class="line" opacity=".5" d="M{LEFT} {base}h{SPAN}"/>'
    return "".join(bars) + floor


def arrow(top: float, bottom: float, label: str) -> str:
    """Down the left, with what happens on the way."""
    middle, x = (top + bottom) / 2, 40
    return f'<path class="line" stroke-width="1.5" d="M{x} {top}V{bottom}m-4 -6l4 6l4 -6"/>' + text(
        x + 16, middle + 5, label, "start", "muted"
    )


def text(x: float, y: float, content: str, anchor: str = "middle", style: str = "") -> str:
    return (
        f'<text class="{style}" x="{x}" y="{y}" font-size="16" text-anchor="{anchor}">'
        f"{content}</text>"
    )
