"""Which set is read when: time runs downwards, one column for each of the three sets."""

WORDS = {
    "zh": {
        "sets": ("训练集", "验证集", "测试集"),
        "use": ("改权重", "测量", "评判"),
        "epoch": "第 {} 轮",
        "choose": "看着这些数，选轮数、学习率、结构",
        "end": "最后",
    },
    "en": {
        "sets": ("training", "validation", "test"),
        "use": ("change weights", "measure", "judge"),
        "epoch": "epoch {}",
        "choose": "choose epochs, rate, architecture",
        "end": "the end",
    },
}
COLUMNS = ((72, 140), (220, 74), (302, 70))  # left edge and width
STYLES = ("one", "two", "three")
EPOCHS, ROW = 3, 40


def block(column: int, top: int, text: str) -> str:
    left, width = COLUMNS[column]
    return (
        f'<rect class="{STYLES[column]}" x="{left}" y="{top}" width="{width}" height="28" rx="4"/>'
        f'<text class="on" x="{left + width / 2}" y="{top + 19}" text-anchor="middle">{text}</text>'
    )


def draw(lang: str) -> str:
    words = WORDS[lang]
    parts = []
    for (left, width), name in zip(COLUMNS, words["sets"], strict=True):
        parts.append(
            f'<text x="{left + width / 2}" y="20" text-anchor="middle" font-weight="700">'
            f"{name}</text>"
        )
    for epoch in range(EPOCHS):
        top = 34 + epoch * ROW
        parts.append(f'<text x="8" y="{top + 19}">{words["epoch"].format(epoch + 1)}</text>')
        parts.append(block(0, top, words["use"][0]) + block(1, top, words["use"][1]))
    middle = 34 + EPOCHS * ROW + 14
    parts.append(
        f'<text class="muted" x="{sum(COLUMNS[1])}" y="{middle}" text-anchor="end">'
        f"{words['choose']}</text>"
        f'<path class="line" opacity="0.35" d="M8 {middle + 12}H372"/>'
    )
    top = middle + 24
    parts.append(
        f'<text x="8" y="{top + 19}">{words["end"]}</text>{block(2, top, words["use"][2])}'
    )
    return (
        f'<svg viewBox="0 0 380 {top + 38}" width="460" font-size="13">\n'
        + "\n".join(parts)
        + "\n</svg>"
    )
