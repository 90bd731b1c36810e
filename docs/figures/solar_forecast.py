"""A signal over the first days of the test set, and what recorded models forecast of it: a diagram
for each recording, one below the other, on the same scale.
"""

import math

WORDS = {
    "zh": {"true": "真实功率", "said": "预测", "day": "第 {} 天"},
    "en": {"true": "true power", "said": "forecast", "day": "day {}"},
}
LEFT, RIGHT, HEIGHT, LEGEND = 40, 392, 150, 28
TOP, BOTTOM = 26, 118  # of the drawing area in a diagram
DAY = 24


def draw(lang: str, *results: dict) -> str:
    words = WORDS[lang]
    most = max(max(values) for result in results for values in result["forecast"].values())
    parts = [
        f'<g transform="translate(0 {LEGEND + place * HEIGHT})">'
        f"{diagram(result, math.ceil(most), words)}</g>"
        for place, result in enumerate(results)
    ]
    return (
        f'<svg viewBox="0 0 400 {LEGEND + len(results) * HEIGHT}" width="520" font-size="13">\n'
        + "\n".join([legend(words), *parts])
        + "\n</svg>"
    )


def legend(words: dict) -> str:
    return "".join(
        f'<g class="{style}">{line([(left, 14), (left + 24, 14)], dashes)}</g>'
        f'<text x="{left + 32}" y="18">{words[name]}</text>'
        for left, name, style, dashes in ((LEFT, "true", "three", ""), (180, "said", "one", "5 3"))
    )


def diagram(result: dict, top: int, words: dict) -> str:
    """The signal and the forecast of one recording."""
    hours = len(result["forecast"]["true"])

    def x(hour: float) -> float:
        return round(LEFT + (RIGHT - LEFT) * hour / (hours - 1), 1)

    def y(power: float) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * power / top, 1)

    parts = [
        f'<text class="code" x="{LEFT}" y="14">{result["recipe"]}</text>'
        f'<text class="muted" x="{RIGHT}" y="14" text-anchor="end">kW</text>'
        f'<path class="line" d="M{LEFT} {TOP}V{BOTTOM}H{RIGHT}"/>'
    ]
    for power in range(top + 1):
        parts.append(
            f'<path class="line" opacity="0.25" d="M{LEFT} {y(power)}H{RIGHT}"/>'
            f'<text class="code" x="{LEFT - 6}" y="{y(power) + 5:.1f}" text-anchor="end">'
            f"{power}</text>"
        )
    for day in range(hours // DAY):
        parts.append(
            f'<text class="muted" x="{x((day + 0.5) * DAY)}" y="{BOTTOM + 18}" '
            f'text-anchor="middle">{words["day"].format(day + 1)}</text>'
        )
    for name, style, dashes in (("true", "three", ""), ("said", "one", "5 3")):
        places = [(x(hour), y(power)) for hour, power in enumerate(result["forecast"][name])]
        parts.append(f'<g class="{style}">{line(places, dashes)}</g>')
    return "".join(parts)


def line(places: list[tuple[float, float]], dashes: str) -> str:
    points = " ".join(f"{x},{y}" for x, y in places)
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<polyline points="{points}" fill="none" stroke="currentColor" stroke-width="1.5"'
        f"{dashed}/>"
    )
