"""Four learning rates on the same valley: the loss (w - LOWEST)^2, from w = 0, a few steps each.

The gradient is 2 (w - LOWEST), so each step multiplies the distance from it by 1 - 2 * rate.
"""

WORDS = {
    "zh": {0.001: "几乎不动", 0.1: "走近谷底", 0.9: "来回跨过", 1.1: "越跳越远"},
    "en": {0.001: "hardly moves", 0.1: "gets close", 0.9: "jumps across", 1.1: "runs away"},
}
LOWEST, STEPS = 3, 4
LOW, HIGH, TALLEST = -4, 10, 42  # of w, and of the loss
WIDTH, HEIGHT, CELL = 168, 96, (192, 152)  # of a valley, and of the cell it is drawn in


def x(w: float, left: int) -> float:
    return round(left + WIDTH * (w - LOW) / (HIGH - LOW), 1)


def y(w: float, top: int) -> float:
    return round(top + HEIGHT - HEIGHT * (w - LOWEST) ** 2 / TALLEST, 1)


def path(rate: float) -> list[float]:
    weights = [0.0]
    for _ in range(STEPS):
        weights.append(weights[-1] - rate * 2 * (weights[-1] - LOWEST))
    return weights


def valley(rate: float, word: str, left: int, top: int) -> str:
    half = TALLEST**0.5

    def line(weights: list[float]) -> str:
        return " ".join(f"{x(w, left)},{y(w, top)}" for w in weights)

    curve = line([LOWEST - half + 2 * half * step / 48 for step in range(49)])
    weights = path(rate)
    dots = "".join(
        f'<circle class="{"two" if w == 0 else "one"}" cx="{x(w, left)}" cy="{y(w, top)}" r="5"/>'
        for w in reversed(weights)
    )
    return (
        f'<text class="code" x="{left}" y="{top - 12}">{rate}</text>'
        f'<text class="muted" x="{left + WIDTH}" y="{top - 12}" text-anchor="end">{word}</text>'
        f'<polyline points="{curve}" fill="none" stroke="currentColor" opacity="0.45"/>'
        f'<polyline points="{line(weights)}" fill="none" stroke="currentColor" stroke-width="1.5"/>'
        f"{dots}"
        f'<text class="code" x="{x(LOWEST, left)}" y="{top + HEIGHT + 20}" text-anchor="middle">'
        f"w = {LOWEST}</text>"
    )


def draw(lang: str) -> str:
    parts = [
        valley(rate, word, 10 + (number % 2) * CELL[0], 30 + (number // 2) * CELL[1])
        for number, (rate, word) in enumerate(WORDS[lang].items())
    ]
    return (
        '<svg viewBox="0 0 380 306" width="460" font-size="13">\n' + "\n".join(parts) + "\n</svg>"
    )
