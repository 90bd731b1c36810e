"""Which digits do pictures show?"""

import importlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from keras_primer.data import digits, scribbles
from keras_primer.data.pictures import read_digits
from keras_primer.environment import convolves_channels_first, start_keras
from keras_primer.errors import InputError, first_line

SHAPES = ((784,), (28, 28), (28, 28, 1), (1, 28, 28))  # in which a model may take an image


@dataclass(frozen=True)
class Digit:
    """What a model makes of one digit.

    Attributes:
        seen: what the model was given, `uint8` of shape `(28, 28)`, 255 is ink.
        value: the most likely digit.
        probability: of this digit.
        nonsense: the share of drawings that are no digits which the model gives at least this
            probability, for whatever digit it takes them for; see `scribbles`.
    """

    seen: np.ndarray
    value: int
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
            pixels scaled to 0 to 1, and returns ten probabilities.
        images: paths of pictures.

    Raises:
        InputError: the model cannot be used; or, when all others were answered, some pictures
            cannot. The message names all of them.
    """
    found, refusals = {}, []
    for image in images:
        try:
            found[image] = read_digits(image)
        except InputError as error:
            refusals.append(str(error))
    if found:
        model = load(model_path)
        nonsense = run(model, scribbles.make(), str(model_path)).max(axis=1)
        for image, seen in found.items():
            rows = run(model, seen, str(model_path))
            yield Reading(image, [digit(*pair, nonsense) for pair in zip(seen, rows, strict=True)])
    if refusals:
        raise InputError("\n".join(refusals))


def digit(seen: np.ndarray, probabilities: np.ndarray, nonsense: np.ndarray) -> Digit:
    """What ten probabilities say, beside those that the model gives to nonsense."""
    best = probabilities.max()
    return Digit(seen, int(probabilities.argmax()), float(best), float(np.mean(nonsense >= best)))


def caution(model_path: Path) -> str:
    """What to say of a model that is not for photographs, going by the report beside it."""
    try:
        report = json.loads(model_path.with_name("report.json").read_text(encoding="utf-8"))
        return digits.CAUTION if report["data"] == "digits" else ""
    except (OSError, ValueError, LookupError, TypeError):  # no report of ours
        return ""


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
    try:
        probabilities = model.predict(x.reshape(-1, *shape[1:]), verbose=0)
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
    if getattr(probabilities, "shape", None) != (len(images), 10):
        raise InputError(f"{name} does not return 10 probabilities, one for each digit.")
    if np.isnan(probabilities).any():
        raise InputError(
            f"{name} answers NaN: its training went wrong, and so did its weights; train it again "
            "with a smaller learning rate, on data without NaN."
        )
    if probabilities.min() < 0 or not np.allclose(probabilities.sum(axis=1), 1, atol=0.01):
        raise InputError(
            f"{name} returns numbers that are not probabilities; let the model end in softmax."
        )
    return probabilities
