"""Text with attention: one Transformer block on sentences of this course."""

import keras

from keras_primer.data import sentences
from keras_primer.models import text_transformer
from keras_primer.recipes.text_average import prepare, with_losses
from keras_primer.training import Recipe


# --8<-- [start:compiled]
def compiled(steps: int) -> keras.Model:
    """The model, compiled as its smaller sibling is, for a training of `steps` batches."""
    return with_losses(text_transformer.build(), rate=2e-3, steps=steps)


# --8<-- [end:compiled]


recipe = Recipe(
    name="text_transformer",
    prepare=prepare,
    compiled=compiled,
    epochs=6,
    batch_size=64,
    own_data=sentences.load,
)

if __name__ == "__main__":
    from keras_primer import running

    raise SystemExit(running.main(recipe))
