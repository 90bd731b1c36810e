"""Text in its order: a GRU reads sentences of this course token by token."""

import keras

from keras_primer.data import sentences
from keras_primer.models import text_gru
from keras_primer.recipes.text_average import prepare, with_losses
from keras_primer.training import Recipe


# --8<-- [start:compiled]
def compiled(steps: int) -> keras.Model:
    """The model, compiled as its smaller sibling is, for a training of `steps` batches."""
    return with_losses(text_gru.build(), rate=1e-2, steps=steps)


# --8<-- [end:compiled]


recipe = Recipe(
    name="text_gru",
    prepare=prepare,
    compiled=compiled,
    epochs=6,
    batch_size=64,
    own_data=sentences.load,
)

if __name__ == "__main__":
    from keras_primer import running

    raise SystemExit(running.main(recipe))
