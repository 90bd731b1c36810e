"""First MLP: 784 pixels, one hidden layer of 512 units, 10 probabilities.

The smallest network worth training on MNIST. RMSprop finds its way quickly but, at a constant
learning rate, keeps jumping around the minimum. Twice the usual rate, falling to zero along half a
cosine, gets there sooner and settles.
"""

from dataclasses import replace

import keras

from keras_primer.models import first_mlp
from keras_primer.training import Recipe


def prepare(images, labels):
    """Turn each image into a row of 784 numbers between 0 and 1; labels stay as they are.

    Args:
        images: `uint8` array of shape `(n, 28, 28)`.
        labels: array of shape `(n,)`.

    Returns:
        `float32` array of shape `(n, 784)`, and the labels.
    """
    return images.reshape(len(images), 784).astype("float32") / 255, labels


# --8<-- [start:compiled]
def compiled(steps: int) -> keras.Model:
    """The model with its optimizer, loss and metric, for a training of `steps` batches."""
    model = first_mlp.build()
    model.compile(
        optimizer=keras.optimizers.RMSprop(keras.optimizers.schedules.CosineDecay(2e-3, steps)),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# --8<-- [end:compiled]


def compiled_as_published(steps: int) -> keras.Model:
    """The tutorial's compilation: RMSprop at its default rate of 0.001, whatever `steps`."""
    model = first_mlp.build()
    model.compile(optimizer="rmsprop", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


recipe = Recipe(name="first_mlp", prepare=prepare, compiled=compiled, epochs=5, batch_size=128)
published = replace(recipe, compiled=compiled_as_published, validation=0, reported=0.978)

if __name__ == "__main__":
    from keras_primer import running

    raise SystemExit(running.main(recipe, published))
