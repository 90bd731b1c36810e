"""Multi-class starter: one of ten classes from 100 columns.

Ten softmax units and cross-entropy. `sparse_` takes labels as numbers, 0 to 9; without it, Keras
expects each label as a row of ten (one-hot).
"""

from functools import partial

import keras

from keras_primer.data import tables
from keras_primer.models import starter
from keras_primer.training import Recipe


def prepare(rows, labels):
    """Rows and labels stay as they are.

    Args:
        rows: `float32` array of shape `(n, columns)`.
        labels: array of shape `(n,)`, 0 to 9.

    Returns:
        Both.
    """
    return rows, labels


# --8<-- [start:compiled]
def compiled(steps: int) -> keras.Model:
    """The model with its optimizer, loss and metric; the rate is constant, whatever `steps`."""
    model = starter.build(10, "softmax")
    model.compile(optimizer="rmsprop", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


# --8<-- [end:compiled]


recipe = Recipe(
    name="multiclass_starter",
    prepare=prepare,
    compiled=compiled,
    epochs=10,
    batch_size=32,
    own_data=partial(tables.groups, columns=100, classes=10),
)

if __name__ == "__main__":
    from keras_primer import running

    raise SystemExit(running.main(recipe))
