"""The curves of relu, sigmoid and tanh, one above the other, for inputs from −5 to 5.

Computed from their formulas. Grey is where a curve is almost flat: there a unit passes on next to
no gradient. Dots are the values of the page.
"""

import math
from itertools import groupby

FLAT = 0.05  # the slope below which a curve is called flat
WORDS = {
    "zh": {"flat": f"灰色：斜率小于 {FLAT}", "range": "范围", "up": "0 以上"},
    "en": {"flat": f"grey: slope below {FLAT}", "range": "range", "up": "0 and up"},
}
LEFT, RIGHT = 44, 346  # of the drawing area, for inputs from −LIMIT to LIMIT
LIMIT = 5
HEIGHT = 148  # of one panel with its name
POINTS = (-2, 0, 3)


def relu(x: float) -> float:
    return max(0.0, x)


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


CURVES = (  # function, its slope at x where it is y, colour, the axis labels from low to high
    (relu, lambda x, y: float(x > 0), "one", (0, relu(POINTS[-1]), relu(LIMIT))),
    (sigmoid, lambda x, y: y * (1 - y), "two", (0, 0.5, 1)),
    (math.tanh, lambda x, y: 1 - y * y, "three", (-1, 0, 1)),
)


def draw(lang: str) -> str:
    words = WORDS[lang]
    panels = "\n".join(
        panel(34 + place * HEIGHT, *curve, words) for place, curve in enumerate(CURVES)
    )
    bottom = 34 + len(CURVES) * HEIGHT
    return (
        f'<svg viewBox="0 0 360 {bottom + 8}" width="420" font-size="13">\n'
        f'<rect x="12" y="4" width="14" height="14" fill="currentColor" opacity=".15"/>'
        f'<text x="34" y="16">{words["flat"]}</text>\n{panels}\n</svg>'
    )


def horizontal(x: float) -> float:
    return LEFT + (x + LIMIT) / (2 * LIMIT) * (RIGHT - LEFT)


def stretches(function, slope) -> list[tuple[float, float]]:
    """Where a curve is flat, from x to x, in steps of 0.01."""
    steps = [step / 100 for step in range(-100 * LIMIT, 100 * LIMIT + 1)]
    runs = groupby(steps, lambda x: slope(x, function(x)) < FLAT)
    flat = [list(run) for is_flat, run in runs if is_flat]
    return [(run[0], run[-1]) for run in flat]


def panel(top: int, function, slope, colour: str, ticks, words) -> str:
    """One curve with its axis, its flat stretches and the three dots."""
    upper, lower = top + 28, top + HEIGHT - 26
    low, high = ticks[0], ticks[-1]

    def vertical(y: float) -> float:
        return lower - (y - low) / (high - low) * (lower - upper)

    extent = f"{number(low)} … {number(high)}" if function is not relu else words["up"]
    parts = [
        f'<text class="code" x="12" y="{top + 16}" font-weight="700">{function.__name__}</text>',
        f'<text class="muted" x="{RIGHT}" y="{top + 16}" text-anchor="end">{words["range"]} '
        f"{extent}</text>",
    ]
    for start, end in stretches(function, slope):
        left, right = horizontal(start), horizontal(end)
        parts.append(
            f'<rect x="{left:.1f}" y="{upper}" width="{right - left:.1f}" '
            f'height="{lower - upper}" fill="currentColor" opacity=".15"/>'
        )
    for tick in ticks:
        y = vertical(tick)
        parts.append(
            f'<path class="line" d="M{LEFT} {y:.1f}H{RIGHT}" opacity=".25"/>'
            f'<text class="code" x="{LEFT - 6}" y="{y + 5:.1f}" text-anchor="end">'
            f"{number(tick)}</text>"
        )
    for x in (-LIMIT, *POINTS, LIMIT):
        parts.append(
            f'<text class="code muted" x="{horizontal(x):.1f}" y="{lower + 18}" '
            f'text-anchor="middle">{number(x)}</text>'
        )
    steps = [(-LIMIT + i / 10, function(-LIMIT + i / 10)) for i in range(20 * LIMIT + 1)]
    line = "L".join(f"{horizontal(x):.1f} {vertical(y):.1f}" for x, y in steps)
    back = "L".join(f"{horizontal(x):.1f} {vertical(y) + 3:.1f}" for x, y in reversed(steps))
    parts.append(f'<path class="{colour}" d="M{line}L{back}z"/>')  # a ribbon, since classes fill
    for x in POINTS:
        y = vertical(function(x)) + 1
        parts.append(f'<circle class="{colour}" cx="{horizontal(x):.1f}" cy="{y:.1f}" r="5"/>')
    return "\n".join(parts)


def number(value: float) -> str:
    return f"{value:g}".replace("-", "−")
