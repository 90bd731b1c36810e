"""A Sequential model is a chain: shapes between the layers, parameters beside them.

Below it are three networks that are no chain: two inputs, two outputs, and a connection that skips
a layer.
"""

INPUTS, HIDDEN, OUTPUTS = 28 * 28, 512, 10
WORDS = {
    "zh": {
        "chain": "顺序模型：一条链",
        "parameters": "个参数",
        "not": "不是一条链",
        "inputs": "两个输入",
        "outputs": "两个输出",
        "skip": "跳过一层",
    },
    "en": {
        "chain": "Sequential: one chain",
        "parameters": "parameters",
        "not": "not a chain",
        "inputs": "two inputs",
        "outputs": "two outputs",
        "skip": "skips a layer",
    },
}


def draw(lang: str) -> str:
    words = WORDS[lang]
    first, last = INPUTS * HIDDEN + HIDDEN, HIDDEN * OUTPUTS + OUTPUTS
    return f"""<svg viewBox="0 0 360 424" width="420" font-size="14">
<text x="180" y="18" text-anchor="middle" font-weight="700">{words["chain"]}</text>
{chain_box(32, f"keras.Input({(INPUTS,)})", "box", "plain")}
{arrow(64, (None, INPUTS))}
{chain_box(98, f"Dense({HIDDEN})", "three", "on", f"{first} {words['parameters']}")}
{arrow(130, (None, HIDDEN))}
{chain_box(164, f"Dense({OUTPUTS})", "three", "on", f"{last} {words['parameters']}")}
{arrow(196, (None, OUTPUTS))}
<path class="line" opacity="0.3" d="M8 246H352"/>
<text x="180" y="272" text-anchor="middle" font-weight="700">{words["not"]}</text>
<g transform="translate(60 0)">{small([(-44, 290), (4, 290), (-20, 338)])}
<path class="line" d="M-24 310L-4 338M24 310L4 338M0 358V386"/>
{head(0, 386)}</g>{label(60, words["inputs"])}
<g transform="translate(180 0)">{small([(-20, 290), (-44, 338), (4, 338)])}
<path class="line" d="M-4 310L-24 338M4 310L24 338M-24 358V386M24 358V386"/>
{head(-24, 386)}{head(24, 386)}</g>{label(180, words["outputs"])}
<g transform="translate(300 0)">{small([(-20, 290), (-20, 338)])}
<path class="line" d="M0 310V338M0 358V386M20 300H38V370H2"/>
{head(0, 386)}</g>{label(300, words["skip"])}
</svg>"""


def chain_box(y: int, name: str, style: str, text: str, beside: str = "") -> str:
    return (
        f'<rect class="{style}" x="8" y="{y}" width="180" height="32" rx="6"/>'
        f'<text class="code {text}" x="98" y="{y + 21}" text-anchor="middle">{name}</text>'
        + (f'<text class="muted" x="200" y="{y + 21}">{beside}</text>' if beside else "")
    )


def arrow(y: int, shape: tuple) -> str:
    return (
        f'<path class="line" d="M98 {y}V{y + 32}"/>{head(98, y + 32)}'
        f'<text class="code" x="112" y="{y + 22}" font-size="13">{shape}</text>'
    )


def head(x: int, y: int) -> str:
    return f'<path class="line" d="M{x - 4} {y - 7}L{x} {y}L{x + 4} {y - 7}"/>'


def small(places: list[tuple[int, int]]) -> str:
    return "".join(
        f'<rect class="three" x="{x}" y="{y}" width="40" height="20" rx="4"/>' for x, y in places
    )


def label(x: int, text: str) -> str:
    return f'<text x="{x}" y="410" text-anchor="middle" font-size="13">{text}</text>'
