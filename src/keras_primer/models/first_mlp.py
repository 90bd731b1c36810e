"""The first multilayer perceptron: 784 pixels, 512 relu units, 10 probabilities."""

import keras
from keras import layers


# --8<-- [start:build]
def build() -> keras.Model:
    """A model with 407050 parameters.

    Parameters of a dense layer are inputs × units + units: 784 × 512 + 512 in the hidden layer,
    512 × 10 + 10 in the output layer.

    Input: `float32` of shape `(batch, 784)`, pixels scaled to 0 to 1.
    Output: `float32` of shape `(batch, 10)`, the probability of each digit; each row adds up to 1.
    """
    return keras.Sequential(
        [
            keras.Input((784,)),
            layers.Dense(512, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ],
        name="first_mlp",
    )


# --8<-- [end:build]
