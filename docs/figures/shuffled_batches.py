"""What shuffling does to 12 samples in 3 batches: samples change places, or whole batches do."""

SIDE = 25
COLOURS = ("one", "two", "three")
SAMPLES = (7, 2, 10, 4, 0, 11, 5, 8, 3, 9, 1, 6)
BATCHES = (8, 9, 10, 11, 0, 1, 2, 3, 4, 5, 6, 7)
WORDS = {
    "zh": {"stored": "存放的顺序", "samples": "打乱样本", "batches": "只打乱批次"},
    "en": {
        "stored": "as stored",
        "samples": "samples shuffled",
        "batches": "only batches shuffled",
    },
}


def draw(lang: str) -> str:
    words = WORDS[lang]
    return f"""<svg viewBox="0 0 360 262" width="440" font-size="13">
<text x="14" y="20">{words["stored"]}</text>
{row(30, range(12))}
<text x="14" y="94">{words["samples"]}</text>
<text class="code muted" x="14" y="114">fit(x, y) · .shuffle().batch()</text>
{row(124, SAMPLES)}
<text x="14" y="188">{words["batches"]}</text>
<text class="code muted" x="14" y="208">fit(PyDataset) · .batch().shuffle()</text>
{row(218, BATCHES)}
</svg>"""


def row(y: int, samples) -> str:
    """Twelve numbered samples; the colour says in which batch each was stored."""
    parts = []
    for place, sample in enumerate(samples):
        x = 14 + place * (SIDE + 1) + place // 4 * 10
        parts.append(
            f'<rect class="{COLOURS[sample // 4]}" x="{x}" y="{y}" width="{SIDE}" height="{SIDE}" '
            f'rx="3"/><text class="on code" x="{x + SIDE / 2}" y="{y + 17}" '
            f'text-anchor="middle">{sample}</text>'
        )
    return "\n".join(parts)
