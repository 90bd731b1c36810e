"""What do pictures show: which digits, or which of the classes learned from folders?"""

import importlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from keras_primer.data import digits, scribbles
from keras_primer.data.folders import SIDE, read_picture
from keras_primer.data.pictures import read_digits
from keras_primer.environment import convolves_channels_first, start_keras
from keras_primer.errors import InputError, first_line

SHAPES = ((784,), (28, 28), (28, 28, 1), (1, 28, 28))  # in which a model may take an image


@dataclass(frozen=True)
class Digit:
    """What a model makes of one digit, or of one picture if it learned classes from folders.

    Attributes:
        seen: what the model was given, `uint8` of shape `(28, 28)`, 255 is ink, or `(64, 64, 3)`.
        value: the most likely digit, or the name of the class.
        probability: of this digit or class.
        nonsense: the share of drawings that are no digits which the model gives at least this
            probability, for whatever digit it takes them for; see `scribbles`. 0 for a picture.
    """

    seen: np.ndarray
    value: int | str
    probability: float
    nonsense: float

    @property
    def unsure(self) -> bool:
        """Whether that says little: more than one in five of those drawings get as much."""
        return self.nonsense > 0.2


@dataclass(frozen=True)
class Reading:
    """A picture, by its path, and its digits from left to right."""

    image: str
    digits: list[Digit]


def predict(model_path: Path, images: list[str]) -> Iterator[Reading]:
    """Yield a `Reading` for each picture that can be read.

    Args:
        model_path: a `.keras` file whose model takes one 28×28 image in any of the usual shapes,
            pixels scaled to 0 to 1, and returns ten probabilities; or one with a report beside it
            that names the classes it learned from folders.
        images: paths of pictures.

    Raises:
        InputError: the model cannot be used; or, when all others were answered, some pictures
            cannot. The message names all of them.
    """
    names = report(model_path).get("classes")
    found, refusals = {}, []
    for image in images:
        try:
            found[image] = read_picture(image)[None] if names else read_digits(image)
        except InputError as error:
            refusals.append(str(error))
    if found:
        model, name = load(model_path), str(model_path)
        nonsense = () if names else run(model, scribbles.make(), name).max(axis=1)
        for image, seen in found.items():
            rows = classify(model, seen, name, len(names)) if names else run(model, seen, name)
            answers = [answer(*pair, nonsense, names) for pair in zip(seen, rows, strict=True)]
            yield Reading(image, answers)
    if refusals:
        raise InputError("\n".join(refusals))


def answer(seen, probabilities, nonsense, names: list[str] | None) -> Digit:
    """What probabilities say: ten, beside those that the model gives to nonsense, or of classes."""
    likely, best = int(probabilities.argmax()), float(probabilities.max())
    if names:
        return Digit(seen, names[likely], best, 0.0)
    return Digit(seen, likely, best, float(np.mean(nonsense >= best)))


def report(model_path: Path) -> dict:
    """What `train` wrote beside a model; empty if there is no report of ours."""
    try:
        found = json.loads(model_path.with_name("report.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def caution(model_path: Path) -> str:
    """What to say of a model that is not for photographs, going by the report beside it."""
    return digits.CAUTION if report(model_path).get("data") == "digits" else ""


def load(path: Path):
    """Load a `.keras` file.

    Raises:
        InputError: it is missing, is not a `.keras` file, or was saved with parts that are not
            known here.
    """
    # Keras says "File not found" for all of these; tell them apart before asking it.
    try:
        with open(path, "rb") as file:
            start = file.read(4)
    except FileNotFoundError:
        raise InputError(
            f"{path} does not exist; train a model first, or check the path."
        ) from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}; name a .keras file.") from None
    if start == b"\x89HDF":
        raise InputError(
            f"{path} holds weights without their model; build the model, call "
            f"model.load_weights('{path.name}') and save it with model.save('NAME.keras')."
            if path.name.endswith(".weights.h5")
            else f"{path} is an HDF5 file of older Keras; load it under a name that ends in .h5 "
            "with keras.saving.load_model and save it again as NAME.keras."
        )
    if path.suffix != ".keras" or not zipfile.is_zipfile(path):
        raise InputError(
            f"{path} is not a complete .keras file; use one that model.save('NAME.keras') wrote."
        )
    start_keras()
    import keras

    # Keras finds a class of our own in a file only if it was told of it before.
    for name in ("subclassed_mlp", "vae"):
        importlib.import_module(f"keras_primer.models.{name}")
    try:
        return keras.saving.load_model(path)
    except Exception as error:  # whatever Keras finds wrong inside
        raise InputError(f"{path} cannot be loaded: {first_line(error)}") from None


def run(model, images: np.ndarray, name: str) -> np.ndarray:
    """The probabilities that a model gives to `uint8` images of shape `(n, 28, 28)`.

    Raises:
        InputError: the model is not from one such image to ten probabilities, or the backend
            cannot compute it.
    """
    # A model that is a class of its own has no `input_shape`, but knows how it was built.
    shape = getattr(model, "input_shape", None) or (model.get_build_config() or {}).get(
        "input_shape"
    )
    if not shape or tuple(shape[1:]) not in SHAPES:
        raise InputError(
            f"{name} takes {shape}; needed is a model that takes one 28×28 image, such as "
            "(None, 784) or (None, 28, 28, 1)."
        )
    x = images.astype("float32") / 255
    return probabilities(model, x.reshape(-1, *shape[1:]), name, 10)


def classify(model, pictures: np.ndarray, name: str, classes: int) -> np.ndarray:
    """The probabilities that a model gives to `uint8` pictures of shape `(n, 64, 64, 3)`.

    Raises:
        InputError: the model is not from one such picture to so many classes, or the backend
            cannot compute it.
    """
    shape = tuple(getattr(model, "input_shape", None) or ())[1:]
    if shape not in ((SIDE, SIDE, 3), (3, SIDE, SIDE)):
        raise InputError(
            f"{name} takes {shape}, but report.json beside it speaks of a model for pictures in "
            "folders; use the report of this very model, or none."
        )
    x = pictures if shape[-1] == 3 else np.moveaxis(pictures, -1, 1)
    return probabilities(model, x, name, classes)


def probabilities(model, x: np.ndarray, name: str, classes: int) -> np.ndarray:
    """What a model answers, of shape `(n, classes)`.

    Raises:
        InputError: the backend cannot compute it, or these are no probabilities of so many classes.
    """
    try:
        found = model.predict(x, verbose=0)
    except Exception as error:  # above all: channels_first on TensorFlow without oneDNN
        advice = (
            "use another backend: set KERAS_BACKEND to tensorflow, jax or torch."
            if convolves_channels_first()
            else "if it has convolutions with channels_first, set TF_ENABLE_ONEDNN_OPTS=1 before "
            "Python starts, or KERAS_BACKEND to jax or torch."
        )
        raise InputError(
            f"{name} cannot be computed on this device ({first_line(error)}); {advice}"
        ) from None
    if getattr(found, "shape", None) != (len(x), classes):
        raise InputError(f"{name} does not return {classes} probabilities, one for each class.")
    if np.isnan(found).any():
        raise InputError(
            f"{name} answers NaN: its training went wrong, and so did its weights; train it again "
            "with a smaller learning rate, on data without NaN."
        )
    if found.min() < 0 or not np.allclose(found.sum(axis=1), 1, atol=0.01):
        raise InputError(
            f"{name} returns numbers that are not probabilities; let the model end in softmax."
        )
    return found
