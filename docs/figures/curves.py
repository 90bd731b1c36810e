"""How a recorded training went: loss above, accuracy below, training beside validation.

Each line is the mean of the recorded runs; the band around it goes from their lowest value to their
highest. Runs that stop early have different lengths: the picture ends with the shortest.
"""

WORDS = {
    "zh": {
        "loss": "损失",
        "accuracy": "准确率",
        "training": "训练集",
        "validation": "验证集",
        "epoch": "轮次",
    },
    "en": {
        "loss": "loss",
        "accuracy": "accuracy",
        "training": "training",
        "validation": "validation",
        "epoch": "epoch",
    },
}
WIDTH, HEIGHT = 400, 190  # of one diagram with its labels
LEFT, RIGHT, TOP, BOTTOM = 54, 388, 34, 158  # of the drawing area in it
SETS = (("training", "", "one"), ("validation", "val_", "two"))


def draw(lang: str, result: dict) -> str:
    words = WORDS[lang]
    histories = [run["history"] for run in result["runs"]]
    metrics = [name for name in ("loss", "accuracy") if name in histories[0]]
    parts = [
        f'<g transform="translate(0 {place * HEIGHT})">{diagram(name, histories, words)}</g>'
        for place, name in enumerate(metrics)
    ]
    height = HEIGHT * len(metrics)
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" width="460" font-size="13">\n'
        + "\n".join(parts)
        + "\n</svg>"
    )


def diagram(metric: str, histories: list[dict], words: dict) -> str:
    """One metric over the epochs."""
    lines = {
        name: list(zip(*(history[prefix + metric] for history in histories), strict=False))
        for name, prefix, _ in SETS
        if prefix + metric in histories[0]
    }
    values = [value for line in lines.values() for epoch in line for value in epoch]
    low, high = min(values), max(values)
    epochs = max(map(len, lines.values()))

    def x(epoch: int) -> float:
        return round(LEFT + (RIGHT - LEFT) * (epoch / max(1, epochs - 1)), 1)

    def y(value: float) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * (value - low) / (high - low or 1), 1)

    parts = [
        f'<text x="{LEFT}" y="18" font-weight="700">{words[metric]}</text>',
        f'<path class="line" d="M{LEFT} {TOP}V{BOTTOM}H{RIGHT}"/>',
    ]
    for value in (low, (low + high) / 2, high):
        parts.append(
            f'<path class="line" opacity="0.25" d="M{LEFT} {y(value)}H{RIGHT}"/>'
            f'<text class="code" x="{LEFT - 6}" y="{y(value) + 5}" text-anchor="end">'
            f"{value:.3f}</text>"
        )
    for epoch in sorted({0, epochs // 2, epochs - 1}):
        parts.append(
            f'<text class="code" x="{x(epoch)}" y="{BOTTOM + 18}" text-anchor="middle">'
            f"{epoch + 1}</text>"
        )
    parts.append(
        f'<text class="muted" x="{(LEFT + x(epochs // 2)) / 2}" y="{BOTTOM + 18}" '
        f'text-anchor="middle">{words["epoch"]}</text>'
    )
    for place, (name, _, style) in enumerate(kind for kind in SETS if kind[0] in lines):
        line = lines[name]
        upper = [f"{x(epoch)} {y(max(seen))}" for epoch, seen in enumerate(line)]
        lower = [f"{x(epoch)} {y(min(seen))}" for epoch, seen in reversed(list(enumerate(line)))]
        middle = [f"{x(epoch)} {y(sum(seen) / len(seen))}" for epoch, seen in enumerate(line)]
        dashed = ' stroke-dasharray="5 4"' if name == "validation" else ""
        left = 190 + place * 104
        parts += [
            f'<path class="{style}" opacity="0.2" d="M{"L".join(upper + lower)}z"/>',
            f'<path class="line" stroke-width="2"{dashed} d="M{"L".join(middle)}"/>',
            f'<rect class="{style}" opacity="0.4" x="{left}" y="8" width="24" height="12"/>',
            f'<path class="line" stroke-width="2"{dashed} d="M{left} 14h24"/>',
            f'<text x="{left + 30}" y="18">{words[name]}</text>',
        ]
    return "".join(parts)
