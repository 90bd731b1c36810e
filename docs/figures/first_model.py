"""One image on its way through the first network: 28×28 pixels, 784 numbers, 512 units, 10 answers.

The pixels are those of one of the built-in digits, a five, in 16 shades; the strip under it holds
the same pixels, row after row, as `reshape` puts them. The bars are a sketch.
"""

DIGIT = (
    "0000000000000000000000000000",
    "0000000000000000000000000000",
    "0000000000000000000000000000",
    "0000000000000000000000000000",
    "0000000038bb9610000000000000",
    "0000000039cca731111000000000",
    "0000000039ddcb87775200000000",
    "000000003aeffeeeed9300000000",
    "000000003aeffffffea400000000",
    "0000000039dffffedc8300000000",
    "0000000039defffeca7300000000",
    "0000000038dffffeb85200000000",
    "0000000038ceffffb74100000000",
    "00000000258accddb96311000000",
    "0000000012357789bdb742000000",
    "0000000000013457bfea63000000",
    "0000000000001235affb73000000",
    "0000000000000124afeb84000000",
    "0000000001110136bfea73000000",
    "000000001232237adfd842000000",
    "00000000145546acefc731000000",
    "000000002579abdeec9410000000",
    "00000000269ceeffda7300000000",
    "0000000026adffffda6200000000",
    "0000000000000000000000000000",
    "0000000000000000000000000000",
    "0000000000000000000000000000",
    "0000000000000000000000000000",
)
WORDS = {
    "zh": {
        "image": "一张图像",
        "values": "0 到 255 的整数",
        "prepare": "排成一行，除以 255",
        "row": "784 个 0 到 1 的数",
        "hidden": "512 个单元",
        "answer": "10 个概率，加起来是 1",
        "parameters": "个参数",
    },
    "en": {
        "image": "one image",
        "values": "integers, 0 to 255",
        "prepare": "put in one row, divide by 255",
        "row": "784 numbers, 0 to 1",
        "hidden": "512 units",
        "answer": "10 probabilities, together 1",
        "parameters": "parameters",
    },
}
WIDTH, HEIGHT = 400, 500
LEFT, SPAN = 8, 384  # of the strips
CELL = 4  # of a pixel of the image


def draw(lang: str) -> str:
    """The figure as SVG."""
    words = WORDS[lang]
    size = len(DIGIT) * CELL
    hidden, output = 784 * 512 + 512, 512 * 10 + 10
    parts = [
        pixels(LEFT, 8),
        f'<rect class="line" x="{LEFT}" y="8" width="{size}" height="{size}"/>',
        text(size + 26, 50, f"{words['image']} 28 × 28", "start"),
        text(size + 26, 74, words["values"], "start", "muted"),
        arrow(126, 156, words["prepare"]),
        strip(162, 26),
        f'<rect class="line" x="{LEFT}" y="162" width="{SPAN}" height="26"/>',
        text(WIDTH / 2, 210, words["row"]),
        arrow(220, 266, f"Dense(512) relu: {hidden} {words['parameters']}"),
        units(282, 32, 4.4, "three"),
        text(WIDTH / 2, 312, words["hidden"]),
        arrow(322, 368, f"Dense(10) softmax: {output} {words['parameters']}"),
        answers(376),
        text(WIDTH / 2, 488, words["answer"]),
    ]
    return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}">{"".join(parts)}</svg>'


def pixels(x: float, y: float) -> str:
    """The image; the darker a pixel, the more ink."""
    return "".join(
        square(x + column * CELL, y + row * CELL, CELL, CELL, value)
        for row, values in enumerate(DIGIT)
        for column, value in enumerate(values)
        if value != "0"
    )


def strip(y: float, height: float) -> str:
    """The same pixels in one row."""
    step = SPAN / 784
    return "".join(
        square(round(LEFT + place * step, 2), y, round(step, 2), height, value)
        for place, value in enumerate("".join(DIGIT))
        if value != "0"
    )


def square(x: float, y: float, width: float, height: float, value: str) -> str:
    shade = f' opacity="{int(value, 16) / 15:.1f}"' if value != "f" else ""
    return f'<path fill="currentColor"{shade} d="M{x} {y}h{width}v{height}h-{width}z"/>'


def units(y: float, count: int, radius: float, fill: str) -> str:
    """A row of circles for a layer that is too wide to draw in full."""
    step = SPAN / count
    return "".join(
        f'<circle class="{fill}" cx="{LEFT + step * (place + 0.5):.1f}" cy="{y}" r="{radius}"/>'
        for place in range(count)
    )


def answers(y: float) -> str:
    """One box for each digit; the answer is filled."""
    step = SPAN / 10
    boxes = []
    for digit in range(10):
        x, found = LEFT + digit * step, digit == 5
        height = 56 if found else 3
        boxes.append(
            f'<rect class="{"one" if found else "two"}" x="{x + 8}" y="{y + 60 - height}" '
            f'width="{step - 16}" height="{height}"/>'
            + text(x + step / 2, y + 82, str(digit), "middle", "code")
        )
    return "".join(boxes)


def arrow(top: float, bottom: float, label: str) -> str:
    """Down the left, with what happens on the way."""
    middle, x = (top + bottom) / 2, 40
    return f'<path class="line" stroke-width="1.5" d="M{x} {top}V{bottom}m-4 -6l4 6l4 -6"/>' + text(
        x + 16, middle + 5, label, "start", "muted"
    )


def text(x: float, y: float, content: str, anchor: str = "middle", style: str = "") -> str:
    return (
        f'<text class="{style}" x="{x}" y="{y}" font-size="16" text-anchor="{anchor}">'
        f"{content}</text>"
    )
