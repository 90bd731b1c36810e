"""Tensors of rank 0, 1, 2 and 3, and where rank, axis and length stand in a shape.

Above, four drawings with their shapes. Below, the shape of the last one taken apart: one box for
each axis, with its number above and its length inside.
"""

SIDE = 24  # of the box of one number
LEFT = 12
WORDS = {
    "zh": {
        "names": ("标量", "向量", "矩阵", "3 阶张量"),
        "axis": "轴",
        "length": "长度",
        "rank": "共 3 个轴，所以是 3 阶",
        "axes": ("图像", "行", "列"),
    },
    "en": {
        "names": ("scalar", "vector", "matrix", "tensor of rank 3"),
        "axis": "axis",
        "length": "length",
        "rank": "three axes, so the rank is 3",
        "axes": ("images", "rows", "columns"),
    },
}


def draw(lang: str) -> str:
    words = WORDS[lang]
    scalar, vector, matrix, cube = words["names"]
    return f"""<svg viewBox="0 0 360 424" width="420" font-size="14">
{label(22, scalar, "()")}{grid(210, 8, [[7]], "three")}
{label(60, vector, "(4,)")}{grid(210, 46, [[0, 1, 2, 3]], "three")}
{label(98, matrix, "(3, 4)")}{grid(210, 84, rows(0), "three")}
{label(188, cube, "(2, 3, 4)")}{grid(234, 174, rows(12), "two")}{grid(210, 198, rows(0), "three")}
<path class="line" d="M12 292h336" opacity="0.3"/>
{taken_apart(306, words)}
</svg>"""


def rows(first: int) -> list[list[int]]:
    """The numbers of one image."""
    return [[first + 4 * row + column for column in range(4)] for row in range(3)]


def label(y: int, name: str, shape: str) -> str:
    return (
        f'<text x="{LEFT}" y="{y}">{name}</text>'
        f'<text class="code" x="{LEFT}" y="{y + 18}" font-weight="700">{shape}</text>'
    )


def grid(x: int, y: int, numbers: list[list[int]], fill: str) -> str:
    """Numbers in rows and columns."""
    return "".join(
        f'<rect class="{fill}" x="{x + j * SIDE}" y="{y + i * SIDE}" width="{SIDE - 2}" '
        f'height="{SIDE - 2}" rx="3"/><text class="on code" x="{x + j * SIDE + 11}" '
        f'y="{y + i * SIDE + 16}" text-anchor="middle" font-size="13">{number}</text>'
        for i, row in enumerate(numbers)
        for j, number in enumerate(row)
    )


def taken_apart(y: int, words: dict) -> str:
    """The shape (2, 3, 4), one box for each axis."""
    parts = []
    for i, (length, name) in enumerate(zip((2, 3, 4), words["axes"], strict=True)):
        x = LEFT + i * 116
        parts.append(
            f'<text x="{x + 52}" y="{y + 12}" text-anchor="middle">{words["axis"]} {i}</text>'
            f'<rect class="box" x="{x}" y="{y + 20}" width="104" height="44" rx="4"/>'
            f'<text x="{x + 52}" y="{y + 38}" text-anchor="middle">{words["length"]} '
            f'<tspan class="code" font-weight="700">{length}</tspan></text>'
            f'<text class="muted" x="{x + 52}" y="{y + 57}" text-anchor="middle">{name}</text>'
        )
    parts.append(
        f'<path class="line" d="M{LEFT} {y + 72}v8h336v-8"/>'
        f'<text x="180" y="{y + 98}" text-anchor="middle">{words["rank"]}</text>'
    )
    return "\n".join(parts)
