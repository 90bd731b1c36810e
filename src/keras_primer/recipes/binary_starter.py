"""Binary starter: yes or no from 100 columns, with a metric of our own.

One sigmoid unit and binary cross-entropy; labels are 0 and 1.
"""

from functools import partial

import keras
from keras import ops

from keras_primer.data import tables
from keras_primer.models import starter
from keras_primer.training import Recipe


def prepare(rows, labels):
    """Rows stay as they are; labels become a column, like the output that they are compared to.

    Args:
        rows: `float32` array of shape `(n, columns)`.
        labels: array of shape `(n,)`, 0 or 1.

    Returns:
        The rows, and the labels as `float32` of shape `(n, 1)`.
    """
    return rows, labels[:, None].astype("float32")


# --8<-- [start:metric]
@keras.saving.register_keras_serializable("keras_primer")
def mean_prediction(y_true, y_pred):
    """The mean predicted probability: near the share of ones if the model is well calibrated.

    A metric is a function of two tensors that returns one. Written with `keras.ops`, it runs on
    every backend; registered, it is found again when a saved model is loaded.

    Args:
        y_true: labels, shape `(batch, 1)`; not needed here, but every metric is given them.
        y_pred: probabilities, shape `(batch, 1)`.
    """
    return ops.mean(y_pred)


# --8<-- [end:metric]


# --8<-- [start:compiled]
def compiled(steps: int) -> keras.Model:
    """The model with its optimizer, loss and metrics; the rate is constant, whatever `steps`."""
    model = starter.build(1, "sigmoid")
    model.compile(
        optimizer="rmsprop", loss="binary_crossentropy", metrics=["accuracy", mean_prediction]
    )
    return model


# --8<-- [end:compiled]


recipe = Recipe(
    name="binary_starter",
    prepare=prepare,
    compiled=compiled,
    epochs=10,
    batch_size=32,
    own_data=partial(tables.groups, columns=100, classes=2),
)

if __name__ == "__main__":
    from keras_primer import running

    raise SystemExit(running.main(recipe))
