"""Dropout MLP: the wide MLP with dropout, which can be trained longer before it overfits.

The tutorial trains for 20 epochs with RMSprop at a constant rate, 128 images at a time. Here it is
512, with Adam at a higher rate, which falls along half a cosine, to a twentieth by the middle of
the training. There it stays; most is learned early.
"""

from dataclasses import replace

import keras

from keras_primer.models import dropout_mlp
from keras_primer.recipes.first_mlp import prepare
from keras_primer.training import Recipe


# --8<-- [start:compiled]
def compiled(steps: int) -> keras.Model:
    """The model with its optimizer, loss and metric, for a training of `steps` batches."""
    model = dropout_mlp.build()
    rate = keras.optimizers.schedules.CosineDecay(4e-3, steps // 2, alpha=0.05)
    model.compile(
        optimizer=keras.optimizers.Adam(rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# --8<-- [end:compiled]


def compiled_as_published(steps: int) -> keras.Model:
    """The tutorial's compilation: RMSprop at its default rate of 0.001, whatever `steps`."""
    model = dropout_mlp.build()
    model.compile(optimizer="rmsprop", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


recipe = Recipe(name="dropout_mlp", prepare=prepare, compiled=compiled, epochs=12, batch_size=512)
published = replace(
    recipe,
    compiled=compiled_as_published,
    epochs=20,
    batch_size=128,
    validation=0,
    reported=0.9805,
)

if __name__ == "__main__":
    from keras_primer import running

    raise SystemExit(running.main(recipe, published))
