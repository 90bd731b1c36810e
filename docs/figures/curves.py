"""How recorded trainings went, training beside validation: a thin line for each run, and a thick
one for their mean, which ends with the shortest run.

Of one recording, loss and accuracy stand one below the other; of several, the losses side by side.
"""

import math
from statistics import fmean

WORDS = {
    "zh": {
        "loss": "损失",
        "accuracy": "准确率",
        "training": "训练集",
        "validation": "验证集",
        "epoch": "轮次",
        "run": "细线：各个种子",
    },
    "en": {
        "loss": "loss",
        "accuracy": "accuracy",
        "training": "training",
        "validation": "validation",
        "epoch": "epoch",
        "run": "thin: each seed",
    },
}
WIDTH = 400
HEIGHT, LEGEND = 180, 28  # of a diagram with its labels, and of the line above all of them
LEFT, TOP, BOTTOM = 54, 28, 148  # of the drawing area in a diagram
SETS = (("training", "", "three"), ("validation", "val_", "one"))


def draw(lang: str, *results: dict) -> str:
    words = WORDS[lang]
    columns = min(2, len(results))
    diagrams = [
        diagram(title, metric, [run["history"] for run in result["runs"]], words, WIDTH // columns)
        for title, metric, result in shown(results, words)
    ]
    parts = [
        f'<g transform="translate({WIDTH // columns * (place % columns)} '
        f'{LEGEND + HEIGHT * (place // columns)})">{drawn}</g>'
        for place, drawn in enumerate(diagrams)
    ]
    height = LEGEND + HEIGHT * math.ceil(len(parts) / columns)
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" width="460" font-size="13">\n'
        + "\n".join([legend(results, words), *parts])
        + "\n</svg>"
    )


def shown(results: tuple[dict, ...], words: dict) -> list[tuple[str, str, dict]]:
    """The title of each diagram, the metric in it and its recording."""
    if len(results) > 1:
        return [
            (f'<tspan class="code">{result["recipe"]}</tspan>', "loss", result)
            for result in results
        ]
    (result,) = results
    known = result["runs"][0]["history"]
    return [(words[name], name, result) for name in ("loss", "accuracy") if name in known]


def legend(results: tuple[dict, ...], words: dict) -> str:
    known = {key for result in results for key in result["runs"][0]["history"]}
    kinds = [(name, style) for name, prefix, style in SETS if f"{prefix}loss" in known]
    parts = [
        f'<g class="{style}">{mean([(left, 14), (left + 24, 14)], name, 1)}</g>'
        f'<text x="{left + 32}" y="18">{words[name]}</text>'
        for left, (name, style) in zip((LEFT, 160), kinds, strict=False)
    ]
    return "".join(parts) + (
        f'<text class="muted" x="{WIDTH - 12}" y="18" text-anchor="end">{words["run"]}</text>'
    )


def diagram(title: str, metric: str, histories: list[dict], words: dict, width: int) -> str:
    """One metric over the epochs."""
    right = width - 12
    runs = {
        name: [history[prefix + metric] for history in histories]
        for name, prefix, _ in SETS
        if prefix + metric in histories[0]
    }
    seen = [value for lines in runs.values() for line in lines for value in line]
    step = round_step(max(seen) - min(seen))
    low, high = math.floor(min(seen) / step), math.ceil(max(seen) / step)  # in steps
    epochs = max(len(line) for lines in runs.values() for line in lines)

    def x(epoch: int) -> float:
        return round(LEFT + (right - LEFT) * (epoch - 1) / max(1, epochs - 1), 1)

    def y(value: float) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * (value / step - low) / (high - low), 1)

    def places(line: list[float]) -> list[tuple[float, float]]:
        return [(x(epoch), y(value)) for epoch, value in enumerate(line, 1)]

    parts = [
        f'<text x="{LEFT}" y="18" font-weight="700">{title}</text>',
        f'<path class="line" d="M{LEFT} {TOP}V{BOTTOM}H{right}"/>',
        f'<text class="muted" x="10" y="{BOTTOM + 18}">{words["epoch"]}</text>',
    ]
    digits = max(0, -math.floor(math.log10(step)))
    for tick in (step * number for number in range(low, high + 1)):
        parts.append(
            f'<path class="line" opacity="0.25" d="M{LEFT} {y(tick)}H{right}"/>'
            f'<text class="code" x="{LEFT - 6}" y="{y(tick) + 5:.1f}" text-anchor="end">'
            f"{tick:.{digits}f}</text>"
        )
    each = max(1, int(round_step(epochs)))
    for epoch in sorted({1, *range(each, epochs + 1, each)}):
        parts.append(
            f'<text class="code" x="{x(epoch)}" y="{BOTTOM + 18}" text-anchor="middle">'
            f"{epoch}</text>"
        )
    apart = math.ceil(10 * epochs / (right - LEFT))  # epochs from mark to mark
    for name, _, style in (kind for kind in SETS if kind[0] in runs):
        thin = "".join(polyline(places(line), 'stroke-width="0.8"') for line in runs[name])
        middle = [fmean(values) for values in zip(*runs[name], strict=False)]
        parts.append(f'<g class="{style}">{thin}{mean(places(middle), name, apart)}</g>')
    return "".join(parts)


def round_step(span: float) -> float:
    """1, 2 or 5 times a power of ten, so that at most five of it fill a span."""
    power = 10 ** math.floor(math.log10(span / 5))
    return next(
        round_ for round_ in (power, 2 * power, 5 * power, 10 * power) if 5 * round_ >= span
    )


def mean(places: list[tuple[float, float]], name: str, apart: int) -> str:
    """A line with marks on it: discs for training, squares for validation."""
    marks = "".join(
        f'<circle cx="{x}" cy="{y}" r="3"/>'
        if name == "training"
        else f'<rect x="{x - 3:.1f}" y="{y - 3:.1f}" width="6" height="6"/>'
        for x, y in places[::apart]
    )
    return polyline(places, 'stroke-width="2"') + marks


def polyline(places: list[tuple[float, float]], style: str) -> str:
    points = " ".join(f"{x},{y}" for x, y in places)
    return f'<polyline points="{points}" fill="none" stroke="currentColor" {style}/>'
