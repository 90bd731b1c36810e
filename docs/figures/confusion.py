"""Which digits a recorded model takes for which: one row for each true digit, one column for what
the model said. Right answers, on the diagonal, are filled in one colour; mistakes in another, the
stronger the more of them.
"""

WORDS = {
    "zh": {"said": "模型的回答", "true": "真实数字"},
    "en": {"said": "what the model said", "true": "true digit"},
}
CELL, LEFT, TOP = 35, 44, 52


def draw(lang: str, result: dict) -> str:
    words = WORDS[lang]
    matrix = result["confusion"]
    most = max(matrix[row][column] for row in range(10) for column in range(10) if row != column)
    middle = LEFT + 5 * CELL
    parts = [
        f'<text x="{middle}" y="16" text-anchor="middle">{words["said"]}</text>',
        f'<text transform="translate(14 {TOP + 5 * CELL}) rotate(-90)" text-anchor="middle">'
        f"{words['true']}</text>",
    ]
    for digit in range(10):
        place = digit * CELL + CELL / 2
        parts.append(
            number(LEFT + place, TOP - 8, digit) + number(LEFT - 10, TOP + place + 5, digit)
        )
    for row in range(10):
        for column in range(10):
            parts.append(cell(row, column, matrix[row][column], most))
    size = LEFT + 10 * CELL + 6
    return (
        f'<svg viewBox="0 0 {size} {TOP + 10 * CELL + 6}" width="460" font-size="13">\n'
        + "\n".join(parts)
        + "\n</svg>"
    )


def cell(row: int, column: int, count: int, most: int) -> str:
    x, y = LEFT + column * CELL, TOP + row * CELL
    if row == column:
        style, strength = "two", 0.3
    else:
        style, strength = "one", round(0.6 * count / most, 2)
    return (
        f'<rect class="{style}" opacity="{strength}" x="{x}" y="{y}" width="{CELL}" '
        f'height="{CELL}"/><rect class="line" opacity="0.3" x="{x}" y="{y}" width="{CELL}" '
        f'height="{CELL}"/>' + (number(x + CELL / 2, y + 22, count) if count else "")
    )


def number(x: float, y: float, value: int) -> str:
    return f'<text class="code" x="{x}" y="{y}" text-anchor="middle">{value}</text>'
