"""The first network looking at a digit: 28×28 pixels, 512 hidden units, 10 probabilities.

Nothing in it is invented: the digit is one of the built-in test digits, the dots are the 512
outputs of the hidden layer for it, the bars the 10 outputs of the last layer. They were measured
after training on the built-in digits. Run as a program, this module measures again and prints the
three constants: one hexadecimal figure per value, 0 for none, f for the largest.
"""

INK = """
0000000000000000000000000000
0000000000000000000000000000
0000000000000000000000000000
0000000000000000000000000000
0000000004afffb5100000000000
0000000015bffeb6310000000000
0000000137cfedc9730000000000
000000036adedccdc61000000000
000000047acdbabee81000000000
0000001489aa879ee81000000000
000000037777558ee81000000000
000000023443459ee81000000000
00000000010136aee81000000000
00000000000048bdd71000000000
00000000000059cdb60000000000
0000000000016bdca61100000000
0000000000017dec975432100000
0000000000018eeb999864200000
000000000125affcbbcb96300000
00000000036adffeeefec9410000
0000000004adfffffffec9410000
0000000015bffdccbba975200000
0000000126cfeca9876421000000
0000000126dfeba8654210000000
0000000000000000000000000000
0000000000000000000000000000
0000000000000000000000000000
0000000000000000000000000000
"""
HIDDEN = """
1406062042300c31
6732300830100800
04809f2600200047
30a3850501422040
30053a208a060039
510a072130053050
0306700726054000
10740a028002010a
0989b94030150565
139507309c550020
0556c00107812602
6207000600900001
1851020007002301
00040002552011b0
0c01032aa4000705
5279306b00007203
5a6e394803060050
0200661017020053
3654501250200006
0063802039300063
0000066045303682
010005000800b000
805901260755a404
0007967a00004325
3534005000035500
0b45002c703b7008
a040250331044218
0196c20060d50001
007240000524cb06
b025064400073003
0640201064046081
845101b240380272
"""
PROBABILITIES = "00f5000000"

LABELS = {
    "zh": ["784 个像素", "512 个单元", "10 个概率", "个参数"],
    "en": ["784 pixels", "512 units", "10 probabilities", "parameters"],
}


def draw(lang: str) -> str:
    pixels, units, probabilities, parameters = LABELS[lang]
    first, last = 784 * 512 + 512, 512 * 10 + 10
    return f"""<svg viewBox="0 0 400 290" width="520">
<g font-size="14" text-anchor="middle"><text x="60" y="20">{pixels}</text>
<text x="222" y="20">{units}</text><text x="398" y="20" text-anchor="end">{probabilities}</text>
<g class="code"><text x="146" y="254">{first}</text><text x="226" y="254" class="muted">+</text>
<text x="295" y="254">{last}</text></g>
<text x="226" y="278" class="muted">= <tspan class="code">{first + last}</tspan> {parameters}</text>
</g>
<g class="line" opacity=".35">
<path d="M119 72L174 35M119 188L174 225M119 101L174 130M119 159L174 130"/>
<path d="M270 35L316 40M270 225L316 222M270 35L316 222M270 225L316 40"/>
</g>
<rect x="2" y="72" width="116" height="116" rx="4" class="box"/>
<g fill="currentColor">{dots(INK, 4, 74, 4, "h4v4h-4z", 0)}</g>
<g class="three">{dots(HIDDEN, 177.5, 37, 6, "a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0", 0.1)}</g>
{bars()}</svg>"""


def dots(rows: str, left: float, top: float, pitch: int, shape: str, least: float) -> str:
    """One shape per value, darker for larger values, as one path for each darkness."""
    paths = dict.fromkeys("0123456789abcdef", "")
    for y, row in enumerate(rows.split()):
        for x, level in enumerate(row):
            paths[level] += f"M{left + x * pitch:g} {top + y * pitch:g}{shape}"
    return "".join(
        f'<path d="{path}" opacity="{least + (1 - least) * int(level, 16) / 15:.2f}"/>'
        for level, path in paths.items()
        if least or level != "0"
    )


def bars() -> str:
    """A bar for each digit; that of the most likely one in another colour."""
    return "".join(
        f'<text x="322" y="{48 + digit * 19.3:.1f}" font-size="14" class="code">{digit}</text>'
        f'<rect x="336" y="{37 + digit * 19.3:.1f}" width="{2 + 4 * int(level, 16)}" height="13" '
        f'rx="2" class="{"one" if level == max(PROBABILITIES) else "three"}"/>'
        for digit, level in enumerate(PROBABILITIES)
    )


def measure() -> None:
    """Train the first network on the built-in digits and print what it sees in one of them."""
    import keras

    from keras_primer import data, training
    from keras_primer.recipes.first_mlp import recipe

    def print_levels(values, columns):
        levels = [f"{round(15 * value / values.max()):x}" for value in values.ravel()]
        for start in range(0, len(levels), columns):
            print("".join(levels[start : start + columns]))
        print()

    digits = data.load("digits")
    model = training.train(recipe, digits, verbose=0).model
    x, _ = recipe.prepare(digits.x_test[35:36], None)
    hidden = keras.Model(model.inputs, model.layers[0].output)
    print_levels(x, 28)
    print_levels(hidden.predict(x, verbose=0), 16)
    print_levels(model.predict(x, verbose=0), 10)


if __name__ == "__main__":
    measure()
