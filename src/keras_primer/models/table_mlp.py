"""A perceptron for small tables: 20 columns, two hidden layers of 64 units with strong dropout."""

import keras
from keras import layers


# --8<-- [start:build]
def build(outputs: int, activation: str) -> keras.Model:
    """A model with 5504 + 65 × `outputs` parameters.

    Input: `float32` of shape `(batch, 20)`.
    Output: `float32` of shape `(batch, outputs)`: with `"sigmoid"` and one output the probability
    of yes, with `"softmax"` a probability for each class.
    """
    return keras.Sequential(
        [
            keras.Input((20,)),
            layers.Dense(64, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(64, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(outputs, activation=activation),
        ],
        name="table_mlp",
    )


# --8<-- [end:build]
