"""An image read as a sequence: a row is a step, for an LSTM and for convolution and GRU.

The image is one of the built-in digits, from `first_network.json`.
"""

import json
from pathlib import Path

RECORD = Path(__file__).with_name("first_network.json")
SHOWN = "2"  # of the digits in the record
SIDE, LSTM, GRU = 28, 128, 96
KERNEL, POOL = 5, 2
CONVOLVED = SIDE - KERNEL + 1
POOLED = CONVOLVED // POOL

WORDS = {
    "zh": {
        "rows": f"{SIDE} 行，每行 {SIDE} 个像素",
        "state": f"记住 {LSTM} 个数",
        "steps": "步",
        "pool": "池化",
        "conv": f"卷积，宽 {KERNEL}",
        "time": "从上到下",
    },
    "en": {
        "rows": f"{SIDE} rows of {SIDE} pixels",
        "state": f"{LSTM} numbers remembered",
        "steps": "steps",
        "pool": "pooling",
        "conv": f"convolution over {KERNEL}",
        "time": "top to bottom",
    },
}
PITCH, WIDE = 6, 4  # of a row, of a pixel


def draw(lang: str) -> str:
    words = WORDS[lang]
    lines = "".join(f"M20 {40 + row * PITCH - 0.5}h{SIDE * WIDE}" for row in range(SIDE + 1))
    return f"""<svg viewBox="0 0 380 382" width="460" font-size="13">
<text x="20" y="26">{words["rows"]}</text>
<path class="line" opacity=".3" d="{lines}"/>{image()}
<rect class="line" x="20" y="39.5" width="{SIDE * WIDE}" height="{SIDE * PITCH}"/>
<path class="line" d="M150 40V204M146 197L150 204L154 197"/>
<text class="muted" x="158" y="126">{words["time"]}</text>
<text class="code" x="264" y="26" font-weight="700">LSTM({LSTM})</text>
{ladder(264, 40, SIDE, PITCH, "one")}
<text x="288" y="126">{SIDE} {words["steps"]}</text>
<text class="muted" x="376" y="224" text-anchor="end">{words["state"]}</text>
<text class="code" x="20" y="246" font-weight="700">Conv1D, MaxPooling1D, GRU({GRU})</text>
{row(264, SIDE, "three", f"{SIDE} {words['steps']}")}
{row(304, CONVOLVED, "two", f"{CONVOLVED}: {words['conv']}")}
{row(344, POOLED, "one", f"{POOLED}: {words['pool']}")}
</svg>"""


def image() -> str:
    """Every row a strip of pixels; the stronger a pixel, the more ink."""
    rows = json.loads(RECORD.read_text(encoding="utf-8"))[SHOWN]["pixels"]
    return (
        '<g class="three">'
        + "".join(
            f'<rect x="{20 + column * WIDE}" y="{40 + row * PITCH}" width="{WIDE}" height="5" '
            f'opacity="{int(level, 16) / 15:.2f}"/>'
            for row, levels in enumerate(rows)
            for column, level in enumerate(levels)
            if level != "0"
        )
        + "</g>"
    )


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
