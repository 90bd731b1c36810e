"""The arithmetic of one `Dense(2)`: a row of 3 numbers times a kernel of 3 rows and 2 columns.

Above, the whole layer: input, kernel, bias, output. Each column of the kernel, with its bias, has
the colour of the output that it makes. Below, both sums written out.
"""

X = (1, 2, 3)
KERNEL = ((1, 0), (2, -1), (0, 3))
BIAS = (10, -20)
SIDE = 42
CLASSES = ("one", "three")
WORDS = {
    "zh": {"input": "输入", "kernel": "权重", "bias": "偏置", "output": "输出"},
    "en": {"input": "input", "kernel": "kernel", "bias": "bias", "output": "output"},
}


def draw(lang: str) -> str:
    words = WORDS[lang]
    outputs = [sum(x * row[j] for x, row in zip(X, KERNEL, strict=True)) + BIAS[j] for j in (0, 1)]
    parts = [
        label(12, 20, words["input"], (len(X),)),
        label(220, 20, words["kernel"], (len(KERNEL), len(KERNEL[0]))),
    ]
    for i, x in enumerate(X):
        y = 32 + i * SIDE
        parts.append(cell(12, y, x, ""))
        parts += [cell(220 + j * SIDE, y, KERNEL[i][j], CLASSES[j]) for j in (0, 1)]
        parts.append(f'<path class="line" d="M60 {y + 21}H212m-7 -4l7 4l-7 4" opacity=".5"/>')

    for y, name, values, sign in ((174, "bias", BIAS, "+"), (232, "output", outputs, "=")):
        parts.append(
            f'<text x="208" y="{y + 27}" text-anchor="end">{sign}&#160; {words[name]} '
            f'<tspan class="code muted">{(len(values),)}</tspan></text>'
        )
        parts += [cell(220 + j * SIDE, y, values[j], CLASSES[j]) for j in (0, 1)]
    for j in (0, 1):
        y = 302 + 30 * j
        terms = " + ".join(f"{x}×{factor(row[j])}" for x, row in zip(X, KERNEL, strict=True))
        sign = "+" if BIAS[j] > 0 else "−"
        parts.append(
            f'<rect class="{CLASSES[j]}" x="12" y="{y - 12}" width="14" height="14" rx="3"/>'
            f'<text class="code" x="36" y="{y}" font-size="14">{terms} {sign} {abs(BIAS[j])} = '
            f"{number(outputs[j])}</text>"
        )
    body = "\n".join(parts)
    return f'<svg viewBox="0 0 360 346" width="420" font-size="14">\n{body}\n</svg>'


def number(value: int) -> str:
    return str(value).replace("-", "−")


def factor(value: int) -> str:
    return f"({number(value)})" if value < 0 else number(value)


def label(x: int, y: int, word: str, shape: tuple) -> str:
    return f'<text x="{x}" y="{y}">{word} <tspan class="code muted">{shape}</tspan></text>'


def cell(x: int, y: int, value: int, fill: str) -> str:
    """One number in a square; white on a colour, or plain."""
    text = "on code" if fill else "code"
    return (
        f'<rect class="{fill or "box"}" x="{x + 2}" y="{y + 2}" width="{SIDE - 4}" '
        f'height="{SIDE - 4}" rx="4"/>'
        f'<text class="{text}" x="{x + SIDE / 2}" y="{y + SIDE / 2 + 5}" font-size="15" '
        f'text-anchor="middle">{number(value)}</text>'
    )
