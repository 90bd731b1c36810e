"""A sentence read token by token: the same vectors, and a GRU that knows what came before."""

import keras
from keras import layers

from keras_primer.models.text_average import answers


# --8<-- [start:build]
def build() -> keras.Model:
    """A model with 217415 parameters, of which the GRU has 24960.

    At a place that is padding, the GRU keeps its state: padding is not read.

    Input: `int32` of shape `(batch, steps)`, numbers of tokens, padded with 0.
    Outputs: see `text_average.answers`.
    """
    tokens = keras.Input((None,), dtype="int32")
    x = layers.Embedding(3000, 64, mask_zero=True)(tokens)
    x = layers.Dropout(0.3)(x)
    x = layers.GRU(64)(x)
    return keras.Model(tokens, answers(x), name="text_gru")


# --8<-- [end:build]
