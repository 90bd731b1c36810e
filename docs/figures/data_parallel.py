"""Data parallelism: two devices share a batch, average their gradients and keep equal weights."""

SAMPLES = 64
COLUMNS = (8, 200)  # left edges of the two devices
WORDS = {
    "zh": {
        "batch": f"一批 {SAMPLES} 个样本",
        "device": "设备",
        "share": f"{SAMPLES // len(COLUMNS)} 个样本",
        "weights": "全部权重",
        "gradient": "自己的梯度",
        "mean": "两个梯度的平均",
        "update": "两边用它更新，权重仍然相同",
    },
    "en": {
        "batch": f"a batch of {SAMPLES} samples",
        "device": "device",
        "share": f"{SAMPLES // len(COLUMNS)} samples",
        "weights": "all weights",
        "gradient": "its own gradient",
        "mean": "mean of the gradients",
        "update": "both update with it and stay equal",
    },
}
WIDE = 172


def draw(lang: str) -> str:
    words = WORDS[lang]
    parts = [
        bar("three", 60, 8, 260, words["batch"]),
        *(device(number, left, words) for number, left in enumerate(COLUMNS)),
        bar("two", 60, 276, 260, words["mean"]),
        '<path class="line" d="M60 293H26V159H42M34 153L42 159L34 165'
        'M320 293H354V159H338M346 153L338 159L346 165"/>',
        f'<text class="muted" x="190" y="334" text-anchor="middle">{words["update"]}</text>',
    ]
    return (
        '<svg viewBox="0 0 380 344" width="460" font-size="14">\n' + "\n".join(parts) + "\n</svg>"
    )


def device(number: int, left: int, words: dict) -> str:
    """One device: its share of the batch, all weights, and the gradient that comes of them."""
    middle = left + WIDE // 2
    return (
        f'<path class="line" d="M{middle} 44V66M{middle - 5} 58L{middle} 66L{middle + 5} 58"/>'
        f'<rect class="box" x="{left}" y="68" width="{WIDE}" height="176" rx="8"/>'
        f'<text x="{middle}" y="90" text-anchor="middle" font-weight="700">'
        f"{words['device']} {number}</text>"
        + bar("three", left + 36, 100, 100, words["share"])
        + bar("one", left + 36, 142, 100, words["weights"])
        + f'<text x="{middle}" y="200" text-anchor="middle">↓</text>'
        f'<text x="{middle}" y="228" text-anchor="middle">{words["gradient"]}</text>'
        f'<path class="line" d="M{middle} 244V274M{middle - 5} 266L{middle} 274'
        f'L{middle + 5} 266"/>'
    )


def bar(style: str, left: int, top: int, wide: int, text: str) -> str:
    """A filled bar with a word in it."""
    return (
        f'<rect class="{style}" x="{left}" y="{top}" width="{wide}" height="34" rx="6"/>'
        f'<text class="on" x="{left + wide // 2}" y="{top + 22}" text-anchor="middle">{text}</text>'
    )
