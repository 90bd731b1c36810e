"""Small CNN: five normalized convolutions, no dense layer but the last.

Batch normalization bears a high learning rate: it rises to 0.01 during the first tenth of the
training, since the first steps of a new network are wild, and falls to zero along half a cosine.
"""

import keras

from keras_primer.models import small_cnn
from keras_primer.recipes.mnist_cnn import prepare
from keras_primer.training import Recipe


# --8<-- [start:compiled]
def compiled(steps: int) -> keras.Model:
    """The model with its optimizer, loss and metric, for a training of `steps` batches."""
    warmup = steps // 10
    rate = keras.optimizers.schedules.CosineDecay(
        0.0, steps - warmup, warmup_target=0.01, warmup_steps=warmup
    )
    model = small_cnn.build()
    model.compile(
        optimizer=keras.optimizers.Adam(rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# --8<-- [end:compiled]

recipe = Recipe(name="small_cnn", prepare=prepare, compiled=compiled, epochs=5, batch_size=128)

if __name__ == "__main__":
    from keras_primer import running

    raise SystemExit(running.main(recipe))
