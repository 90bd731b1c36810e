"""A multilayer perceptron with two hidden layers of 512 relu units."""

import keras
from keras import layers


# --8<-- [start:build]
def build() -> keras.Model:
    """A model with 669706 parameters.

    The second hidden layer adds 512 × 512 + 512 parameters to those of the first MLP.

    Input: `float32` of shape `(batch, 784)`, pixels scaled to 0 to 1.
    Output: `float32` of shape `(batch, 10)`, the probability of each digit; each row adds up to 1.
    """
    return keras.Sequential(
        [
            keras.Input((784,)),
            layers.Dense(512, activation="relu"),
            layers.Dense(512, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ],
        name="wide_mlp",
    )


# --8<-- [end:build]
