"""Writes the network of the page `recipes/draw` into `docs/assets/draw/`, from a training:

    python -m keras_primer train small_cnn --data mnist --out runs/small_cnn
    python docs/export_network.py runs/small_cnn/model.keras --data mnist

`small_cnn.json`   its layers, and what it was trained on, with and to
`small_cnn.bin`    its weights, float32 (little-endian), in the order of `model.get_weights()`
`mistakes.bin`     the test images that it is surest of and gets wrong, a byte for each pixel
`confusion.json`   how many test images of a digit (row) it took for a digit (column)
`confusion.png`    those images, cell after cell; of right answers only the least sure ones

Here `python` is the one in `.venv`. Those files are small, so they are kept with the pages.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from keras_primer import prediction
from keras_primer.data import digits
from keras_primer.errors import InputError, guarded
from keras_primer.records import fingerprint

RECIPE = "small_cnn"
ASSETS = Path(__file__).parent / "assets" / "draw"
MOST = 36  # mistakes
EXAMPLES = 6  # right answers for each digit
COLUMNS = 16  # of images in confusion.png
OPTIONS = ("strides", "epsilon")  # that the page computes with


def main(argv: list[str] | None = None) -> int:
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("model", type=Path, help="the model.keras of a training")
    parser.add_argument("--data", required=True, help="MNIST: mnist, or the file that holds it")
    options = parser.parse_args(argv)
    return guarded(lambda: export(options.model, options.data))


def export(path: Path, source: str) -> None:
    """Write the files.

    Raises:
        InputError: this is no training of `small_cnn` on MNIST, or not the MNIST of it.
    """
    report = read_report(path)
    model = prediction.load(path)
    check(model, path)
    data = digits.load(source)
    if data.fingerprint != report["data_sha256"]:
        raise InputError(f"{path} was trained on {report['data']}, but this is {data.description}.")
    weights = b"".join(array.astype("<f4").tobytes() for array in model.get_weights())
    said = prediction.run(model, data.x_test, RECIPE)
    mistakes, images = surest_mistakes(said, data)
    confusion, cells = confused(said, data)
    facts = report | {
        "fingerprint": fingerprint.of_recipe(RECIPE),
        "weights_sha256": hashlib.sha256(weights).hexdigest(),
        "layers": [described(layer) for layer in model.layers],
        "mistakes": mistakes,
    }
    ASSETS.mkdir(exist_ok=True)
    (ASSETS / f"{RECIPE}.bin").write_bytes(weights)
    (ASSETS / "mistakes.bin").write_bytes(images.tobytes())
    rows = ",\n".join(json.dumps(row) for row in confusion)
    (ASSETS / "confusion.json").write_text(f"[\n{rows}\n]\n", encoding="utf-8")
    sheet(cells).save(ASSETS / "confusion.png", optimize=True)
    (ASSETS / f"{RECIPE}.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    print(f"Written: {ASSETS}. Test accuracy {report['test_accuracy']:.4f}.")


def read_report(path: Path) -> dict:
    """What the training of a model came to.

    Raises:
        InputError: there is no report beside the model, or not one of `small_cnn` on MNIST.
    """
    place = path.with_name("report.json")
    try:
        report = json.loads(place.read_text(encoding="utf-8"))
        trained = report["recipe"], report["data"]
    except (OSError, ValueError, LookupError, TypeError):
        raise InputError(
            f"{place} is not the report of a training; name the model.keras that `train` left."
        ) from None
    if trained != (RECIPE, "mnist"):
        raise InputError(
            f"{path} was trained as {trained[0]} on {trained[1]}; the page shows {RECIPE} on mnist."
        )
    return report


def check(model, path: Path) -> None:
    """Raise `InputError` unless a model has the layers of `small_cnn`."""
    from keras_primer.models import small_cnn

    if structure(model) != structure(small_cnn.build()):
        raise InputError(
            f"the layers in {path} are not those of {RECIPE} today; train it again, and name that."
        )


def structure(model) -> list:
    """Each layer with its settings; their names differ from model to model."""
    return [
        (type(layer).__name__, layer.get_config() | {"name": ""})
        for layer in getattr(model, "layers", ())
    ]


def described(layer) -> dict:
    """A layer as the page needs it: its kind, the shapes of its weights, and some settings."""
    settings = layer.get_config()
    return {
        "kind": type(layer).__name__,
        "shapes": [list(weights.shape) for weights in layer.weights],
    } | {name: settings[name] for name in OPTIONS if name in settings}


def surest_mistakes(said: np.ndarray, data: digits.Digits) -> tuple[list[dict], np.ndarray]:
    """The test images that a model gets wrong although it is sure: what it said, and the images."""
    sure = np.where(said.argmax(axis=1) == data.y_test, 0, said.max(axis=1))
    chosen = [index for index in np.argsort(-sure)[:MOST] if sure[index]]
    mistakes = [
        {"label": int(data.y_test[index]), "predicted": int(said[index].argmax())}
        for index in chosen
    ]
    return mistakes, data.x_test[chosen]


def confused(said: np.ndarray, data: digits.Digits) -> tuple[list[list[int]], np.ndarray]:
    """How often a digit was taken for a digit, and images of each such cell, row by row.

    Of mistakes these are all, the surest first; of right answers the least sure ones.
    """
    answers, sure = said.argmax(axis=1), said.max(axis=1)
    confusion, chosen = np.zeros((10, 10), dtype=int), []
    for label, answer in np.ndindex(10, 10):
        found = np.flatnonzero((data.y_test == label) & (answers == answer))
        confusion[label, answer] = len(found)
        found = found[np.argsort(-sure[found], kind="stable")]
        chosen += found[-EXAMPLES:][::-1].tolist() if label == answer else found.tolist()
    return confusion.tolist(), data.x_test[chosen]


def sheet(images: np.ndarray) -> Image.Image:
    """All images in one, in rows of `COLUMNS`."""
    rows = -(-len(images) // COLUMNS)
    places = np.zeros((rows * COLUMNS, 28, 28), dtype="uint8")
    places[: len(images)] = images
    pixels = places.reshape(rows, COLUMNS, 28, 28).swapaxes(1, 2)
    return Image.fromarray(pixels.reshape(rows * 28, COLUMNS * 28))


if __name__ == "__main__":
    sys.exit(main())
