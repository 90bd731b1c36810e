"""The order in which the numbers of one image lie in memory, in both data formats.

Each row of boxes is a piece of memory, with the position of some numbers above it. Brackets show
how far it is to the next channel, the next pixel and the next row.
"""

HEIGHT, WIDTH, CHANNELS = 16, 32, 3
PIXELS = HEIGHT * WIDTH
SIDE = 28  # of one box
LEFT = 12
CLASSES = {"R": "one", "G": "two", "B": "three"}
WORDS = {
    "zh": {
        "last": "三种颜色交替排列",
        "first": "先是全部红色，再是绿色、蓝色",
        "channel": "下一个通道",
        "pixel": "右边的像素",
        "row": "下面的像素",
    },
    "en": {
        "last": "the colours take turns",
        "first": "all of red, then green, then blue",
        "channel": "next channel",
        "pixel": "pixel to the right",
        "row": "pixel below",
    },
}


def draw(lang: str) -> str:
    words = WORDS[lang]
    last = cells(66, [(0, "RGB"), (CHANNELS, "RGB"), None, (WIDTH * CHANNELS, "RGB")])
    first = cells(256, [(0, "RRR"), None, (PIXELS, "GGG"), None, (2 * PIXELS, "BBB")], side=26)
    return f"""<svg viewBox="0 0 360 362" width="440" font-size="13">
{title(18, "channels_last", words["last"])}
{last}
{steps(118, (("channel", 1), ("pixel", CHANNELS), ("row", WIDTH * CHANNELS)), words)}
{title(208, "channels_first", words["first"])}
{first}
{steps(308, (("channel", PIXELS), ("pixel", 1), ("row", WIDTH)), words)}
</svg>"""


def title(y: int, name: str, words: str) -> str:
    return (
        f'<text class="code" x="{LEFT}" y="{y}" font-weight="700">{name}</text>'
        f'<text class="muted" x="{LEFT}" y="{y + 18}">{words}</text>'
    )


def cells(y: int, pieces: list, side: int = SIDE) -> str:
    """A piece of memory: runs of boxes, each with its first position above, and gaps between."""
    x, parts = LEFT, []
    for piece in pieces:
        if piece is None:
            parts.append(f'<text x="{x + 12}" y="{y + 19}" text-anchor="middle">…</text>')
            x += 24
            continue
        position, letters = piece
        parts.append(
            f'<text class="code" x="{x + side / 2}" y="{y - 6}" text-anchor="middle">'
            f"{position}</text>"
        )
        for letter in letters:
            parts.append(
                f'<rect class="{CLASSES[letter]}" x="{x}" y="{y}" width="{side - 2}" '
                f'height="{side}" rx="3"/><text class="on code" x="{x + side / 2 - 1}" '
                f'y="{y + 19}" text-anchor="middle">{letter}</text>'
            )
            x += side
    return "\n".join(parts)


def steps(y: int, rows: tuple, words: dict) -> str:
    """How many numbers further each neighbour lies, as a small table."""
    parts = []
    for i, (name, step) in enumerate(rows):
        parts.append(
            f'<text x="{LEFT}" y="{y + 20 * i}">{words[name]}</text>'
            f'<text class="code" x="200" y="{y + 20 * i}" text-anchor="end">+{step}</text>'
        )
    return "\n".join(parts)
