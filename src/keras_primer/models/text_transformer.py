"""A sentence in which every token looks at every other one: one block of a Transformer.

(A. Vaswani and others, "Attention Is All You Need", 2017.)
"""

import keras
from keras import layers, ops


# --8<-- [start:positions]
@keras.saving.register_keras_serializable("keras_primer")
class TokensAndPositions(layers.Layer):
    """Adds a vector for the place to the vector for the token: attention knows no order.

    Args:
        words: how many tokens there are, padding (0) and unknown (1) among them.
        length: how many places a sentence has at most.
        width: numbers in each vector.
    """

    def __init__(self, words: int, length: int, width: int, **kwargs):
        super().__init__(**kwargs)
        self.sizes = {"words": words, "length": length, "width": width}
        self.token = layers.Embedding(words, width, mask_zero=True)
        self.position = layers.Embedding(length, width)

    def build(self, input_shape):
        self.token.build(input_shape)
        self.position.build((input_shape[1],))

    def call(self, tokens):
        return self.token(tokens) + self.position(ops.arange(ops.shape(tokens)[1]))

    def compute_mask(self, tokens, mask=None):
        return self.token.compute_mask(tokens)

    def get_config(self):
        return {**super().get_config(), **self.sizes}


# --8<-- [end:positions]


# --8<-- [start:block]
@keras.saving.register_keras_serializable("keras_primer")
class TransformerBlock(layers.Layer):
    """Attention, then two dense layers at every place; each adds to what it was given.

    Args:
        heads: how many heads look at the same time; their widths add up to that of the input.
    """

    def __init__(self, heads: int, **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True  # the mask goes on to the next layer as it came
        self.heads = heads

    def build(self, input_shape):
        width = input_shape[-1]
        self.attention = layers.MultiHeadAttention(self.heads, width // self.heads, dropout=0.1)
        self.attention.build(input_shape, input_shape)
        self.dense = keras.Sequential([layers.Dense(2 * width, "relu"), layers.Dense(width)])
        self.dense.build(input_shape)
        self.norms = [layers.LayerNormalization() for _ in range(2)]
        for norm in self.norms:
            norm.build(input_shape)

    def call(self, x, mask=None):
        seen = None if mask is None else mask[:, None, :]  # no place looks at padding
        x = self.norms[0](x + self.attention(x, x, attention_mask=seen))
        return self.norms[1](x + self.dense(x))

    def get_config(self):
        return {**super().get_config(), "heads": self.heads}


# --8<-- [end:block]


# --8<-- [start:build]
def build() -> keras.Model:
    """A model with 228942 parameters, of which the block has 33472.

    Input: `int32` of shape `(batch, 40)`, numbers of tokens, padded with 0.
    Output: `float32` of shape `(batch, 14)`, a probability for each class; each row adds up to 1.
    """
    return keras.Sequential(
        [
            keras.Input((40,), dtype="int32"),
            TokensAndPositions(words=3000, length=40, width=64),
            layers.Dropout(0.3),
            TransformerBlock(heads=4),
            layers.GlobalAveragePooling1D(),
            layers.Dropout(0.5),
            layers.Dense(14, activation="softmax"),
        ],
        name="text_transformer",
    )


# --8<-- [end:build]
