"""Tensors of rank 0, 1, 2 and 3, and where rank, axis and length stand in a shape.

Above, four drawings with their shapes. Below, the shape of the last one taken apart: one box for
each axis, with its number above and its length inside.
"""

import numpy as np

TENSOR = np.arange(2 * 3 * 4).reshape(2, 3, 4)
SIDE = 24  # of the box of one number
LEFT = 12
WORDS = {
    "zh": {
        "names": ("标量", "向量", "矩阵", f"{TENSOR.ndim} 阶张量"),
        "axis": "轴",
        "length": "长度",
        "rank": f"共 {TENSOR.ndim} 个轴，所以是 {TENSOR.ndim} 阶",
        "axes": ("图像", "行", "列"),
    },
    "en": {
        "names": ("scalar", "vector", "matrix", f"tensor of rank {TENSOR.ndim}"),
        "axis": "axis",
        "length": "length",
        "rank": f"{TENSOR.ndim} axes, so the rank is {TENSOR.ndim}",
        "axes": ("images", "rows", "columns"),
    },
}


def draw(lang: str) -> str:
    words = WORDS[lang]
    matrix = TENSOR[0]
    tensors = (matrix[1, 3], matrix[0], matrix, TENSOR)
    labels = "".join(
        label(y, name, tensor.shape)
        for y, name, tensor in zip((22, 60, 98, 188), words["names"], tensors, strict=True)
    )
    return f"""<svg viewBox="0 0 360 424" width="420" font-size="14">
{labels}
{"".join(grid(210, y, tensor, "three") for y, tensor in zip((8, 46, 84), tensors, strict=False))}
{grid(234, 174, TENSOR[1], "two")}{grid(210, 198, TENSOR[0], "three")}
<path class="line" d="M12 292h336" opacity="0.3"/>
{taken_apart(306, words)}
</svg>"""


def label(y: int, name: str, shape: tuple) -> str:
    return (
        f'<text x="{LEFT}" y="{y}">{name}</text>'
        f'<text class="code" x="{LEFT}" y="{y + 18}" font-weight="700">{shape}</text>'
    )


def grid(x: int, y: int, numbers: np.ndarray, fill: str) -> str:
    """At most two axes of numbers in rows and columns."""
    return "".join(
        f'<rect class="{fill}" x="{x + j * SIDE}" y="{y + i * SIDE}" width="{SIDE - 2}" '
        f'height="{SIDE - 2}" rx="3"/><text class="on code" x="{x + j * SIDE + 11}" '
        f'y="{y + i * SIDE + 16}" text-anchor="middle" font-size="13">{number}</text>'
        for i, row in enumerate(np.atleast_2d(numbers))
        for j, number in enumerate(row)
    )


def taken_apart(y: int, words: dict) -> str:
    """The shape of the last tensor, one box for each axis."""
    parts = []
    for i, (length, name) in enumerate(zip(TENSOR.shape, words["axes"], strict=True)):
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
