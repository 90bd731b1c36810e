"""Digit pairs: two inputs, two outputs, one shared encoder.

The losses of both outputs are added; each has its own metric. The pairs are made of the digits
after they were split, so no test image is ever seen in training.
"""

import keras
import numpy as np

from keras_primer.models import digit_pairs
from keras_primer.recipes import first_mlp
from keras_primer.training import Recipe


# --8<-- [start:prepare]
def prepare(images, labels):
    """Give every image a partner; for about half of them one that shows the same digit.

    Left to chance, only one pair in ten would be equal, and "never" would be right in 90 %.

    Returns:
        Inputs and targets as dictionaries, with the names that the model gives them.
    """
    random = np.random.default_rng(0)
    partner = random.permutation(len(labels))
    equal = random.random(len(labels)) < 0.5
    for digit in range(10):
        rows = np.flatnonzero(equal & (labels == digit))
        partner[rows] = np.roll(rows, 1)
    pixels, _ = first_mlp.prepare(images, labels)
    x = {"left": pixels, "right": pixels[partner]}
    y = {
        "same": (labels == labels[partner]).astype("float32")[:, None],
        "sum": labels + labels[partner],
    }
    return x, y


# --8<-- [end:prepare]


# --8<-- [start:compiled]
def compiled(steps: int) -> keras.Model:
    """The model with its optimizer, losses and metrics, for a training of `steps` batches."""
    model = digit_pairs.build()
    model.compile(
        optimizer=keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(2e-3, steps)),
        loss={"same": "binary_crossentropy", "sum": "sparse_categorical_crossentropy"},
        metrics={"same": ["accuracy"], "sum": ["accuracy"]},
    )
    return model


# --8<-- [end:compiled]


recipe = Recipe(name="digit_pairs", prepare=prepare, compiled=compiled, epochs=10, batch_size=128)

if __name__ == "__main__":
    from keras_primer import running

    raise SystemExit(running.main(recipe))
