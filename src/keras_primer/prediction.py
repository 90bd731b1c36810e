"""Which digit does a picture show?"""

import importlib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from keras_primer.data.pictures import read_digit
from keras_primer.environment import convolves_channels_first, start_keras
from keras_primer.errors import InputError, first_line

SHAPES = ((784,), (28, 28), (28, 28, 1), (1, 28, 28))  # in which a model may take an image
SURE = 0.8  # below this probability a prediction is called unsure


def predict(model_path: Path, images: list[str]) -> Iterator[tuple[str, int, float]]:
    """Yield `(image, digit, probability)` for each picture.

    Args:
        model_path: a `.keras` file whose model takes one 28×28 image in any of the usual shapes,
            pixels scaled to 0 to 1, and returns ten probabilities.
        images: paths of pictures.

    Raises:
        InputError: the model or a picture cannot be used. All pictures are read before the
            first prediction.
    """
    digits = np.stack([read_digit(image) for image in images]).astype("float32") / 255
    probabilities = run(load(model_path), digits, str(model_path))
    for image, row in zip(images, probabilities, strict=True):
        yield image, int(row.argmax()), float(row.max())


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
            f"{path} is an HDF5 file of older Keras; load it under a name that ends in .h5 with "
            "keras.saving.load_model and save it again as NAME.keras."
        )
    if path.suffix != ".keras" or not zipfile.is_zipfile(path):
        raise InputError(
            f"{path} is not a complete .keras file; use one that model.save('NAME.keras') wrote."
        )
    start_keras()
    import keras

    # Keras finds a class of our own in a file only if it was told of it before.
    importlib.import_module("keras_primer.models.subclassed_mlp")
    try:
        return keras.saving.load_model(path)
    except Exception as error:  # whatever Keras finds wrong inside
        raise InputError(f"{path} cannot be loaded: {first_line(error)}") from None


def run(model, digits: np.ndarray, name: str) -> np.ndarray:
    """The probabilities that a model gives to images of shape `(n, 28, 28)`.

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
    try:
        probabilities = model.predict(digits.reshape(-1, *shape[1:]), verbose=0)
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
    if getattr(probabilities, "shape", None) != (len(digits), 10):
        raise InputError(f"{name} does not return 10 probabilities, one for each digit.")
    if probabilities.min() < 0 or not np.allclose(probabilities.sum(axis=1), 1, atol=0.01):
        raise InputError(
            f"{name} returns numbers that are not probabilities; let the model end in softmax."
        )
    return probabilities
