"""Where a window stands on a row of eight numbers, without padding and with "same".

Without padding what is left over at the end is in no window. With "same" none is left over, and
zeros stand where the last window reaches beyond the row.
"""

NUMBERS, KERNEL, STRIDE, CELL, LEFT = 8, 3, 2, 34, 12
DASHES = ' stroke-dasharray="3 3"'
WORDS = {
    "zh": {"places": "：窗口停 {} 处", "zero": "补的零"},
    "en": {"places": ": {} places for the window", "zero": "an added zero"},
}


def draw(lang: str) -> str:
    words = WORDS[lang]
    places = {
        "valid": (NUMBERS - KERNEL) // STRIDE + 1,
        "same": -(-NUMBERS // STRIDE),
    }
    rows = "\n".join(
        row(38 + 150 * i, padding, count, words)
        for i, (padding, count) in enumerate(places.items())
    )
    return f'<svg viewBox="0 0 340 310" width="420" font-size="13">\n{rows}\n</svg>'


def row(top: int, padding: str, count: int, words: dict) -> str:
    """The numbers as boxes, the windows as brackets below them."""
    needed = max((count - 1) * STRIDE + KERNEL, NUMBERS)
    parts = [
        f'<text x="{LEFT}" y="{top - 12}"><tspan class="code">padding="{padding}"</tspan>'
        f"{words['places'].format(count)}</text>"
    ]
    for i in range(needed):
        added = i >= NUMBERS
        parts.append(
            f'<rect class="{"line" if added else "one"}" x="{LEFT + i * CELL}" y="{top}" '
            f'width="{CELL - 4}" height="{CELL - 4}"{DASHES if added else ""}/>'
        )
    if needed > NUMBERS:
        parts.append(
            f'<text class="muted" x="{LEFT + needed * CELL - 4}" y="{top + 108}" '
            f'text-anchor="end">{words["zero"]}</text>'
        )
    for i in range(count):
        left, down = LEFT + i * STRIDE * CELL, top + CELL + 6 + 13 * i
        wide = KERNEL * CELL - 4
        parts.append(f'<path class="line" stroke-width="2" d="M{left} {down}v8h{wide}v-8"/>')
    return "\n".join(parts)
