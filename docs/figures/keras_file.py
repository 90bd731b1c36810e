"""What is inside a `.keras` file: a zip archive of three files, and what each of them holds."""

LAYERS = ((4, 16), (16, 1))  # inputs and units of the dense layers of the page
WEIGHTS = sum(inputs * units + units for inputs, units in LAYERS)
STATE = 2 * WEIGHTS + 2  # Adam: two numbers for each weight, the steps and the learning rate
PARTS = (
    ("metadata.json", ("version",)),
    ("config.json", ("structure", "settings")),
    ("model.weights.h5", ("weights", "state")),
)
LABELS = {
    "zh": {
        "zip": "一个 zip 文件",
        "version": "Keras 版本、保存时间",
        "structure": "模型结构：每一层和它的参数",
        "settings": "编译设置：优化器、损失、指标",
        "weights": f"{WEIGHTS} 个权重和偏置",
        "state": f"{STATE} 个优化器状态",
    },
    "en": {
        "zip": "one zip file",
        "version": "version of Keras, date",
        "structure": "structure: layers and arguments",
        "settings": "what compile was given",
        "weights": f"{WEIGHTS} weights and biases",
        "state": f"{STATE} numbers of the optimizer",
    },
}


def draw(lang: str) -> str:
    say = LABELS[lang]
    y, parts = 56, []
    for (name, lines), colour in zip(PARTS, ("three", "two", "one"), strict=True):
        height = 42 + 22 * len(lines)
        parts.append(
            f'<rect x="20" y="{y}" width="320" height="{height}" rx="6" class="box"/>'
            f'<path d="M26 {y}h308a6 6 0 0 1 6 6v22h-320v-22a6 6 0 0 1 6 -6z" class="{colour}"/>'
            f'<text x="32" y="{y + 19}" class="on code">{name}</text>'
        )
        for i, line in enumerate(lines):
            parts.append(f'<text x="32" y="{y + 50 + 22 * i}">{say[line]}</text>')
        y += height + 12
    return f"""<svg viewBox="0 0 360 {y + 14}" width="440"><g font-size="14">
<rect x="4" y="4" width="352" height="{y + 2}" rx="8" class="line" fill="none"/>
<text x="20" y="36"><tspan class="code" font-weight="700">model.keras</tspan></text>
<text x="340" y="36" text-anchor="end" class="muted">{say["zip"]}</text>
{"".join(parts)}</g></svg>"""
