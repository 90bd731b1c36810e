"""One window of a convolution: its numbers of the image become one number of the output.

The window covers a few rows and columns and all channels. The output is smaller in height and in
width, because the window has to fit inside the image.
"""

CELL, SQUARE = 5, 14  # side of one number: in the image, in the window
HEIGHT, WIDTH, CHANNELS, KERNEL = 16, 32, "RGB", 3
NUMBERS = KERNEL * KERNEL * len(CHANNELS)
OUTPUT = (HEIGHT - KERNEL + 1, WIDTH - KERNEL + 1)
WORDS = {
    "zh": {
        "image": "图像",
        "window": f"窗口：{NUMBERS} 个数",
        "kernel": f"卷积核：{NUMBERS} 个权重",
        "sum": "逐个相乘，全部相加，再加偏置",
        "output": "输出的一个通道",
    },
    "en": {
        "image": "image",
        "window": f"window: {NUMBERS} numbers",
        "kernel": f"kernel: {NUMBERS} weights",
        "sum": "multiply in pairs, add all, add the bias",
        "output": "one channel of the output",
    },
}
ROW, COLUMN = 6, 10  # the window's upper left corner


def draw(lang: str) -> str:
    words = WORDS[lang]
    left, top, side = 12 + COLUMN * CELL, 30 + ROW * CELL, KERNEL * CELL
    cell_x, cell_y = 12 + COLUMN * CELL, 290 + ROW * CELL
    return f"""<svg viewBox="0 0 360 390" width="420" font-size="13">
<text x="12" y="18">{words["image"]} <tspan class="code">{HEIGHT} × {WIDTH} × {len(CHANNELS)}\
</tspan></text>
{grid(12, 30, HEIGHT, WIDTH)}
<rect class="line" x="{left}" y="{top}" width="{side}" height="{side}" stroke-width="2.5"/>
<path class="line" d="M{left} {top + side}L12 152M{left + side} {top + side}L132 152"/>
{cube(12, 152)}
<text x="12" y="240">{words["window"]}</text>
<text x="166" y="180" text-anchor="middle" font-size="20">×</text>
{cube(194, 152)}
<text x="194" y="240">{words["kernel"]}</text>
{grid(12, 290, *OUTPUT)}
<rect x="{cell_x}" y="{cell_y}" width="{CELL}" height="{CELL}" fill="currentColor"/>
<path class="line" d="M{cell_x + 2.5} 252V{cell_y - 3}m-5 -8l5 8l5 -8"/>
<text x="84" y="270">{words["sum"]}</text>
<text x="12" y="380">{words["output"]} <tspan class="code">{OUTPUT[0]} × {OUTPUT[1]}\
</tspan></text>
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
    """The numbers of a window as squares, one for each channel."""
    parts, side = [], KERNEL * SQUARE
    for i, (name, letter) in enumerate(zip(("one", "two", "three"), CHANNELS, strict=True)):
        left = x + (side + 2) * i
        lines = "".join(
            f"M{left} {y + j * SQUARE}h{side}M{left + j * SQUARE} {y}v{side}"
            for j in range(1, KERNEL)
        )
        parts.append(
            f'<rect class="{name}" x="{left}" y="{y}" width="{side}" height="{side}"/>'
            f'<path class="line" d="{lines}" opacity="0.5"/>'
            f'<text class="code" x="{left + side / 2:g}" y="{y + 60}" '
            f'text-anchor="middle">{letter}</text>'
        )
    return "\n".join(parts)
