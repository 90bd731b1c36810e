"""A forecast by recurrence: a GRU reads hour after hour, and its last state says what comes."""

import keras
from keras import layers


# --8<-- [start:build]
def build(mean: float, variance: float) -> keras.Model:
    """A model with 3393 parameters, however many hours a window has.

    Args:
        mean, variance: of the signal in the training set.

    Input: `float32` of shape `(batch, 48, 1)`, a signal in its own unit.
    Output: `float32` of shape `(batch, 1)`, the forecast in the same unit.
    """
    return keras.Sequential(
        [
            keras.Input((48, 1)),
            layers.Normalization(axis=None, mean=mean, variance=variance),
            layers.GRU(32),
            layers.Dense(1),
        ],
        name="series_gru",
    )


# --8<-- [end:build]
