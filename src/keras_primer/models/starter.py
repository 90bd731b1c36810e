"""The smallest network with a hidden layer, for tables: 100 columns, 32 relu units, the output."""

import keras
from keras import layers


# --8<-- [start:build]
def build(outputs: int, activation: str) -> keras.Model:
    """A model with 3232 + 33 × `outputs` parameters.

    The last layer decides what the output means:

    | Task | `outputs` | `activation` | Output |
    |---|---|---|---|
    | yes or no | 1 | `"sigmoid"` | the probability of yes |
    | one of k classes | k | `"softmax"` | a probability for each class |
    | a number | 1 | `"linear"` | the number |

    Input: `float32` of shape `(batch, 100)`.
    Output: `float32` of shape `(batch, outputs)`.
    """
    return keras.Sequential(
        [
            keras.Input((100,)),
            layers.Dense(32, activation="relu"),
            layers.Dense(outputs, activation=activation),
        ],
        name="starter",
    )


# --8<-- [end:build]
