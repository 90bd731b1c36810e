"""A variational autoencoder: an image becomes a mean and a spread; a code is drawn and decoded."""

from strokes import arrow, node

WORDS = {
    "zh": {"image": "图像", "draw": "抽取编码", "made": "还原的图像：", "kl": "散度加进损失"},
    "en": {
        "image": "image",
        "draw": "draw a code",
        "made": "restored: ",
        "kl": "+ divergence",
    },
}
PIXELS, HIDDEN, CODES = 28 * 28, (256, 64), 2


def draw(lang: str) -> str:
    words = WORDS[lang]
    down, up = (" → ".join(map(str, sizes)) for sizes in (HIDDEN, HIDDEN[::-1]))
    return f"""<svg viewBox="0 0 400 414" width="460" font-size="13" text-anchor="middle">
{node(190, 4, words["image"], PIXELS)}
{arrow(190, 54, 190, 78)}
{node(190, 80, "encoder", down, code=True)}
{arrow(160, 130, 110, 158)}
{arrow(220, 130, 270, 158)}
{node(98, 160, "mean", CODES, code=True)}
{node(282, 160, "log_var", CODES, code=True)}
{arrow(110, 210, 160, 236)}
{arrow(270, 210, 220, 236)}
{node(190, 238, words["draw"], CODES)}
<text class="muted" x="396" y="268" text-anchor="end">{words["kl"]}</text>
{arrow(190, 288, 190, 308)}
{node(190, 310, "decoder", up, code=True)}
{arrow(190, 360, 190, 378)}
<text x="190" y="400">{words["made"]}<tspan class="code">{PIXELS}</tspan></text>
</svg>"""
