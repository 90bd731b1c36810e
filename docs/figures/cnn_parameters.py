"""What each layer of `mnist_cnn` hands on, and where its parameters are.

On the left the feature maps, as squares with sides in proportion and as many sheets behind each
other as suggest their channels; on the right the parameters of the layer that makes them, as bars.
"""

LAYERS = [  # name, shape of the output, parameters
    ("", "28 × 28 × 1", 0),
    ("Conv2D", "26 × 26 × 32", 320),
    ("Conv2D", "24 × 24 × 64", 18496),
    ("MaxPooling2D", "12 × 12 × 64", 0),
    ("Flatten", "9216", 0),
    ("Dense", "128", 1179776),
    ("Dense", "10", 1290),
]
WORDS = {
    "zh": {"image": "图像", "total": "共 1199882 个参数", "output": "输出", "parameters": "参数"},
    "en": {
        "image": "image",
        "total": "1199882 parameters in all",
        "output": "output",
        "parameters": "parameters",
    },
}
ROW = 62


def draw(lang: str) -> str:
    words = WORDS[lang]
    rows = "\n".join(
        row(26 + i * ROW, name or words["image"], bool(name), shape, parameters)
        for i, (name, shape, parameters) in enumerate(LAYERS)
    )
    end = 26 + len(LAYERS) * ROW
    return f"""<svg viewBox="0 0 380 {end + 22}" width="480" font-size="14">
<text class="muted" x="82" y="16">{words["output"]}</text>
<text class="muted" x="368" y="16" text-anchor="end">{words["parameters"]}</text>
{rows}
<text x="368" y="{end + 14}" text-anchor="end">{words["total"]}</text>
</svg>"""


def row(top: int, name: str, code: bool, shape: str, parameters: int) -> str:
    """One layer: its output drawn, its name and shape, its parameters as number and bar."""
    parts = [
        f'<text{" class=" + chr(34) + "code" + chr(34) if code else ""} x="82" y="{top + 22}" '
        f'font-weight="700">{name}</text>'
        f'<text class="code" x="82" y="{top + 42}">{shape}</text>'
    ]
    sizes = [int(size) for size in shape.split(" × ")]
    if len(sizes) == 3:
        side, sheets = 1.5 * sizes[0], {1: 1, 32: 3, 64: 5}[sizes[2]]
        for sheet in reversed(range(sheets)):
            x, y = 6 + 4 * sheet, top + 27 - side / 2 - 2 * sheet + 4
            parts.append(
                f'<rect class="box" x="{x}" y="{y:g}" width="{side:g}" height="{side:g}" rx="2"/>'
            )
    else:
        height = {9216: 52, 128: 30, 10: 12}[sizes[0]]
        parts.append(
            f'<rect class="box" x="28" y="{top + 29 - height / 2:g}" width="7" '
            f'height="{height}" rx="2"/>'
        )
    if parameters:
        width = max(2, 168 * parameters / 1179776)
        parts.append(
            f'<text class="code" x="368" y="{top + 22}" text-anchor="end">{parameters}</text>'
            f'<rect class="one" x="{368 - width:.1f}" y="{top + 30}" width="{width:.1f}" '
            'height="14" rx="2"/>'
        )
    return "".join(parts)
