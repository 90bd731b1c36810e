"""Autoencoder: images through a bottleneck of two numbers and back.

Nobody labels anything: what goes in is also what should come out. The metric `mse` is the mean of
the squared differences of pixels; always answering the mean image is what it has to beat.
"""

import keras

from keras_primer.models import autoencoder
from keras_primer.recipes import first_mlp
from keras_primer.training import Recipe


# --8<-- [start:prepare]
def prepare(images, labels):
    """Pixels scaled to 0 to 1 as a row of 784, twice: as input and as target.

    Args:
        images: `uint8` array of shape `(n, 28, 28)`.
        labels: not used.
    """
    pixels, _ = first_mlp.prepare(images, labels)
    return pixels, pixels


# --8<-- [end:prepare]


# --8<-- [start:compiled]
def compiled(steps: int) -> keras.Model:
    """The model with its optimizer, loss and metric, for a training of `steps` batches."""
    return ready(autoencoder.build(), steps)


def ready(model, steps: int) -> keras.Model:
    """Compile a model whose targets are images: pixel by pixel, how much ink is there?"""
    model.compile(
        optimizer=keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(2e-3, steps)),
        loss="binary_crossentropy",
        metrics=["mse", "binary_crossentropy"],
    )
    return model


# --8<-- [end:compiled]


recipe = Recipe(name="autoencoder", prepare=prepare, compiled=compiled, epochs=12, batch_size=128)

if __name__ == "__main__":
    from keras_primer import running

    raise SystemExit(running.main(recipe))
