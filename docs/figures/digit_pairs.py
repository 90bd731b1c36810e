"""The network of `digit_pairs`: two images, one encoder for both, two answers."""

from strokes import arrow, node

PIXELS, ENCODER, HEADS = 28 * 28, (512, 128), (128, 256)
SUMS = range(9 + 9 + 1)
WORDS = {
    "zh": {
        "left": "左图",
        "right": "右图",
        "shared": "同一个编码器，权重只有一份",
        "same": "相同的概率",
        "sum": f"和为 {SUMS[0]} 到 {SUMS[-1]} 的概率",
    },
    "en": {
        "left": "left image",
        "right": "right image",
        "shared": "one encoder, one set of weights",
        "same": "probability of equal",
        "sum": f"probabilities of {SUMS[0]} to {SUMS[-1]}",
    },
}
LEFT, RIGHT = 96, 284  # the middles of the two columns


def draw(lang: str) -> str:
    words = WORDS[lang]
    return f"""<svg viewBox="0 0 380 402" width="460" font-size="14" text-anchor="middle">
{node(LEFT, 4, words["left"], PIXELS)}
{node(RIGHT, 4, words["right"], PIXELS)}
{arrow(LEFT, 54, LEFT, 84)}
{arrow(RIGHT, 54, RIGHT, 84)}
<rect class="one" x="12" y="86" width="356" height="62" rx="6"/>
<text class="on" x="190" y="110">{words["shared"]}</text>
<text class="on code" x="190" y="134">{" → ".join(map(str, (PIXELS, *ENCODER)))}</text>
{arrow(LEFT, 148, LEFT, 190)}
{arrow(RIGHT, 148, RIGHT, 190)}
{arrow(LEFT + 30, 148, RIGHT - 30, 190)}
{arrow(RIGHT - 30, 148, LEFT + 30, 190)}
{node(LEFT, 192, "ops.abs(left - right)", ENCODER[-1], code=True)}
{node(RIGHT, 192, "left + right", ENCODER[-1], code=True)}
{arrow(LEFT, 242, LEFT, 272)}
{arrow(RIGHT, 242, RIGHT, 272)}
{node(LEFT, 274, "Dense", HEADS[0], code=True)}
{node(RIGHT, 274, "Dense", HEADS[1], code=True)}
{arrow(LEFT, 324, LEFT, 350)}
{arrow(RIGHT, 324, RIGHT, 350)}
<text class="code" x="{LEFT}" y="370" font-weight="700">same: 1</text>
<text class="code" x="{RIGHT}" y="370" font-weight="700">sum: {len(SUMS)}</text>
<text class="muted" x="{LEFT}" y="392">{words["same"]}</text>
<text class="muted" x="{RIGHT}" y="392">{words["sum"]}</text>
</svg>"""
