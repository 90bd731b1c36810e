"""From folders to a batch: names in alphabetical order become labels."""

from keras_primer.data.shapes import SHAPES

NAMES = sorted(("triangle", "square", "disc"))
SIDE = 64  # that of keras_primer.data.folders, which needs more than a preview has
BATCH = 32
STYLES = ("one", "two", "three")
ROW = 54  # height of a folder
WORDS = {
    "zh": {"label": "标签", "batch": "一个批次", "images": "图像", "labels": "标签"},
    "en": {"label": "label", "batch": "a batch", "images": "images", "labels": "labels"},
}


def draw(lang: str) -> str:
    words = WORDS[lang]
    rows = "\n".join(folder(label, name, words) for label, name in enumerate(NAMES))
    return f"""<svg viewBox="0 0 360 292" width="440" font-size="13">
<text class="code" x="10" y="20" font-weight="700">pictures</text>
<path class="line" d="M18 28V{54 + 2 * ROW}"/>
{rows}
<path class="line" d="M180 196V218m-4 -5l4 5l4 -5"/>
<rect class="box" x="40" y="222" width="280" height="62" rx="4"/>
<text x="54" y="242" font-weight="700">{words["batch"]}</text>
<text x="54" y="258">{words["images"]}</text>
<text class="code" x="120" y="258">({BATCH}, {SIDE}, {SIDE}, 3)</text>
<text x="54" y="276">{words["labels"]}</text>
<text class="code" x="120" y="276">({BATCH},)</text>
</svg>"""


def folder(label: int, name: str, words: dict) -> str:
    """One folder with its images, and the label that they get."""
    y = 54 + label * ROW
    images = "\n".join(image(label, name, 118 + place * 42, y) for place in range(3))
    return f"""<path class="line" d="M18 {y}H30"/>
<text class="code" x="36" y="{y + 4}">{name}</text>
{images}
<path class="line" d="M250 {y}H284m-5 -4l5 4l-5 4"/>
<text x="292" y="{y + 4}">{words["label"]} {label}</text>"""


def image(label: int, name: str, x: int, y: int) -> str:
    """A shape in a frame; the middle of its left side is at x and y."""
    points = " ".join(f"{x + 18 + 12 * a:.1f},{y + 12 * b:.1f}" for a, b in SHAPES[name])
    return (
        f'<rect class="box" x="{x}" y="{y - 18}" width="36" height="36" rx="3"/>'
        f'<polygon class="{STYLES[label]}" points="{points}"/>'
    )
