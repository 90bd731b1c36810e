"""A recurrent network that reads an image row by row, from top to bottom."""

import keras
from keras import layers


# --8<-- [start:build]
def build() -> keras.Model:
    """A model with 81674 parameters.

    An LSTM has three gates and a candidate for what to remember. Each of the four sees the 28
    pixels of a row, the 128 numbers of the step before and a bias: 4 × (28 + 128 + 1) × 128 =
    80384. All rows share them.

    Input: `float32` of shape `(batch, 28, 28)`, a sequence of 28 rows of 28 pixels, scaled to 0
    to 1.
    Output: `float32` of shape `(batch, 10)`, the probability of each digit; each row adds up to 1.
    """
    return keras.Sequential(
        [
            keras.Input((28, 28)),
            layers.LSTM(128),
            layers.Dense(10, activation="softmax"),
        ],
        name="lstm_rows",
    )


# --8<-- [end:build]
