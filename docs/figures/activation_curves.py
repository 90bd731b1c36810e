"""The curves of relu, sigmoid and tanh, one above the other, for inputs from −5 to 5.

Computed from their formulas. Grey is where a curve is almost flat, with a slope below 0.05: there
a unit passes on next to no gradient. Dots are the three values of the page, at −2, 0 and 3.
"""

import math

WORDS = {
    "zh": {"flat": "灰色：斜率小于 0.05", "range": "范围", "up": "0 以上"},
    "en": {"flat": "grey: slope below 0.05", "range": "range", "up": "0 and up"},
}
LEFT, RIGHT = 44, 346  # of the drawing area, for inputs from −LIMIT to LIMIT
LIMIT = 5
HEIGHT = 148  # of one panel with its name
POINTS = (-2, 0, 3)


def relu(x: float) -> float:
    return max(0.0, x)


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


CURVES = (  # function, colour, lowest and highest value shown, the axis labels, the flat stretches
    (relu, "one", 0, 5, (0, 3, 5), ((-5, 0),)),
    (sigmoid, "two", 0, 1, (0, 0.5, 1), ((-5, -2.89), (2.89, 5))),
    (math.tanh, "three", -1, 1, (-1, 0, 1), ((-5, -2.18), (2.18, 5))),
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


def panel(top: int, function, colour: str, low: float, high: float, ticks, flat, words) -> str:
    """One curve with its axis, its flat stretches and the three dots."""
    upper, lower = top + 28, top + HEIGHT - 26

    def vertical(y: float) -> float:
        return lower - (y - low) / (high - low) * (lower - upper)

    extent = f"{number(low)} … {number(high)}" if function is not relu else words["up"]
    parts = [
        f'<text class="code" x="12" y="{top + 16}" font-weight="700">{function.__name__}</text>',
        f'<text class="muted" x="{RIGHT}" y="{top + 16}" text-anchor="end">{words["range"]} '
        f"{extent}</text>",
    ]
    for start, end in flat:
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
    for x in (-5, *POINTS, 5):
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
