"""What several figures are drawn with: boxes, arrows, images."""

import re


def node(x: int, top: int, name: str, size, code: bool = False) -> str:
    """A box with a name and the number of values that leave it."""
    kind = ' class="code"' if code else ""
    return (
        f'<rect class="box" x="{x - 88}" y="{top}" width="176" height="50" rx="6"/>'
        f'<text{kind} x="{x}" y="{top + 20}" font-size="13">{name}</text>'
        f'<text class="code" x="{x}" y="{top + 41}">{size}</text>'
    )


def arrow(x1: int, y1: int, x2: int, y2: int) -> str:
    """A line with a head at its end."""
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    dx, dy = (x2 - x1) / length, (y2 - y1) / length
    a, b = (
        (x2 - 7 * dx - 4 * dy, y2 - 7 * dy + 4 * dx),
        (x2 - 7 * dx + 4 * dy, y2 - 7 * dy - 4 * dx),
    )
    return (
        f'<path class="line" d="M{x1} {y1}L{x2} {y2}'
        f'M{a[0]:.1f} {a[1]:.1f}L{x2} {y2}L{b[0]:.1f} {b[1]:.1f}"/>'
    )


def pixels(rows: list[str], x: float, y: float, size: float) -> str:
    """An image in rows of levels, 0 to 7; the more ink, the stronger.

    Runs of one level are one path for each level. A pixel has `size` units.
    """
    paths = dict.fromkeys("1234567", "")
    for number, row in enumerate(rows):
        for run in re.finditer(r"([1-7])\1*", row):
            paths[run[1]] += f"M{run.start()} {number}h{len(run[0])}"
    drawn = "".join(
        f'<path opacity="{int(level) / 7:.2f}" d="{path}"/>'
        for level, path in paths.items()
        if path
    )
    place = f"translate({x} {y + size / 2:g}) scale({size})"
    return f'<g class="three" stroke="currentColor" transform="{place}">{drawn}</g>'
