"""Two ways out of a model: saved, it comes back to Keras; exported, it leaves for good."""

LABELS = {
    "zh": {
        "model": "训练好的模型",
        "back": "回到 Keras",
        "can": "预测、接着训练、改结构",
        "away": "没有 Keras 的程序",
        "only": "只能预测",
    },
    "en": {
        "model": "trained model",
        "back": "back to Keras",
        "can": "predict, train, change",
        "away": "programs without Keras",
        "only": "predict, nothing else",
    },
}


def draw(lang: str) -> str:
    say = LABELS[lang]
    columns = "".join(
        f'<path d="M180 44v14H{x}v14" class="line"/>'
        f'<text x="{x}" y="92" class="code">{call}</text>'
        f'<path d="M{x} 102v14" class="line"/>'
        f'<rect x="{x - 84}" y="116" width="168" height="{26 + 24 * len(files)}" rx="6" '
        f'class="{colour}"/>'
        + "".join(
            f'<text x="{x}" y="{141 + 24 * i}" class="on code">{name}</text>'
            for i, name in enumerate(files)
        )
        + f'<path d="M{x} {142 + 24 * len(files)}V230" class="line"/>'
        f'<rect x="{x - 84}" y="230" width="168" height="58" rx="6" class="box"/>'
        f'<text x="{x}" y="254">{say[where]}</text>'
        f'<text x="{x}" y="276" font-size="13" class="muted">{say[what]}</text>'
        for x, call, files, colour, where, what in (
            (90, "save", (".keras",), "two", "back", "can"),
            (270, "export", ("SavedModel", "LiteRT", "ONNX"), "three", "away", "only"),
        )
    )
    return f"""<svg viewBox="0 0 360 294" width="440"><g font-size="14" text-anchor="middle">
<rect x="90" y="6" width="180" height="38" rx="6" class="one"/>
<text x="180" y="30" class="on">{say["model"]}</text>
{columns}</g></svg>"""
