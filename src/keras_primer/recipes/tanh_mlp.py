"""Tanh MLP: stochastic gradient descent with momentum; shows why input is scaled.

The tutorial trains it on raw pixels, 0 to 255, for 50 epochs. Sums of numbers so large push tanh to
-1 or 1, where it is flat and gradients vanish; pixels scaled to 0 to 1 do not.
"""

from dataclasses import replace

import keras

from keras_primer.models import tanh_mlp
from keras_primer.recipes.first_mlp import prepare
from keras_primer.training import Recipe


def prepare_raw(images, labels):
    """Turn each image into a row of 784 numbers between 0 and 255, as the tutorial does.

    Args:
        images: `uint8` array of shape `(n, 28, 28)`.
        labels: array of shape `(n,)`.

    Returns:
        `float32` array of shape `(n, 784)`, and the labels.
    """
    return images.reshape(len(images), 784).astype("float32"), labels


# --8<-- [start:compiled]
def compiled(steps: int) -> keras.Model:
    """The model with its optimizer, loss and metric, for a training of `steps` batches."""
    return with_rate(keras.optimizers.schedules.CosineDecay(0.1, steps))


def compiled_as_published(steps: int) -> keras.Model:
    """The tutorial's compilation; its `decay=1e-6` is a schedule of its own today."""
    return with_rate(keras.optimizers.schedules.InverseTimeDecay(0.01, 1, 1e-6))


def with_rate(rate) -> keras.Model:
    """The model, compiled with Nesterov momentum and this learning rate or schedule."""
    model = tanh_mlp.build()
    model.compile(
        optimizer=keras.optimizers.SGD(rate, momentum=0.9, nesterov=True),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# --8<-- [end:compiled]


recipe = Recipe(name="tanh_mlp", prepare=prepare, compiled=compiled, epochs=60, batch_size=128)
published = replace(
    recipe,
    prepare=prepare_raw,
    compiled=compiled_as_published,
    epochs=50,
    batch_size=200,
    validation=0.3,
    scaled=False,
    reported=0.9248,
)

if __name__ == "__main__":
    from keras_primer import running

    raise SystemExit(running.main(recipe, published))
