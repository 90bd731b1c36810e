"""A variational autoencoder: an image becomes a mean and a spread; a code is drawn and decoded."""

WORDS = {
    "zh": {"image": "图像", "draw": "抽取编码", "made": "还原的图像：", "kl": "散度加进损失"},
    "en": {
        "image": "image",
        "draw": "draw a code",
        "made": "restored: ",
        "kl": "divergence → loss",
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


def node(x: int, top: int, name: str, size: int | str, code: bool = False) -> str:
    """A box with a name and the number of values that leave it."""
    kind = ' class="code"' if code else ""
    return (
        f'<rect class="box" x="{x - 78}" y="{top}" width="156" height="50" rx="6"/>'
        f'<text{kind} x="{x}" y="{top + 20}" font-size="13">{name}</text>'
        f'<text class="code" x="{x}" y="{top + 41}">{size}</text>'
    )


def arrow(x1: int, y1: int, x2: int, y2: int) -> str:
    """A line with a head at its end."""
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    dx, dy = (x2 - x1) / length, (y2 - y1) / length
    a, b = (
        (x2 - 7 * dx - 4 * dy, y2 - 7 * dy + 4 * dx),
        (x2 - 7 * dx + 4 * dy, y2 - 7 * dy - 4 * dx),
    )
    return (
        f'<path class="line" d="M{x1} {y1}L{x2} {y2}'
        f'M{a[0]:.1f} {a[1]:.1f}L{x2} {y2}L{b[0]:.1f} {b[1]:.1f}"/>'
    )
