"""Variational autoencoder: one whose codes can be drawn, so that it makes new images.

The loss is that of the autoencoder and, added by the layer `Sampling`, the divergence of the codes'
distribution. What `loss` says more than `binary_crossentropy` is the second, divided by 784.
"""

import keras

from keras_primer.models import vae
from keras_primer.recipes.autoencoder import prepare, ready
from keras_primer.training import Recipe


# --8<-- [start:compiled]
def compiled(steps: int) -> keras.Model:
    """The model compiled as the autoencoder is, for a training of `steps` batches."""
    return ready(vae.build(), steps)


# --8<-- [end:compiled]


recipe = Recipe(name="vae", prepare=prepare, compiled=compiled, epochs=12, batch_size=128)

if __name__ == "__main__":
    from keras_primer import running

    raise SystemExit(running.main(recipe))
