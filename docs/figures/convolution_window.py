"""One window of a convolution: 27 numbers of the image become one number of the output.

The window covers 3 rows, 3 columns and all 3 channels. The output is smaller by 2 in height and
in width, because the window has to fit inside the image.
"""

CELL = 5
WORDS = {
    "zh": {
        "image": "图像",
        "window": "窗口：27 个数",
        "kernel": "卷积核：27 个权重",
        "sum": "逐个相乘，全部相加，再加偏置",
        "output": "输出的一个通道",
    },
    "en": {
        "image": "image",
        "window": "window: 27 numbers",
        "kernel": "kernel: 27 weights",
        "sum": "multiply in pairs, add all, add the bias",
        "output": "one channel of the output",
    },
}
ROW, COLUMN = 6, 10  # the window's upper left corner


def draw(lang: str) -> str:
    words = WORDS[lang]
    left, top = 12 + COLUMN * CELL, 30 + ROW * CELL
    cell_x, cell_y = 12 + COLUMN * CELL, 290 + ROW * CELL
    return f"""<svg viewBox="0 0 360 390" width="420" font-size="13">
<text x="12" y="18">{words["image"]} <tspan class="code">16 × 32 × 3</tspan></text>
{grid(12, 30, 16, 32)}
<rect class="line" x="{left}" y="{top}" width="{3 * CELL}" height="{3 * CELL}" stroke-width="2.5"/>
<path class="line" d="M{left} {top + 3 * CELL}L12 152M{left + 3 * CELL} {top + 3 * CELL}L132 152"/>
{cube(12, 152)}
<text x="12" y="240">{words["window"]}</text>
<text x="166" y="180" text-anchor="middle" font-size="20">×</text>
{cube(194, 152)}
<text x="194" y="240">{words["kernel"]}</text>
{grid(12, 290, 14, 30)}
<rect x="{cell_x}" y="{cell_y}" width="{CELL}" height="{CELL}" fill="currentColor"/>
<path class="line" d="M{cell_x + 2.5} 252V{cell_y - 3}m-5 -8l5 8l5 -8"/>
<text x="84" y="270">{words["sum"]}</text>
<text x="12" y="380">{words["output"]} <tspan class="code">14 × 30</tspan></text>
</svg>"""


def grid(x: int, y: int, rows: int, columns: int) -> str:
    height, width = rows * CELL, columns * CELL
    lines = "".join(f"M{x} {y + i * CELL}h{width}" for i in range(1, rows))
    lines += "".join(f"M{x + i * CELL} {y}v{height}" for i in range(1, columns))
    return (
        f'<rect class="box" x="{x}" y="{y}" width="{width}" height="{height}"/>'
        f'<path class="line" d="{lines}" opacity="0.3" stroke-width="0.6"/>'
    )


def cube(x: int, y: int) -> str:
    """Three 3 by 3 squares, one for each channel."""
    parts = []
    for i, (name, letter) in enumerate((("one", "R"), ("two", "G"), ("three", "B"))):
        left = x + 44 * i
        lines = "".join(f"M{left} {y + j * 14}h42M{left + j * 14} {y}v42" for j in (1, 2))
        parts.append(
            f'<rect class="{name}" x="{left}" y="{y}" width="42" height="42"/>'
            f'<path class="line" d="{lines}" opacity="0.5"/>'
            f'<text class="code" x="{left + 21}" y="{y + 60}" text-anchor="middle">{letter}</text>'
        )
    return "\n".join(parts)
