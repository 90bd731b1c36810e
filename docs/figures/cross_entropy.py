"""Cross-entropy as a curve: what it costs to give the right class a probability p.

The loss is -ln p: hardly anything near 1, and without end towards 0. Three points are marked with
their values.
"""

import math

LEFT, RIGHT, TOP, BOTTOM = 50, 372, 22, 232
HIGHEST = 4  # the loss at the top of the drawing
WORDS = {
    "zh": {"loss": "损失 = -ln(p)", "probability": "给正确类的概率 p"},
    "en": {"loss": "loss = -ln(p)", "probability": "probability p of the right class"},
}


def x(probability: float) -> float:
    return round(LEFT + (RIGHT - LEFT) * probability, 1)


def y(loss: float) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * loss / HIGHEST, 1)


def draw(lang: str) -> str:
    words = WORDS[lang]
    lowest = math.exp(-HIGHEST)
    values = [lowest * (1 / lowest) ** (step / 60) for step in range(61)]
    curve = " ".join(f"{x(p)},{y(-math.log(p))}" for p in values)
    parts = [f'<path class="line" d="M{LEFT} {TOP}V{BOTTOM}H{RIGHT}"/>']
    for loss in range(HIGHEST + 1):
        parts.append(
            f'<text class="code" x="{LEFT - 8}" y="{y(loss) + 5}" text-anchor="end">{loss}</text>'
        )
    for probability in (0, 0.5, 1):
        parts.append(
            f'<text class="code" x="{x(probability)}" y="{BOTTOM + 20}" text-anchor="middle">'
            f"{probability}</text>"
        )
    parts.append(f'<polyline points="{curve}" fill="none" stroke="currentColor" stroke-width="2"/>')
    for probability, style in ((0.1, "one"), (0.5, "three"), (0.9, "two")):
        loss = -math.log(probability)
        lift = -8 if probability < 0.9 else -12
        anchor, shift = ("start", 10) if probability < 0.9 else ("middle", -14)
        parts.append(
            f'<circle class="{style}" cx="{x(probability)}" cy="{y(loss)}" r="6"/>'
            f'<text class="code" x="{x(probability) + shift}" y="{y(loss) + lift}" '
            f'text-anchor="{anchor}">p = {probability}: {loss:.3f}</text>'
        )
    return f"""<svg viewBox="0 0 400 276" width="440" font-size="14">
<text x="{RIGHT}" y="{TOP + 14}" text-anchor="end" font-weight="700">{words["loss"]}</text>
{"".join(parts)}
<text class="muted" x="{(LEFT + RIGHT) / 2}" y="{BOTTOM + 40}" text-anchor="middle">\
{words["probability"]}</text>
</svg>"""
