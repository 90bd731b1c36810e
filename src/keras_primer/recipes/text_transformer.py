"""Text with attention: one Transformer block on sentences of this course."""

import keras

from keras_primer.data import sentences
from keras_primer.models import text_transformer
from keras_primer.recipes.text_average import prepare
from keras_primer.training import Recipe


# --8<-- [start:compiled]
def compiled(steps: int) -> keras.Model:
    """The model with its optimizer, loss and metric, for a training of `steps` batches."""
    model = text_transformer.build()
    model.compile(
        optimizer=keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(2e-3, steps)),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# --8<-- [end:compiled]


recipe = Recipe(
    name="text_transformer",
    prepare=prepare,
    compiled=compiled,
    epochs=8,
    batch_size=32,
    own_data=sentences.load,
)

if __name__ == "__main__":
    from keras_primer import running

    raise SystemExit(running.main(recipe))
