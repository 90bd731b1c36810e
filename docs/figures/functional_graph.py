"""The graph of a functional model with two inputs, a shared encoder and two outputs.

The encoder is drawn once, as wide as both branches, because its weights exist once. Its left output
and its right one meet twice: in their distance, and joined end to end.
"""

INPUTS, CODE = 8, 16  # numbers that enter and leave the encoder
SAME, SUM = 1, 7  # units of the two outputs
WORDS = {
    "zh": {"shared": "同一层，用两次：权重只有一份", "parameters": "个参数"},
    "en": {"shared": "one layer, used twice: one set of weights", "parameters": "parameters"},
}
LEFT, RIGHT = 92, 268  # the middles of the two branches


def draw(lang: str) -> str:
    words = WORDS[lang]
    encoder = INPUTS * CODE + CODE
    same, total = CODE * SAME + SAME, 2 * CODE * SUM + SUM
    return f"""<svg viewBox="0 0 360 444" width="420" font-size="14">
{box(LEFT, 6, 136, "left", (None, INPUTS), "box")}
{box(RIGHT, 6, 136, "right", (None, INPUTS), "box")}
<path class="line" d="M{LEFT} 50V84M{RIGHT} 50V84"/>{head(LEFT, 84)}{head(RIGHT, 84)}
<rect class="one" x="8" y="84" width="344" height="64" rx="6"/>
<text class="code on" x="180" y="104" text-anchor="middle">encoder = Dense({CODE})</text>
<text class="on" x="180" y="123" text-anchor="middle" font-size="13">{words["shared"]}</text>
<text class="on" x="180" y="141" text-anchor="middle" font-size="13">{encoder} {
        words["parameters"]
    }</text>
<path class="line" d="M{LEFT - 20} 148V232M{RIGHT - 20} 148V176H{LEFT + 20}V232"/>
<path class="line" d="M{LEFT - 20} 204H{RIGHT - 20}V232M{RIGHT + 20} 148V232"/>
<circle class="line" cx="{LEFT - 20}" cy="204" r="2.5" fill="currentColor"/>
{head(LEFT - 20, 232)}{head(LEFT + 20, 232)}{head(RIGHT - 20, 232)}{head(RIGHT + 20, 232)}
<text class="code muted" x="{RIGHT + 28}" y="172" font-size="13">(…, {CODE})</text>
{box(LEFT, 232, 160, "abs(a - b)", (None, CODE), "box")}
{box(RIGHT, 232, 160, "concatenate", (None, 2 * CODE), "box")}
<path class="line" d="M{LEFT} 276V310M{RIGHT} 276V310"/>{head(LEFT, 310)}{head(RIGHT, 310)}
{box(LEFT, 310, 160, f"Dense({SAME})", f"{same} {words['parameters']}", "three")}
{box(RIGHT, 310, 160, f"Dense({SUM})", f"{total} {words['parameters']}", "three")}
<path class="line" d="M{LEFT} 354V388M{RIGHT} 354V388"/>{head(LEFT, 388)}{head(RIGHT, 388)}
{box(LEFT, 388, 136, "same", (None, SAME), "box")}
{box(RIGHT, 388, 136, "sum", (None, SUM), "box")}
</svg>"""


def box(x: int, y: int, width: int, name: str, below: str | tuple, style: str) -> str:
    """A box around x, with a name and a shape or a line below it."""
    text = "on" if style == "three" else "muted"
    upper = "on" if style == "three" else "plain"
    code = "code " if isinstance(below, tuple) else ""
    return (
        f'<rect class="{style}" x="{x - width // 2}" y="{y}" width="{width}" height="44" rx="6"/>'
        f'<text class="code {upper}" x="{x}" y="{y + 19}" text-anchor="middle">{name}</text>'
        f'<text class="{code}{text}" x="{x}" y="{y + 37}" text-anchor="middle" font-size="13">'
        f"{below}</text>"
    )


def head(x: int, y: int) -> str:
    return f'<path class="line" d="M{x - 4} {y - 7}L{x} {y}L{x + 4} {y - 7}"/>'
