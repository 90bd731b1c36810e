"""Two hidden layers of 500 tanh units, half of which are silent in training."""

import keras
from keras import layers


# --8<-- [start:build]
def build() -> keras.Model:
    """A model with 648010 parameters.

    tanh squeezes every sum into -1 to 1. Where its input is large, its slope is nearly 0, and
    nothing is learned there: the input must be scaled.

    Input: `float32` of shape `(batch, 784)`, pixels scaled to 0 to 1.
    Output: `float32` of shape `(batch, 10)`, the probability of each digit; each row adds up to 1.
    """
    return keras.Sequential(
        [
            keras.Input((784,)),
            layers.Dense(500, activation="tanh"),
            layers.Dropout(0.5),
            layers.Dense(500, activation="tanh"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ],
        name="tanh_mlp",
    )


# --8<-- [end:build]
