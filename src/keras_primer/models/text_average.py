"""A sentence as the average of its words: every token becomes a vector, their order is lost."""

import keras
from keras import layers


# --8<-- [start:build]
def build() -> keras.Model:
    """A model with 192910 parameters, nearly all of them the 3000 vectors of 64 numbers.

    `mask_zero` says that 0 is padding: the average leaves those places out.

    Input: `int32` of shape `(batch, steps)`, numbers of tokens, padded with 0.
    Output: `float32` of shape `(batch, 14)`, a probability for each class; each row adds up to 1.
    """
    return keras.Sequential(
        [
            keras.Input((None,), dtype="int32"),
            layers.Embedding(3000, 64, mask_zero=True),
            layers.GlobalAveragePooling1D(),
            layers.Dropout(0.5),
            layers.Dense(14, activation="softmax"),
        ],
        name="text_average",
    )


# --8<-- [end:build]
