"""Regression starter: a number from 100 columns.

One linear unit and the mean squared error. Accuracy means nothing for a number; the mean absolute
error says by how much a prediction is off, in units of the target.
"""

from functools import partial

import keras

from keras_primer.data import tables
from keras_primer.models import starter
from keras_primer.training import Recipe


def prepare(rows, numbers):
    """Rows stay as they are; targets become a column, like the output they are compared to.

    Args:
        rows: `float32` array of shape `(n, columns)`.
        numbers: `float32` array of shape `(n,)`.

    Returns:
        The rows, and the numbers in shape `(n, 1)`.
    """
    return rows, numbers[:, None]


# --8<-- [start:compiled]
def compiled(steps: int) -> keras.Model:
    """The model with its optimizer, loss and metric; the rate is constant, whatever `steps`."""
    model = starter.build(1, "linear")
    model.compile(optimizer="rmsprop", loss="mse", metrics=["mae"])
    return model


# --8<-- [end:compiled]


recipe = Recipe(
    name="regression_starter",
    prepare=prepare,
    compiled=compiled,
    epochs=30,
    batch_size=32,
    own_data=partial(tables.slope, columns=100),
)

if __name__ == "__main__":
    from keras_primer import running

    raise SystemExit(running.main(recipe))
