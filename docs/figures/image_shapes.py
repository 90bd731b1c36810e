"""Images in colour, all of one size, in both data formats.

Above, `channels_last`: one sheet of pixels, each of which holds its three numbers. Below,
`channels_first`: three sheets, one for each channel. The axes are named under the shapes.
"""

SAMPLES, HEIGHT, WIDTH = 100, 16, 32
CELL = 6  # side of one pixel
H, W = HEIGHT * CELL, WIDTH * CELL
CLASSES = ("one", "two", "three")
CHANNELS = "RGB"
LENGTHS = {"sample": SAMPLES, "height": HEIGHT, "width": WIDTH, "channel": len(CHANNELS)}
WORDS = {
    "zh": {"sample": "样本", "height": "高", "width": "宽", "channel": "通道", "pixel": "一个像素"},
    "en": {
        "sample": "sample",
        "height": "height",
        "width": "width",
        "channel": "channel",
        "pixel": "one pixel",
    },
}


def draw(lang: str) -> str:
    words = WORDS[lang]
    return f"""<svg viewBox="0 0 360 496" width="420" font-size="13">
{shape(18, "channels_last", ("sample", "height", "width", "channel"), words)}
{sheet(62, 92, "")}
{sides(62, 92, words)}
{pixel(words)}
{shape(254, "channels_first", ("sample", "channel", "height", "width"), words)}
{sheet(98, 328, "three")}
{sheet(80, 342, "two")}
{sheet(62, 356, "one")}
{sides(62, 356, words)}
{channels(words)}
</svg>"""


def shape(y: int, name: str, axes: tuple, words: dict) -> str:
    """The name of a format, and its shape with the axis named under each length."""
    parts = [f'<text class="code" x="12" y="{y}" font-weight="700">{name}</text>']
    for i, axis in enumerate(axes):
        x = 12 + i * 86
        box = "box" if axis != "channel" else "line"
        width = 1 if axis != "channel" else 2.5
        parts.append(
            f'<rect class="{box}" x="{x}" y="{y + 10}" width="78" height="44" rx="4" '
            f'stroke-width="{width}"/>'
            f'<text class="code" x="{x + 39}" y="{y + 28}" text-anchor="middle" '
            f'font-size="15">{LENGTHS[axis]}</text>'
            f'<text class="muted" x="{x + 39}" y="{y + 46}" text-anchor="middle">'
            f"{words[axis]}</text>"
        )
    return "\n".join(parts)


def sheet(x: int, y: int, fill: str) -> str:
    """One image, pixel by pixel; in a colour where it holds a single channel."""
    rows = "".join(f"M{x} {y + i * CELL}h{W}" for i in range(1, HEIGHT))
    columns = "".join(f"M{x + i * CELL} {y}v{H}" for i in range(1, WIDTH))
    ground = f'<rect class="{fill}" x="{x}" y="{y}" width="{W}" height="{H}"/>' if fill else ""
    return (
        f'<rect class="box" x="{x}" y="{y}" width="{W}" height="{H}"/>{ground}'
        f'<path class="line" d="{rows}{columns}" opacity="0.3" stroke-width="0.6"/>'
    )


def sides(x: int, y: int, words: dict) -> str:
    """Height and width written along an image."""
    return (
        f'<path class="line" d="M{x - 8} {y}v{H}M{x} {y + H + 8}h{W}"/>'
        f'<text x="{x - 14}" y="{y + H / 2 - 2}" text-anchor="end">{words["height"]}</text>'
        f'<text class="code" x="{x - 14}" y="{y + H / 2 + 14}" text-anchor="end">{HEIGHT}</text>'
        f'<text x="{x + W / 2}" y="{y + H + 24}" text-anchor="middle">{words["width"]} '
        f'<tspan class="code">{WIDTH}</tspan></text>'
    )


def pixel(words: dict) -> str:
    """One pixel of the upper image, enlarged: three numbers side by side."""
    x, y = 62 + 26 * CELL, 92 + 5 * CELL
    parts = [
        f'<rect class="line" x="{x}" y="{y}" width="{CELL}" height="{CELL}" stroke-width="2"/>',
        f'<path class="line" d="M{x + CELL} {y}L276 108M{x + CELL} {y + CELL}L276 132"/>',
        f'<text x="312" y="100" text-anchor="middle">{words["pixel"]}</text>',
    ]
    for i, (name, letter) in enumerate(zip(CLASSES, CHANNELS, strict=True)):
        parts.append(
            f'<rect class="{name}" x="{276 + i * 24}" y="108" width="24" height="24"/>'
            f'<text class="on code" x="{288 + i * 24}" y="125" text-anchor="middle">{letter}</text>'
        )
    parts.append(
        f'<text x="312" y="150" text-anchor="middle">{words["channel"]} '
        f'<tspan class="code">{len(CHANNELS)}</tspan></text>'
    )
    return "\n".join(parts)


def channels(words: dict) -> str:
    """The letters of the three sheets, and how many there are."""
    parts = []
    for i, letter in enumerate(CHANNELS):
        x, y = 62 + W - 9 + 18 * i, 356 + 14 - 14 * i
        parts.append(f'<text class="on code" x="{x}" y="{y}" text-anchor="middle">{letter}</text>')
    parts.append(
        f'<path class="line" d="M{62 + W + 8} {356 + H}l36 -28"/>'
        f'<text x="{62 + W + 28}" y="{356 + H + 2}">{words["channel"]} '
        f'<tspan class="code">{len(CHANNELS)}</tspan></text>'
    )
    return "\n".join(parts)
