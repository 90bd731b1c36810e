"""Which backends the releases of Keras could use, from 2015 to today.

Time runs downwards. Each backend has a column with a bar from the release of Keras that brought it
to the one that dropped it; releases stand on the left, with the month of their package on PyPI.
"""

TOP, YEAR = 40, 36  # y of the start of 2015, height of a year
BOTTOM = TOP + 12 * YEAR  # the end of 2026
DATES = {  # year and month of a release, as in the table of the page
    "0.2.0": (2015, 10),
    "0.3.0": (2015, 12),
    "1.0.0": (2016, 4),
    "2.0.0": (2017, 3),
    "2.0.5": (2017, 6),
    "2.3.1": (2019, 10),
    "2.4.3": (2020, 6),
    "3.0.0": (2023, 11),
}
NAMED = ("0.2.0", "1.0.0", "2.0.0", "2.3.1", "2.4.3", "3.0.0")  # for the others there is no room
# backend, colour, the releases that brought and dropped it (`None`: still there), x
BARS = [
    ("Theano", "one", "0.2.0", "2.4.3", 138),
    ("CNTK", "one", "2.0.5", "2.4.3", 186),
    ("TensorFlow", "three", "0.3.0", None, 234),
    ("JAX", "two", "3.0.0", None, 282),
    ("PyTorch", "two", "3.0.0", None, 330),
]
WORDS = {
    "zh": {"keras": "Keras", "today": "今天", "only": "只有 TensorFlow"},
    "en": {"keras": "Keras", "today": "today", "only": "TensorFlow only"},
}


def draw(lang: str) -> str:
    words = WORDS[lang]
    return f"""<svg viewBox="0 0 370 {BOTTOM + 30}" width="430" font-size="13">
<text x="12" y="24" font-weight="700">{words["keras"]}</text>
{"".join(release(name, *DATES[name]) for name in NAMED)}
{"".join(bar(*each) for each in BARS)}
<text x="12" y="{BOTTOM + 5}">{words["today"]}</text>
<path class="line" d="M112 {BOTTOM}h250" opacity="0.35"/>
{note(*words["only"].split(" ", 1))}
</svg>"""


def y(year: int, month: int) -> float:
    return TOP + (year - 2015 + (month - 1) / 12) * YEAR


def note(first: str, rest: str) -> str:
    """Two lines in the years when there was no choice."""
    return (
        f'<text class="muted" x="268" y="{y(2022, 1):.0f}">{first}</text>'
        f'<text class="muted" x="268" y="{y(2022, 1) + 18:.0f}">{rest}</text>'
    )


def release(name: str, year: int, month: int) -> str:
    at = y(year, month)
    return (
        f'<path class="line" d="M112 {at:.0f}h250" opacity="0.35" stroke-dasharray="3 4"/>'
        f'<text class="code" x="12" y="{at + 5:.0f}" font-weight="700">{name}</text>'
        f'<text class="muted" x="58" y="{at + 5:.0f}">{year}-{month:02}</text>'
    )


def bar(name: str, fill: str, start: str, end: str | None, x: int) -> str:
    first = y(*DATES[start])
    last = y(*DATES[end]) if end else BOTTOM
    middle = (first + last) / 2
    return (
        f'<rect class="{fill}" x="{x - 13}" y="{first:.0f}" width="26" '
        f'height="{last - first:.0f}" rx="4"/>'
        f'<text class="on" transform="translate({x + 5} {middle:.0f}) rotate(-90)" '
        f'text-anchor="middle" font-weight="700">{name}</text>'
    )
