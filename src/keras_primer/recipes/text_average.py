"""Text as an average: which language, and which part of this course, is a sentence from?"""

import keras

from keras_primer.data import sentences
from keras_primer.models import text_average
from keras_primer.training import Recipe


# --8<-- [start:prepare]
def prepare(tokens, classes):
    """One target for each output; the numbers of the tokens stay as they are.

    Args:
        tokens: `int32` array of shape `(n, 40)`.
        classes: array of shape `(n,)`, 0 to 11, as from `sentences.load`.

    Returns:
        The tokens, and a dictionary: `language`, `float32` of shape `(n, 1)`, 1 is English;
        `part`, integers of shape `(n,)`, 0 to 5.
    """
    language, part = divmod(classes, len(sentences.PARTS))
    return tokens, {"language": language.astype("float32")[:, None], "part": part}


# --8<-- [end:prepare]


# --8<-- [start:compiled]
def compiled(steps: int) -> keras.Model:
    """The model with its optimizer, losses and metrics, for a training of `steps` batches."""
    return with_losses(text_average.build(), rate=1e-2, steps=steps)


def with_losses(model: keras.Model, rate: float, steps: int) -> keras.Model:
    """Compile a model with the two outputs for a rate that falls to 0 in `steps` batches."""
    model.compile(
        optimizer=keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(rate, steps)),
        loss={"language": "binary_crossentropy", "part": "sparse_categorical_crossentropy"},
        metrics={"language": ["accuracy"], "part": ["accuracy"]},
    )
    return model


# --8<-- [end:compiled]


recipe = Recipe(
    name="text_average",
    prepare=prepare,
    compiled=compiled,
    epochs=8,
    batch_size=64,
    own_data=sentences.load,
)

if __name__ == "__main__":
    from keras_primer import running

    raise SystemExit(running.main(recipe))
