"""Convolution and recurrence combined: one finds strokes in a few rows, the other reads on.

Convolution shortens the sequence before the slow part, the recurrence, begins.
"""

import keras
from keras import layers


# --8<-- [start:build]
def build() -> keras.Model:
    """A model with 56650 parameters.

    Of 28 rows, a convolution over 5 leaves 24, and pooling 12: the GRU has 12 steps instead of 28.

    Input: `float32` of shape `(batch, 28, 28)`, a sequence of 28 rows of 28 pixels, scaled to 0
    to 1. In a sequence the step comes before the features, whatever Keras is set to for images.
    Output: `float32` of shape `(batch, 10)`, the probability of each digit; each row adds up to 1.
    """
    return keras.Sequential(
        [
            keras.Input((28, 28)),
            layers.Conv1D(64, 5, activation="relu", data_format="channels_last"),
            layers.MaxPooling1D(2, data_format="channels_last"),
            layers.GRU(96),
            layers.Dense(10, activation="softmax"),
        ],
        name="conv_gru",
    )


# --8<-- [end:build]
