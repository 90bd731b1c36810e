"""An autoencoder: an image becomes two numbers, and two numbers become an image again.

(G. Hinton and R. Salakhutdinov, "Reducing the Dimensionality of Data with Neural Networks", 2006.)
"""

import keras
from keras import layers


# --8<-- [start:build]
def build() -> keras.Model:
    """A model with 435858 parameters; `get_layer` hands out its two halves.

    The encoder goes 784 → 256 → 64 → 2, and what it gives is the code of an image. The decoder goes
    back, 2 → 64 → 256 → 784. The code has no activation, so its numbers may be of any size.

    Input: `float32` of shape `(batch, 784)`, pixels scaled to 0 to 1.
    Output: the same image as far as two numbers can tell, shape `(batch, 784)`, 0 to 1.
    """
    encoder = keras.Sequential(
        [
            keras.Input((784,)),
            layers.Dense(256, activation="relu"),
            layers.Dense(64, activation="relu"),
            layers.Dense(2),
        ],
        name="encoder",
    )
    return keras.Sequential([keras.Input((784,)), encoder, decoder()], name="autoencoder")


def decoder() -> keras.Model:
    """From codes of shape `(batch, 2)` to images of shape `(batch, 784)`."""
    return keras.Sequential(
        [
            keras.Input((2,)),
            layers.Dense(64, activation="relu"),
            layers.Dense(256, activation="relu"),
            layers.Dense(784, activation="sigmoid"),
        ],
        name="decoder",
    )


# --8<-- [end:build]
