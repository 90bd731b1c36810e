"""Text as an average: which language, and which part of this course, is a sentence from?"""

import keras

from keras_primer.data import sentences
from keras_primer.models import text_average
from keras_primer.training import Recipe


def prepare(texts, labels):
    """Number the tokens of sentences; labels stay as they are.

    A model takes numbers, on every backend; strings are for the program around it.

    Args:
        texts: array of strings, of shape `(n,)`.
        labels: array of shape `(n,)`.

    Returns:
        `int32` array of shape `(n, 40)`, and the labels.
    """
    return sentences.numbered(texts), labels


# --8<-- [start:compiled]
def compiled(steps: int) -> keras.Model:
    """The model with its optimizer, loss and metric, for a training of `steps` batches."""
    model = text_average.build()
    model.compile(
        optimizer=keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(1e-2, steps)),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# --8<-- [end:compiled]


recipe = Recipe(
    name="text_average",
    prepare=prepare,
    compiled=compiled,
    epochs=10,
    batch_size=32,
    own_data=sentences.load,
)

if __name__ == "__main__":
    from keras_primer import running

    raise SystemExit(running.main(recipe))
