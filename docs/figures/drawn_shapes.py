"""The ten classes of the drawn shapes, each from the corners that the images are drawn with."""

from keras_primer.data.shapes import SHAPES

WORDS = {
    "zh": "三角形 正方形 菱形 五边形 星形 十字 圆 椭圆 长条 箭头",
    "en": "triangle square diamond pentagon star cross disc ellipse bar arrow",
}
WIDTH, HEIGHT = 74, 92  # of a shape with its names
COLOURS = ("one", "two", "three")


def draw(lang: str) -> str:
    names = WORDS[lang].split()
    cells = "\n".join(
        cell(label, corners, names[label]) for label, corners in enumerate(SHAPES.values())
    )
    return f"""<svg viewBox="0 0 {5 * WIDTH} {2 * HEIGHT}" width="460" font-size="13">
{cells}
</svg>"""


def cell(label: int, corners, name: str) -> str:
    """A shape over its label and name."""
    x = WIDTH * (label % 5) + WIDTH / 2
    y = HEIGHT * (label // 5) + 34
    points = " ".join(f"{x + 24 * a:.1f},{y + 24 * b:.1f}" for a, b in corners)
    return (
        f'<polygon class="{COLOURS[label % 3]}" points="{points}"/>'
        f'<text x="{x}" y="{y + 48}" text-anchor="middle">{label} {name}</text>'
    )
