"""Which way to write a model: two questions, three answers."""

WORDS = {
    "zh": {
        "chain": ("一层接一层，", "只有一个输入、一个输出？"),
        "graph": ("层与层怎么连，", "不看数据就画得出来？"),
        "yes": "是",
        "no": "不是",
        "sequential": "顺序模型",
        "functional": "函数式 API",
        "subclassed": "模型子类化",
        "layer": ("只有一步计算是自己的？", "把它写成层，放进前两种"),
    },
    "en": {
        "chain": ("One layer after another,", "one input, one output?"),
        "graph": ("Can you draw the connections", "without seeing the data?"),
        "yes": "yes",
        "no": "no",
        "sequential": "Sequential",
        "functional": "functional API",
        "subclassed": "a model class",
        "layer": ("Only one step is your own?", "Write a layer, put it in the first two"),
    },
}


def draw(lang: str) -> str:
    words = WORDS[lang]
    return f"""<svg viewBox="0 0 380 372" width="440" font-size="14">
{question(8, words["chain"])}
{answer(8, words["sequential"], words["yes"], "two")}
<path class="line" d="M112 70V126M108 119L112 126L116 119"/>
<text x="122" y="102">{words["no"]}</text>
{question(126, words["graph"])}
{answer(126, words["functional"], words["yes"], "three")}
<path class="line" d="M112 188V244M108 237L112 244L116 237"/>
<text x="122" y="220">{words["no"]}</text>
<rect class="one" x="8" y="244" width="208" height="44" rx="6"/>
<text class="on" x="112" y="271" text-anchor="middle">{words["subclassed"]}</text>
<rect class="line" x="8" y="310" width="364" height="54" rx="6" stroke-dasharray="4 4"/>
<text class="muted" x="190" y="332" text-anchor="middle">{words["layer"][0]}</text>
<text class="muted" x="190" y="352" text-anchor="middle">{words["layer"][1]}</text>
</svg>"""


def question(y: int, lines: tuple[str, str]) -> str:
    return f"""<rect class="box" x="8" y="{y}" width="208" height="62" rx="6"/>
<text x="112" y="{y + 26}" text-anchor="middle">{lines[0]}</text>
<text x="112" y="{y + 46}" text-anchor="middle">{lines[1]}</text>"""


def answer(y: int, name: str, yes: str, style: str) -> str:
    middle = y + 31
    return f"""<path class="line" d="M216 {middle}H258M251 {middle - 4}L258 {middle}
L251 {middle + 4}"/>
<text x="236" y="{middle - 8}" text-anchor="middle">{yes}</text>
<rect class="{style}" x="258" y="{middle - 22}" width="114" height="44" rx="6"/>
<text class="on" x="315" y="{middle + 5}" text-anchor="middle">{name}</text>"""
