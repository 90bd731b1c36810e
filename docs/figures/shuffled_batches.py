"""What shuffling does to samples in batches: samples change places, or whole batches do."""

import numpy as np

SIDE = 25
COLOURS = ("one", "two", "three")
BATCHES, SIZE = 3, 4
STORED = np.arange(BATCHES * SIZE)
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
    shuffle = np.random.default_rng(32).permutation
    return f"""<svg viewBox="0 0 360 262" width="440" font-size="13">
<text x="14" y="20">{words["stored"]}</text>
{row(30, STORED)}
<text x="14" y="94">{words["samples"]}</text>
<text class="code muted" x="14" y="114">fit(x, y) · .shuffle().batch()</text>
{row(124, shuffle(STORED))}
<text x="14" y="188">{words["batches"]}</text>
<text class="code muted" x="14" y="208">fit(PyDataset) · .batch().shuffle()</text>
{row(218, shuffle(STORED.reshape(BATCHES, SIZE)).ravel())}
</svg>"""


def row(y: int, samples) -> str:
    """Numbered samples; the colour says in which batch each was stored."""
    parts = []
    for place, sample in enumerate(samples):
        x = 14 + place * (SIDE + 1) + place // SIZE * 10
        parts.append(
            f'<rect class="{COLOURS[sample // SIZE]}" x="{x}" y="{y}" width="{SIDE}" '
            f'height="{SIDE}" rx="3"/><text class="on code" x="{x + SIDE / 2}" y="{y + 17}" '
            f'text-anchor="middle">{sample}</text>'
        )
    return "\n".join(parts)
