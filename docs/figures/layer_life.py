"""Which method of a layer runs when: on the left what you write, on the right what Keras calls."""

WORDS = {
    "zh": {
        "you": "你写",
        "keras": "Keras 调用",
        "later": "以后：只有 call",
        "weights": "建权重",
        "restore": "再填入保存的权重",
    },
    "en": {
        "you": "you write",
        "keras": "Keras calls",
        "later": "later: only call",
        "weights": "makes the weights",
        "restore": "then puts in the weights",
    },
}
ROWS = (  # what is written, and what it calls
    ("Linear(3)", ("__init__",), ""),
    ("layer(x)", ("build", "call"), "weights"),
    ("layer(x)", ("call",), "later"),
    ("layer(Input((8,)))", ("compute_output_shape",), ""),
    ("model.save(…)", ("get_config",), ""),
    ("load_model(…)", ("__init__", "build"), "restore"),
)


def draw(lang: str) -> str:
    words = WORDS[lang]
    parts = [
        f'<text x="8" y="18" font-weight="700">{words["you"]}</text>',
        f'<text x="186" y="18" font-weight="700">{words["keras"]}</text>',
    ]
    y = 32
    for number, (written, called, note) in enumerate(ROWS):
        height = 30 * len(called) + (20 if note else 0)
        if number:
            parts.append(f'<path class="line" opacity="0.25" d="M8 {y}H372"/>')
        middle = y + 24
        parts.append(
            f'<text class="code" x="8" y="{middle + 4}">{written}</text>'
            f'<path class="line" d="M162 {middle}H178M172 {middle - 4}L178 {middle}'
            f'L172 {middle + 4}"/>'
        )
        for place, name in enumerate(called):
            top = y + 10 + 30 * place
            style, text = ("one", "on") if name == "build" else ("three", "on")
            parts.append(
                f'<rect class="{style}" x="186" y="{top}" width="186" height="26" rx="5"/>'
                f'<text class="code {text}" x="279" y="{top + 18}" text-anchor="middle">{name}'
                "</text>"
            )
        if note:
            parts.append(
                f'<text class="muted" x="188" y="{y + 10 + 30 * len(called) + 14}">'
                f"{words[note]}</text>"
            )
        y += height + 14
    return (
        f'<svg viewBox="0 0 380 {y + 4}" width="440" font-size="13">\n'
        + "\n".join(parts)
        + "\n</svg>"
    )
