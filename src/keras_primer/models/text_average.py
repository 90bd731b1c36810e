"""A sentence as the average of its words: every token becomes a vector, their order is lost."""

import keras
from keras import layers


# --8<-- [start:build]
def build() -> keras.Model:
    """A model with 192455 parameters, nearly all of them the 3000 vectors of 64 numbers.

    `mask_zero` says that 0 is padding: the average leaves those places out.

    Input: `int32` of shape `(batch, steps)`, numbers of tokens, padded with 0.
    Outputs: see `answers`.
    """
    tokens = keras.Input((None,), dtype="int32")
    x = layers.Embedding(3000, 64, mask_zero=True)(tokens)
    x = layers.GlobalAveragePooling1D()(x)
    return keras.Model(tokens, answers(x), name="text_average")


def answers(x) -> dict:
    """Two answers from one vector for a sentence, of shape `(batch, width)`.

    Returns:
        `{"language": ..., "part": ...}`, `float32`: the probability that it is English, shape
        `(batch, 1)`, and a probability for each part of the course, shape `(batch, 6)`.
    """
    x = layers.Dropout(0.5)(x)
    return {
        "language": layers.Dense(1, activation="sigmoid", name="language")(x),
        "part": layers.Dense(6, activation="softmax", name="part")(x),
    }


# --8<-- [end:build]
