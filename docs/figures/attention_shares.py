"""The shares of one attention head for a sentence of five words, as on the page that has it.

A row for each word that asks, a column for each word that it takes from; the larger the share, the
stronger the colour.
"""

import math

X = ((2, 0, 0, 0), (0, 1, 2, 0), (1, 2, 0, 0), (0, 0, 0, 2), (0, 0, 2, 0))
WANTS = ((0, 0, 1, 0), (0, 0, 1, 0), (1, 0, 0, 0), (2, 0, 0, 0))  # makes queries; keys are X
WORDS = {
    "zh": {"from": "取自哪个词", "by": "谁在取", "words": "猫 吃 鱼 它 睡"},
    "en": {"from": "takes from", "by": "this word", "words": "cat ate fish it slept"},
}
CELL, LEFT, TOP = 54, 82, 52


def draw(lang: str) -> str:
    words = WORDS[lang]
    parts = [
        f'<text class="muted" x="{LEFT + 2.5 * CELL:g}" y="16" text-anchor="middle">'
        f"{words['from']}</text>",
        f'<text class="muted" x="{LEFT - 12}" y="{TOP - 12}" text-anchor="end">'
        f"{words['by']}</text>",
    ]
    for place, word in enumerate(words["words"].split()):
        middle = CELL * (place + 0.5)
        parts += [
            f'<text x="{LEFT + middle:g}" y="{TOP - 12}" text-anchor="middle">{word}</text>',
            f'<text x="{LEFT - 12}" y="{TOP + middle + 5:g}" text-anchor="end">{word}</text>',
        ]
        parts += [cell(place, column, share) for column, share in enumerate(shares(X[place]))]
    body = "\n".join(parts)
    side = 5 * CELL
    return (
        f'<svg viewBox="0 0 {LEFT + side + 8} {TOP + side + 8}" width="420" font-size="14">\n'
        f"{body}\n</svg>"
    )


def shares(word: tuple) -> list[float]:
    """The softmax of the scores of one word: its query with the key of every word."""
    query = [product(word, column) for column in zip(*WANTS, strict=True)]
    powers = [math.exp(product(query, key) / math.sqrt(len(key))) for key in X]
    return [power / sum(powers) for power in powers]


def product(a, b) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))


def cell(row: int, column: int, share: float) -> str:
    x, y = LEFT + column * CELL, TOP + row * CELL
    return (
        f'<rect class="three" opacity="{0.7 * share:.2f}" x="{x}" y="{y}" width="{CELL}" '
        f'height="{CELL}"/><rect class="line" opacity="0.3" x="{x}" y="{y}" width="{CELL}" '
        f'height="{CELL}"/><text class="code" x="{x + CELL // 2}" y="{y + CELL // 2 + 5}" '
        f'text-anchor="middle">{share:.2f}</text>'
    )
