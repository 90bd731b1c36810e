"""An image read as a sequence: 28 rows, one step each, for an LSTM and for convolution and GRU."""

WORDS = {
    "zh": {
        "rows": "28 行，每行 28 个像素",
        "state": "记住 128 个数",
        "steps": "步",
        "pool": "池化",
        "conv": "卷积，宽 5",
        "time": "从上到下",
    },
    "en": {
        "rows": "28 rows of 28 pixels",
        "state": "128 numbers remembered",
        "steps": "steps",
        "pool": "pooling",
        "conv": "convolution over 5",
        "time": "top to bottom",
    },
}
PITCH = 6  # of a row


def draw(lang: str) -> str:
    words = WORDS[lang]
    image = "".join(
        f'<rect class="three" x="{20 + left * 4}" y="{40 + row * PITCH}" '
        f'width="{(right - left) * 4}" height="5"/>'
        for row, (left, right) in enumerate(ink())
        if right
    )
    lines = "".join(f"M20 {40 + row * PITCH - 0.5}h112" for row in range(29))
    return f"""<svg viewBox="0 0 380 382" width="460" font-size="13">
<text x="20" y="26">{words["rows"]}</text>
<path class="line" opacity=".3" d="{lines}"/>{image}
<rect class="line" x="20" y="39.5" width="112" height="168"/>
<path class="line" d="M150 40V204M146 197L150 204L154 197"/>
<text class="muted" x="158" y="126">{words["time"]}</text>
<text class="code" x="248" y="26" font-weight="700">LSTM(128)</text>
{ladder(248, 40, 28, PITCH, "one")}
<text x="272" y="126">28 {words["steps"]}</text>
<text class="muted" x="376" y="206" text-anchor="end">{words["state"]}</text>
<text class="code" x="20" y="246" font-weight="700">Conv1D, MaxPooling1D, GRU(96)</text>
{row(264, 28, "three", f"28 {words['steps']}")}
{row(304, 24, "two", f"24: {words['conv']}")}
{row(344, 12, "one", f"12: {words['pool']}")}
</svg>"""


def ink() -> list[tuple[int, int]]:
    """A seven: where the ink of each of the 28 rows begins and ends."""
    bar = [(6, 22)] * 3
    stem = [(round(19 - 0.62 * step), round(22 - 0.62 * step)) for step in range(15)]
    return [(0, 0)] * 5 + bar + stem + [(0, 0)] * 5


def ladder(x: int, top: int, steps: int, pitch: int, kind: str) -> str:
    """One bar for each step, from top to bottom."""
    return "".join(
        f'<rect class="{kind}" x="{x}" y="{top + step * pitch}" width="14" height="5"/>'
        for step in range(steps)
    )


def row(top: int, steps: int, kind: str, label: str) -> str:
    """One bar for each step, from left to right, and what they are."""
    return (
        "".join(
            f'<rect class="{kind}" x="{20 + step * 7}" y="{top}" width="5" height="22"/>'
            for step in range(steps)
        )
        + f'<text x="226" y="{top + 16}">{label}</text>'
    )
