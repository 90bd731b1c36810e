"""The first network looking at a digit: 28×28 pixels, 512 hidden units, 10 probabilities.

Nothing in it is invented: the digit is one of the built-in test digits, the dots are the outputs of
the hidden layer for it, the bars those of the last layer. They were measured after training on the
built-in digits and stand in `first_network.json`, for other figures, too. Run as a program, this
module measures again.
"""

import json
from pathlib import Path

RECORD = Path(__file__).with_suffix(".json")
CIRCLE = "a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0"
SHOWN = "2"  # of the digits in the record
PIXELS, UNITS, DIGITS = 28 * 28, 512, 10
LABELS = {
    "zh": [f"{PIXELS} 个像素", f"{UNITS} 个单元", f"{DIGITS} 个概率", "个参数"],
    "en": [f"{PIXELS} pixels", f"{UNITS} units", f"{DIGITS} probabilities", "parameters"],
}


def draw(lang: str) -> str:
    pixels, units, probabilities, parameters = LABELS[lang]
    first, last = PIXELS * UNITS + UNITS, UNITS * DIGITS + DIGITS
    seen = json.loads(RECORD.read_text(encoding="utf-8"))[SHOWN]
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
<g fill="currentColor">{dots(seen["pixels"], 4, 74, 4, "h4v4h-4z", 0)}</g>
<g class="three">{dots(seen["hidden"], 177.5, 37, 6, CIRCLE, 0.1)}</g>
{bars(seen["probabilities"])}</svg>"""


def dots(rows: list[str], left: float, top: float, pitch: int, shape: str, least: float) -> str:
    """One shape per value, darker for larger values, as one path for each darkness."""
    paths = dict.fromkeys("0123456789abcdef", "")
    for y, row in enumerate(rows):
        for x, level in enumerate(row):
            paths[level] += f"M{left + x * pitch:g} {top + y * pitch:g}{shape}"
    return "".join(
        f'<path d="{path}" opacity="{least + (1 - least) * int(level, 16) / 15:.2f}"/>'
        for level, path in paths.items()
        if least or level != "0"
    )


def bars(probabilities: list[float]) -> str:
    """A bar for each digit; that of the most likely one in another colour."""
    return "".join(
        f'<text x="322" y="{48 + digit * 19.3:.1f}" font-size="14" class="code">{digit}</text>'
        f'<rect x="336" y="{37 + digit * 19.3:.1f}" width="{2 + 60 * probability:.1f}" height="13" '
        f'rx="2" class="{"one" if probability == max(probabilities) else "three"}"/>'
        for digit, probability in enumerate(probabilities)
    )


def measure() -> dict:
    """Train the first network on the built-in digits and look at what it makes of two of them.

    Returns:
        For each digit its pixels and the outputs of the hidden layer, both in rows of hexadecimal
        levels, 0 for nothing and f for the largest, and the ten probabilities.
    """
    import keras

    from keras_primer import data, training
    from keras_primer.recipes.first_mlp import recipe

    def levels(values, columns):
        return [
            "".join(f"{round(15 * value / values.max()):x}" for value in row)
            for row in values.reshape(-1, columns)
        ]

    digits = data.load("digits")
    model = training.train(recipe, digits, verbose=0).model
    hidden = keras.Model(model.inputs, model.layers[0].output)
    seen = {}
    for place in (35, 98):
        x, _ = recipe.prepare(digits.x_test[place : place + 1], None)
        seen[str(digits.y_test[place])] = {
            "pixels": levels(x, 28),
            "hidden": levels(hidden.predict(x, verbose=0), 16),
            "probabilities": [round(float(p), 4) for p in model.predict(x, verbose=0)[0]],
        }
    return seen


if __name__ == "__main__":
    RECORD.write_text(json.dumps(measure(), indent=1) + "\n", encoding="utf-8")
