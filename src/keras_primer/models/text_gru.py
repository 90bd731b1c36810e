"""A sentence read token by token: the same vectors, and a GRU that knows what came before."""

import keras
from keras import layers


# --8<-- [start:build]
def build() -> keras.Model:
    """A model with 217870 parameters, of which the GRU has 24960.

    At a place that is padding, the GRU keeps its state: padding is not read.

    Input: `int32` of shape `(batch, steps)`, numbers of tokens, padded with 0.
    Output: `float32` of shape `(batch, 14)`, a probability for each class; each row adds up to 1.
    """
    return keras.Sequential(
        [
            keras.Input((None,), dtype="int32"),
            layers.Embedding(3000, 64, mask_zero=True),
            layers.Dropout(0.3),
            layers.GRU(64),
            layers.Dropout(0.5),
            layers.Dense(14, activation="softmax"),
        ],
        name="text_gru",
    )


# --8<-- [end:build]
