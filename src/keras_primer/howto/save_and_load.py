"""Save and load: four kinds of file, and another backend.

Trains the first MLP for one epoch on the built-in digits, saves it in every way that Keras offers,
loads it again and compares the predictions. Nothing stays on the disk.

What to choose: `.keras` keeps everything (layers, weights, compilation, state of the optimizer).
`.weights.h5` keeps the weights only, and needs the same model to be built first. `.h5` is how Keras
1 and 2 saved; Keras 3 reads it, and new files should not be made. `export` makes a program for
serving, which cannot be trained.

Source: "Save, serialize, and export models", https://keras.io/guides/serialization_and_saving/
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import keras
import numpy as np

from keras_primer import data, training
from keras_primer.environment import installed_backends
from keras_primer.errors import InputError
from keras_primer.models import first_mlp
from keras_primer.recipes.first_mlp import recipe

ELSEWHERE = """
import keras, numpy
model = keras.saving.load_model("model.keras", compile=False)
numpy.save("elsewhere.npy", model.predict(numpy.load("x.npy"), verbose=0))
"""


def whole(model: keras.Model, folder: Path) -> keras.Model:
    """Everything in one `.keras` file: what you want unless you know better."""
    model.save(folder / "model.keras")
    return keras.saving.load_model(folder / "model.keras")


def weights(model: keras.Model, folder: Path) -> keras.Model:
    """Only the weights: the code that builds the model has to be at hand."""
    model.save_weights(folder / "model.weights.h5")
    fresh = first_mlp.build()
    fresh.load_weights(folder / "model.weights.h5")
    return fresh


def legacy(model: keras.Model, folder: Path) -> keras.Model:
    """The file of older Keras. `compile=False`: its metrics may have other names today."""
    model.save(folder / "model.h5")  # stands for an old file; warns that the format is a legacy
    return keras.saving.load_model(folder / "model.h5", compile=False)


def exported(model: keras.Model, folder: Path) -> keras.Layer:
    """A SavedModel for serving, read back as a layer; on TensorFlow."""
    model.export(folder / "served", verbose=False)
    return keras.layers.TFSMLayer(folder / "served", call_endpoint="serve")


def predicted_on(backend: str, model: keras.Model, x: np.ndarray, folder: Path) -> np.ndarray:
    """What a `.keras` file predicts on another backend, for which Keras is started anew.

    Raises:
        InputError: Keras does not start on that backend.
    """
    model.save(folder / "model.keras")
    np.save(folder / "x.npy", x)
    environment = os.environ | {"KERAS_BACKEND": backend}
    command = [sys.executable, "-c", ELSEWHERE]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode:
        reason = (done.stderr.splitlines() or ["it stopped"])[-1]
        raise InputError(f"the backend {backend!r} is installed, but fails: {reason}")
    return np.load(folder / "elsewhere.npy")


def run(folder: Path) -> dict[str, float]:
    """Save and load in every way.

    Returns:
        For each way the largest difference between two probabilities, before and after.
    """
    digits = data.load("digits")
    model = training.train(recipe, digits, epochs=1, verbose=0).model
    x, _ = recipe.prepare(digits.x_test, digits.y_test)
    before = model.predict(x, verbose=0)
    after = {
        ".keras": whole(model, folder).predict(x, verbose=0),
        ".weights.h5": weights(model, folder).predict(x, verbose=0),
    }
    if keras.backend.backend() == "tensorflow":
        after["export"] = keras.ops.convert_to_numpy(exported(model, folder)(x))
    for backend in installed_backends():
        if backend != keras.backend.backend():
            after[f".keras on {backend}"] = predicted_on(backend, model, x, folder)
    after[".h5 (legacy)"] = legacy(model, folder).predict(x, verbose=0)
    return {way: float(np.abs(before - said).max()) for way, said in after.items()}


def show() -> None:
    """Print how far the predictions of a loaded model are from those of the saved one."""
    with tempfile.TemporaryDirectory() as temporary:
        for way, difference in run(Path(temporary)).items():
            print(f"{way:20} largest difference {difference:.1e}")
