"""From the smallest to the largest positive number that each data type can hold, on one scale.

The scale is of powers of ten. A type of floating-point number with `e` bits for the exponent and
`f` for the fraction ends at `2 ** (2 ** (e - 1)) * (1 - 2 ** -(f + 1))`, and its smallest number is
`2 ** (2 - 2 ** (e - 1) - f)`.
"""

import math

LEFT, RIGHT, TOP, ROW = 92, 388, 44, 44
LOWEST, HIGHEST = -48, 42  # powers of ten at the ends of the scale
TYPES = {"float32": (8, 23), "bfloat16": (8, 7), "float16": (5, 10)}
WORDS = {
    "zh": {"title": "能存的正数，从最小到最大", "scale": "十的几次方"},
    "en": {"title": "positive numbers it can hold, smallest to largest", "scale": "power of ten"},
}


def ends(exponent: int, fraction: int) -> tuple[float, float]:
    half = 2 ** (exponent - 1)
    return 2.0 ** (2 - half - fraction), 2.0 ** (half - 1) * (2 - 2.0**-fraction)


def x(number: float) -> float:
    share = (math.log10(number) - LOWEST) / (HIGHEST - LOWEST)
    return round(LEFT + (RIGHT - LEFT) * share, 1)


def bar(row: int, name: str, smallest: float, largest: float, form: str) -> str:
    left, right, y = x(smallest), x(largest), TOP + ROW * row
    middle = (left + right) / 2
    return (
        f'<text class="code" x="4" y="{y + 12}">{name}</text>'
        f'<rect class="{"two" if form else "one"}" x="{left}" y="{y}" '
        f'width="{right - left:.1f}" height="14"/>'
        f'<text class="code" x="{min(left + 20, middle - 4):.1f}" y="{y + 29}" text-anchor="end">'
        f"{smallest:{form}}</text>"
        f'<text class="code" x="{max(right - 20, middle + 4):.1f}" y="{y + 29}">'
        f"{largest:{form}}</text>"
    )


def draw(lang: str) -> str:
    words = WORDS[lang]
    bars = [bar(row, name, *ends(*bits), ".0e") for row, (name, bits) in enumerate(TYPES.items())]
    bars.append(bar(len(TYPES), "int8", 1, 127, ""))
    bottom = TOP + ROW * len(bars)
    ticks = "".join(
        f'<text class="code" x="{x(10.0**power)}" y="{bottom + 24}" text-anchor="middle">'
        f"{str(power).replace('-', '−')}</text>"
        for power in range(-40, 41, 20)
    )
    return f"""<svg viewBox="0 0 412 {bottom + 48}" width="460" font-size="14">
<text x="4" y="20" font-weight="700">{words["title"]}</text>
{"".join(bars)}
<path class="line" d="M{LEFT} {bottom + 6}H{RIGHT}"/>
{ticks}
<text class="muted" x="{(LEFT + RIGHT) / 2}" y="{bottom + 42}" text-anchor="middle">\
{words["scale"]}</text>
</svg>"""
