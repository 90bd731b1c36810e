"""What runs in a step: Python and the computation, or only a graph that Python made once."""

STEPS = 4
WORDS = {
    "zh": {
        "eager": "即时执行：每一步都运行 Python",
        "traced": "计算图：Python 只追踪一次",
        "python": "Python",
        "graph": "计算图",
        "compute": "计算",
        "step": "第 {} 步",
    },
    "en": {
        "eager": "eager: Python runs in every step",
        "traced": "graph: Python traces once",
        "python": "Python",
        "graph": "graph",
        "compute": "compute",
        "step": "step {}",
    },
}
LEFT, WIDTH, GAP = 8, 80, 14  # the first column of boxes, their width, the space between them


def draw(lang: str) -> str:
    words = WORDS[lang]
    parts = [
        f'<text x="{LEFT}" y="20" font-weight="700">{words["eager"]}</text>',
        f'<text x="{LEFT}" y="170" font-weight="700">{words["traced"]}</text>',
        box("two", column(0), 184, WIDTH, words["python"]),
        f'<path class="line" d="M{column(0) + WIDTH} 199H{column(1) - 2}'
        f'M{column(1) - 8} 194L{column(1) - 2} 199L{column(1) - 8} 204"/>',
        box("three", column(1), 184, column(STEPS) - column(1) - GAP, words["graph"]),
        # A line from the graph back over the first step, which uses it like the others.
        f'<path class="line" d="M{middle(1)} 214V226H{middle(0)}"/>',
    ]
    for number in range(STEPS):
        parts += [
            box("two", column(number), 34, WIDTH, words["python"]),
            down(middle(number), 64, 84),
            box("one", column(number), 84, WIDTH, words["compute"]),
            below(number, 132, words["step"]),
            down(middle(number), 226 if number == 0 else 214, 246),
            box("one", column(number), 246, WIDTH, words["compute"]),
            below(number, 294, words["step"]),
        ]
    return f'<svg viewBox="0 0 378 304" width="430" font-size="13">{"".join(parts)}</svg>'


def column(number: int) -> int:
    return LEFT + number * (WIDTH + GAP)


def middle(number: int) -> int:
    return column(number) + WIDTH // 2


def box(style: str, x: int, y: int, width: int, label: str) -> str:
    return (
        f'<rect class="{style}" x="{x}" y="{y}" width="{width}" height="30" rx="5"/>'
        f'<text class="on" x="{x + width // 2}" y="{y + 20}" text-anchor="middle">{label}</text>'
    )


def down(x: int, start: int, end: int) -> str:
    return (
        f'<path class="line" d="M{x} {start}V{end - 2}'
        f'M{x - 5} {end - 8}L{x} {end - 2}L{x + 5} {end - 8}"/>'
    )


def below(number: int, y: int, label: str) -> str:
    return (
        f'<text class="muted" x="{middle(number)}" y="{y}" text-anchor="middle">'
        f"{label.format(number + 1)}</text>"
    )
