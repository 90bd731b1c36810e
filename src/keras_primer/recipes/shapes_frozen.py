"""Two new kinds of drawn shapes from 10 images each: a frozen base and a new head.

What is compiled here has been trained already: the base, on the eight kinds of `shapes_base`.
"""

import random

import keras
from keras import layers

from keras_primer import training
from keras_primer.recipes import shapes_base
from keras_primer.recipes.shapes_base import NEW, prepare
from keras_primer.recipes.shapes_scratch import data
from keras_primer.training import Recipe


def trained() -> keras.Model:
    """A model of `shapes_base`, trained; by a seed that follows from the one of this training."""
    seed = random.randrange(2**32)
    return training.train(shapes_base.recipe, shapes_base.data(), seed, verbose=2).model


# --8<-- [start:compiled]
def compiled(steps: int) -> keras.Model:
    """A trained base, frozen, under a new head."""
    base = trained().get_layer("base")
    base.trainable = False

    inputs = keras.Input(base.input.shape[1:])
    head = layers.Dense(len(NEW), activation="softmax", name="head")
    model = keras.Model(inputs, head(base(inputs)), name="shapes_transfer")
    model.compile(
        optimizer=keras.optimizers.Adam(0.01),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# --8<-- [end:compiled]

recipe = Recipe(
    name="shapes_frozen",
    prepare=prepare,
    compiled=compiled,
    epochs=100,
    batch_size=20,
    validation=0,
    own_data=data,
)

if __name__ == "__main__":
    from keras_primer import running

    raise SystemExit(running.main(recipe))
