"""Test images beside what the two autoencoders make of them, and images from random codes.

Nothing is chosen: the first test image of each digit, and codes from a normal distribution with the
mean and the spread of the codes of the test set. They were computed with models that were trained
as those recorded, with the first seed, and stand in `generated.json`, for `code_plane`, too. Run as
a program, with MNIST, this module trains and computes again:

    python docs/figures/generated.py mnist
"""

import json
import sys
from pathlib import Path

RECORD = Path(__file__).with_suffix(".json")
WORDS = {
    "zh": {
        "images": "测试图像",
        "autoencoder": "自编码器还原的",
        "vae": "变分自编码器还原的",
        "new autoencoder": "自编码器解码随机编码",
        "new vae": "变分自编码器解码随机编码",
    },
    "en": {
        "images": "test images",
        "autoencoder": "restored by the autoencoder",
        "vae": "restored by the variational one",
        "new autoencoder": "random codes, autoencoder",
        "new vae": "random codes, variational one",
    },
}
RECIPES = ("autoencoder", "vae")
PIXEL, STEP_X, STEP_Y = 1.25, 40, 64
CODES, TICKS = 120, 8  # dots of `code_plane`, and images on each side of its map
REACH = 2  # how far the map goes from the middle


def draw(lang: str) -> str:
    from strokes import pixels  # which only the build has; below, this module is a program

    seen = json.loads(RECORD.read_text(encoding="utf-8"))
    rows = {
        "images": seen["images"],
        **{name: seen[name]["restored"] for name in RECIPES},
        **{f"new {name}": seen[name]["new"] for name in RECIPES},
    }
    drawn = "\n".join(
        f'<text x="4" y="{STEP_Y * number + 16}">{WORDS[lang][name]}</text>'
        + "".join(
            pixels(image, 2 + STEP_X * column, STEP_Y * number + 22, PIXEL)
            for column, image in enumerate(images)
        )
        for number, (name, images) in enumerate(rows.items())
    )
    return (
        f'<svg viewBox="0 0 400 {STEP_Y * len(rows)}" width="520" font-size="13">\n{drawn}\n</svg>'
    )


def measure(source: str) -> dict:
    """What the recipes come to on MNIST, in rows of levels, 7 for the most ink.

    Returns:
        `images`, the first of each digit; `labels` of the `codes`; how far a map will `reach`. And
        for each recipe what it was (`fingerprint`, `test_loss`), the images again (`restored`),
        images from random codes (`new`), the `codes` of the first test images, and the images of a
        `map` of the plane, half as wide as they were decoded.
    """
    from keras_primer import data, recipes, training
    from keras_primer.recipes.autoencoder import prepare

    digits = data.load(source)
    x, _ = prepare(digits.x_test, None)
    firsts = [int((digits.y_test == digit).argmax()) for digit in range(10)]
    return {
        "images": levels(x[firsts]),
        "reach": REACH,
        "labels": "".join(map(str, digits.y_test[:CODES])),
        **{
            name: looked_at(training.train(recipes.load(name), digits, verbose=2), x, firsts)
            for name in RECIPES
        },
    }


def looked_at(run, x, firsts: list[int]) -> dict:
    """What one trained model makes of the test images."""
    import numpy as np

    from keras_primer.records import fingerprint

    encoder, decoder = run.model.get_layer("encoder"), run.model.get_layer("decoder")
    codes = encoder.predict(x, verbose=0)
    normal = np.random.default_rng(0).normal(size=(10, 2))
    ticks = np.linspace(-REACH, REACH, TICKS)
    places = [(across, up) for up in ticks[::-1] for across in ticks]
    plane = decoder.predict(np.array(places), verbose=0)
    halved = plane.reshape(-1, 14, 2, 14, 2).mean(axis=(2, 4))
    return {
        "fingerprint": fingerprint.of_recipe(run.report.recipe),
        "test_loss": run.report.test["loss"],
        "restored": levels(decoder.predict(codes[firsts], verbose=0)),
        "new": levels(decoder.predict(codes.mean(0) + codes.std(0) * normal, verbose=0)),
        "codes": [[round(float(value), 2) for value in code] for code in codes[:CODES]],
        "map": levels(halved),
    }


def levels(images) -> list[list[str]]:
    """Square images, pixels from 0 to 1, as rows of levels from 0 to 7."""
    side = round((images.size / len(images)) ** 0.5)
    return [
        ["".join(f"{round(7 * float(value))}" for value in row) for row in image]
        for image in images.reshape(-1, side, side)
    ]


if __name__ == "__main__":
    RECORD.write_text(json.dumps(measure(sys.argv[1]), indent=1) + "\n", encoding="utf-8")
