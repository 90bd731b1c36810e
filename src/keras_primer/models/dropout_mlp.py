"""The wide MLP with dropout: in training, one in five of the hidden units is silent."""

import keras
from keras import layers


# --8<-- [start:build]
def build() -> keras.Model:
    """A model with 669706 parameters; dropout has none.

    Dropout draws other units for every sample and step, so that no unit can rely on another. It is
    active only in training; the units that remain are scaled up, and a prediction uses all of them
    as they are. (N. Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from
    Overfitting", 2014.)

    Input: `float32` of shape `(batch, 784)`, pixels scaled to 0 to 1.
    Output: `float32` of shape `(batch, 10)`, the probability of each digit; each row adds up to 1.
    """
    return keras.Sequential(
        [
            keras.Input((784,)),
            layers.Dense(512, activation="relu"),
            layers.Dropout(0.2),
            layers.Dense(512, activation="relu"),
            layers.Dropout(0.2),
            layers.Dense(10, activation="softmax"),
        ],
        name="dropout_mlp",
    )


# --8<-- [end:build]
