"""What is installed, from top to bottom: your code, Keras, one of three backends, the hardware."""

LABELS = {
    "zh": {
        "code": "你的代码",
        "one": "三选一",
        "device": "CPU 或 GPU",
        "choose": "由 KERAS_BACKEND 选择",
    },
    "en": {
        "code": "your code",
        "one": "one of them",
        "device": "CPU or GPU",
        "choose": "chosen by KERAS_BACKEND",
    },
}


def draw(lang: str) -> str:
    say = LABELS[lang]
    backends = "".join(
        f'<rect x="{8 + n * 118}" y="136" width="108" height="40" rx="6" '
        f'class="{"three" if n == 0 else "box"}"/>'
        f'<text x="{62 + n * 118}" y="161" class="{"on" if n == 0 else "plain"}">{name}</text>'
        for n, name in enumerate(["TensorFlow", "JAX", "PyTorch"])
    )
    return f"""<svg viewBox="0 0 360 250" width="420"><g font-size="15" text-anchor="middle">
<rect x="8" y="6" width="344" height="38" rx="6" class="box"/>
<text x="180" y="30">{say["code"]} <tspan class="code">import keras</tspan></text>
<rect x="8" y="58" width="344" height="40" rx="6" class="one"/>
<text x="180" y="83" class="on">Keras</text>
<text x="180" y="122" font-size="13" class="muted">{say["one"]} · {say["choose"]}</text>
{backends}
<rect x="8" y="200" width="344" height="38" rx="6" class="box"/>
<text x="180" y="224">{say["device"]}</text>
<path d="M180 44v14M62 98v10M62 127v9M62 176v24" class="line"/>
<path d="M180 98v10M298 98v10M180 127v9M298 127v9M180 176v24M298 176v24" class="line"
 stroke-dasharray="3 4"/>
</g></svg>"""
