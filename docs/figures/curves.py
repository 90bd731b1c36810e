"""How a recorded training went: loss above, accuracy below, training beside validation.

Each line is the mean of the recorded runs; the band around it goes from their lowest value to their
highest. Runs that stop early have different lengths: the picture ends with the shortest.
"""

import math
from itertools import pairwise
from statistics import fmean

WORDS = {
    "zh": {
        "loss": "损失",
        "accuracy": "准确率",
        "training": "训练集",
        "validation": "验证集",
        "epoch": "轮次",
    },
    "en": {
        "loss": "loss",
        "accuracy": "accuracy",
        "training": "training",
        "validation": "validation",
        "epoch": "epoch",
    },
}
WIDTH, HEIGHT = 400, 190  # of one diagram with its labels
LEFT, RIGHT, TOP, BOTTOM = 54, 388, 34, 158  # of the drawing area in it
SETS = (("training", "", "three"), ("validation", "val_", "one"))


def draw(lang: str, result: dict) -> str:
    words = WORDS[lang]
    histories = [run["history"] for run in result["runs"]]
    metrics = [name for name in ("loss", "accuracy") if name in histories[0]]
    parts = [
        f'<g transform="translate(0 {place * HEIGHT})">{diagram(name, histories, words)}</g>'
        for place, name in enumerate(metrics)
    ]
    height = HEIGHT * len(metrics)
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" width="460" font-size="13">\n'
        + "\n".join(parts)
        + "\n</svg>"
    )


def diagram(metric: str, histories: list[dict], words: dict) -> str:
    """One metric over the epochs."""
    lines = {
        name: list(zip(*(history[prefix + metric] for history in histories), strict=False))
        for name, prefix, _ in SETS
        if prefix + metric in histories[0]
    }
    seen = [value for line in lines.values() for epoch in line for value in epoch]
    step = round_step(max(seen) - min(seen))
    low, high = math.floor(min(seen) / step), math.ceil(max(seen) / step)  # in steps
    epochs = max(map(len, lines.values()))

    def x(epoch: int) -> float:
        return round(LEFT + (RIGHT - LEFT) * (epoch - 1) / max(1, epochs - 1), 1)

    def y(value: float) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * (value / step - low) / (high - low), 1)

    parts = [
        f'<text x="{LEFT}" y="18" font-weight="700">{words[metric]}</text>',
        f'<path class="line" d="M{LEFT} {TOP}V{BOTTOM}H{RIGHT}"/>',
        f'<text class="muted" x="4" y="{BOTTOM + 18}">{words["epoch"]}</text>',
    ]
    digits = max(0, -math.floor(math.log10(step)))
    for tick in (step * number for number in range(low, high + 1)):
        parts.append(
            f'<path class="line" opacity="0.25" d="M{LEFT} {y(tick)}H{RIGHT}"/>'
            f'<text class="code" x="{LEFT - 6}" y="{y(tick) + 5:.1f}" text-anchor="end">'
            f"{tick:.{digits}f}</text>"
        )
    each = max(1, int(round_step(epochs)))
    for epoch in sorted({1, *range(each, epochs + 1, each)}):
        parts.append(
            f'<text class="code" x="{x(epoch)}" y="{BOTTOM + 18}" text-anchor="middle">'
            f"{epoch}</text>"
        )
    curves = []  # over the bands of both
    for place, (name, _, style) in enumerate(kind for kind in SETS if kind[0] in lines):
        upper = [(x(epoch), y(max(values))) for epoch, values in enumerate(lines[name], 1)]
        lower = [(x(epoch), y(min(values))) for epoch, values in enumerate(lines[name], 1)]
        middle = [(x(epoch), y(fmean(values))) for epoch, values in enumerate(lines[name], 1)]
        band = "L".join(f"{x} {y}" for x, y in upper + lower[::-1])
        left = 190 + place * 104
        parts.append(f'<path class="{style}" opacity="0.25" d="M{band}z"/>')
        curves += [
            f'<g class="{style}">{line(middle, name)}',
            f"{line([(left, 14), (left + 24, 14)], name)}</g>",
            f'<text x="{left + 32}" y="18">{words[name]}</text>',
        ]
    return "".join(parts + curves)


def round_step(span: float) -> float:
    """1, 2 or 5 times a power of ten, so that at most five of it fill a span."""
    power = 10 ** math.floor(math.log10(span / 5))
    return next(
        round_ for round_ in (power, 2 * power, 5 * power, 10 * power) if 5 * round_ >= span
    )


def line(points: list[tuple[float, float]], name: str) -> str:
    """A line with a mark at each point: discs for training, squares for validation.

    It is drawn as areas, because the colours of the style sheet fill.
    """
    parts = []
    for (x, y), (to_x, to_y) in pairwise(points):
        length = math.hypot(to_x - x, to_y - y)
        across, up = (y - to_y) / length, (to_x - x) / length  # a thickness of 2
        parts.append(
            f"M{x + across:.1f} {y + up:.1f}L{to_x + across:.1f} {to_y + up:.1f}"
            f"L{to_x - across:.1f} {to_y - up:.1f}L{x - across:.1f} {y - up:.1f}z"
        )
    size = 3 if len(points) <= 30 else 2
    marks = "".join(
        f'<circle cx="{x}" cy="{y}" r="{size}"/>'
        if name == "training"
        else f'<rect x="{x - size:.1f}" y="{y - size:.1f}" width="{2 * size}" height="{2 * size}"/>'
        for x, y in points
    )
    return f'<path d="{"".join(parts)}"/>{marks}'
