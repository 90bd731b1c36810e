"""The perceptron for small tables, for columns of very different size."""

import keras
from keras import layers


# --8<-- [start:build]
def build(mean, variance) -> keras.Model:
    """A model with 6209 parameters that takes the 30 columns as they were measured.

    An area is thousands of times as large as a smoothness. The first layer brings every column to
    mean 0 and variance 1, so the model needs no preparation outside of itself, today or later.

    Args:
        mean, variance: arrays of shape `(30,)`, of the training set.

    Input: `float32` of shape `(batch, 30)`.
    Output: `float32` of shape `(batch, 1)`, the probability of "benign".
    """
    return keras.Sequential(
        [
            keras.Input((30,)),
            layers.Normalization(mean=mean, variance=variance),
            layers.Dense(64, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(64, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(1, activation="sigmoid"),
        ],
        name="breast_cancer",
    )


# --8<-- [end:build]
