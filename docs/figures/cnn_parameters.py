"""What each layer of `mnist_cnn` hands on, and where its parameters are.

On the left the feature maps, as squares with sides in proportion; each doubling of the channels
puts one more sheet behind. What is flat is a bar that grows as much with each doubling. On the
right the parameters of the layer that makes them, as bars in proportion, the shortest 2 wide.
"""

from math import log2, prod


def convolution(shape: tuple, filters: int, kernel: int) -> tuple[tuple, int]:
    """The shape that a convolution without padding makes of another, and its parameters."""
    height, width, channels = shape
    weights = kernel * kernel * channels * filters
    return (height - kernel + 1, width - kernel + 1, filters), weights + filters


def dense(shape: tuple, units: int) -> tuple[tuple, int]:
    return (units,), shape[0] * units + units


def pooling(shape: tuple, size: int) -> tuple[tuple, int]:
    height, width, channels = shape
    return (height // size, width // size, channels), 0


def flatten(shape: tuple) -> tuple[tuple, int]:
    return (prod(shape),), 0


def outputs() -> list[tuple[str, tuple, int]]:
    """Layer by layer its name, the shape of its output and its parameters."""
    rows = [("", (28, 28, 1), 0)]
    for name, layer, *arguments in (
        ("Conv2D", convolution, 32, 3),
        ("Conv2D", convolution, 64, 3),
        ("MaxPooling2D", pooling, 2),
        ("Flatten", flatten),
        ("Dense", dense, 128),
        ("Dense", dense, 10),
    ):
        rows.append((name, *layer(rows[-1][1], *arguments)))
    return rows


LAYERS = outputs()
TOTAL = sum(parameters for *_, parameters in LAYERS)
MOST = max(parameters for *_, parameters in LAYERS)
WORDS = {
    "zh": {"image": "图像", "total": f"共 {TOTAL} 个参数", "output": "输出", "parameters": "参数"},
    "en": {
        "image": "image",
        "total": f"{TOTAL} parameters in all",
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


def row(top: int, name: str, code: bool, shape: tuple, parameters: int) -> str:
    """One layer: its output drawn, its name and shape, its parameters as number and bar."""
    parts = [
        f'<text{" class=" + chr(34) + "code" + chr(34) if code else ""} x="82" y="{top + 22}" '
        f'font-weight="700">{name}</text>'
        f'<text class="code" x="82" y="{top + 42}">{" × ".join(map(str, shape))}</text>'
    ]
    if len(shape) == 3:
        side, doublings = 1.5 * shape[0], int(log2(shape[2]))
        for sheet in reversed(range(1 + doublings)):
            x, y = 6 + 3 * sheet, top + 31 - side / 2 - 1.5 * sheet
            parts.append(
                f'<rect class="box" x="{x}" y="{y:g}" width="{side:g}" height="{side:g}" rx="2"/>'
            )
    else:
        height = 4 * log2(shape[0])
        parts.append(
            f'<rect class="box" x="28" y="{top + 29 - height / 2:.1f}" width="7" '
            f'height="{height:.1f}" rx="2"/>'
        )
    if parameters:
        width = max(2, 168 * parameters / MOST)
        parts.append(
            f'<text class="code" x="368" y="{top + 22}" text-anchor="end">{parameters}</text>'
            f'<rect class="one" x="{368 - width:.1f}" y="{top + 30}" width="{width:.1f}" '
            'height="14" rx="2"/>'
        )
    return "".join(parts)
