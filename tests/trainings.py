"""What tests of models and of recipes share: little data, and whether a model comes back."""

from dataclasses import replace

import keras
import numpy as np


def first(data, train: int, test: int):
    """Data with so many training and test samples."""
    parts = {"x_train": train, "y_train": train, "x_test": test, "y_test": test}
    return replace(data, **{name: getattr(data, name)[:size] for name, size in parts.items()})


def same(one, other) -> None:
    """Assert that two predictions, arrays or dictionaries of arrays, agree."""
    keras.tree.map_structure(lambda a, b: np.testing.assert_allclose(a, b, atol=1e-5), one, other)


def check_reloaded(model, x, folder) -> None:
    """Save a model, load it, and assert that it predicts what it did."""
    model.save(folder / "model.keras")
    reloaded = keras.saving.load_model(folder / "model.keras")
    same(model.predict(x, verbose=0), reloaded.predict(x, verbose=0))
