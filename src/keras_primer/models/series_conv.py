"""A forecast by convolution: features of a few hours, of half a day, and all of them at once."""

import keras
from keras import layers


# --8<-- [start:build]
def build(mean: float, variance: float) -> keras.Model:
    """A model with 10561 parameters.

    The first convolution looks at 6 hours, every 3 hours anew: of 48 steps it leaves 15. The second
    leaves 7, and each of them has seen 12 hours.

    Args:
        mean, variance: of the signal in the training set.

    Input: `float32` of shape `(batch, 48, 1)`, a signal in its own unit.
    Output: `float32` of shape `(batch, 1)`, the forecast in the same unit.
    """
    return keras.Sequential(
        [
            keras.Input((48, 1)),
            layers.Normalization(axis=None, mean=mean, variance=variance),
            layers.Conv1D(32, 6, strides=3, activation="relu", data_format="channels_last"),
            layers.Conv1D(32, 3, strides=2, activation="relu", data_format="channels_last"),
            layers.Flatten(),
            layers.Dense(32, activation="relu"),
            layers.Dense(1),
        ],
        name="series_conv",
    )


# --8<-- [end:build]
