"""LSTM rows: a recurrent network reads each digit as a sequence of 28 rows."""

import keras

from keras_primer.models import lstm_rows
from keras_primer.training import Recipe


def prepare(images, labels):
    """Scale pixels to 0 to 1; an image already is a sequence of rows.

    Args:
        images: `uint8` array of shape `(n, 28, 28)`.
        labels: array of shape `(n,)`.

    Returns:
        `float32` array of shape `(n, 28, 28)`, and the labels.
    """
    return images.astype("float32") / 255, labels


# --8<-- [start:compiled]
def compiled(steps: int) -> keras.Model:
    """The model with its optimizer, loss and metric, for a training of `steps` batches."""
    model = lstm_rows.build()
    model.compile(
        optimizer=keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(3e-3, steps)),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# --8<-- [end:compiled]


recipe = Recipe(name="lstm_rows", prepare=prepare, compiled=compiled, epochs=5, batch_size=128)

if __name__ == "__main__":
    from keras_primer import running

    raise SystemExit(running.main(recipe))
