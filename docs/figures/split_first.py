"""Split first: mean m and standard deviation s come from the training set and serve all three."""

WORDS = {
    "zh": {"sets": ("训练集", "验证集", "测试集"), "learn": "只从这里算 m、s", "all": "三份都用"},
    "en": {
        "sets": ("training", "validation", "test"),
        "learn": "m and s from here only",
        "all": "all three use them",
    },
}
COLUMNS = ((8, 168), (188, 88), (288, 84))  # left edge and width
STYLES = ("one", "two", "three")


def draw(lang: str) -> str:
    words = WORDS[lang]
    parts = []
    for (left, width), style, name in zip(COLUMNS, STYLES, words["sets"], strict=True):
        middle = left + width / 2
        parts.append(
            f'<rect class="{style}" x="{left}" y="8" width="{width}" height="32" rx="4"/>'
            f'<text class="on" x="{middle}" y="29" text-anchor="middle">{name}</text>'
            f'<rect class="{style}" x="{left}" y="150" width="{width}" height="32" rx="4"/>'
            f'<text class="on" x="{middle}" y="171" text-anchor="middle">(x − m) / s</text>'
            f'<path class="line" d="M{middle} 124V144m-4 -5l4 5l4 -5"/>'
        )
    parts.append(
        '<path class="line" d="M50 40V66m-4 -5l4 5l4 -5"/>'
        f'<text class="muted" x="64" y="60">{words["learn"]}</text>'
        '<rect class="box" x="18" y="70" width="64" height="30" rx="4"/>'
        '<text x="50" y="90" text-anchor="middle">m, s</text>'
        f'<path class="line" d="M50 100V124H{sum(COLUMNS[2]) - COLUMNS[2][1] / 2}"/>'
        f'<text class="muted" x="372" y="116" text-anchor="end">{words["all"]}</text>'
    )
    return (
        '<svg viewBox="0 0 380 192" width="460" font-size="13">\n' + "\n".join(parts) + "\n</svg>"
    )
