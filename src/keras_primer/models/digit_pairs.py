"""Two digits in, two answers out: are they the same, and what is their sum?

A siamese network: one encoder sees both images, so what it learns from the left it knows on the
right. (J. Bromley et al., "Signature Verification using a 'Siamese' Time Delay Neural Network",
1993.)
"""

import keras
from keras import layers, ops


# --8<-- [start:build]
def build() -> keras.Model:
    """A model with 522132 parameters; those of the shared encoder count once.

    What compares the codes does not know left from right: neither their distance nor their sum
    changes if the digits change places.

    Inputs: `{"left": ..., "right": ...}`, both `float32` of shape `(batch, 784)`, pixels scaled to
    0 to 1.
    Outputs: `{"same": ..., "sum": ...}`, `float32`: the probability that the digits are equal,
    shape `(batch, 1)`, and a probability for each sum from 0 to 18, shape `(batch, 19)`.
    """
    encoder = keras.Sequential(
        [
            keras.Input((784,)),
            layers.Dense(512, activation="relu"),
            layers.Dense(128, activation="relu"),
        ],
        name="encoder",
    )
    inputs = {"left": keras.Input((784,), name="left"), "right": keras.Input((784,), name="right")}
    left, right = encoder(inputs["left"]), encoder(inputs["right"])
    distance = layers.Dense(128, activation="relu")(ops.abs(left - right))
    total = layers.Dense(256, activation="relu")(left + right)
    outputs = {
        "same": layers.Dense(1, activation="sigmoid", name="same")(distance),
        "sum": layers.Dense(19, activation="softmax", name="sum")(total),
    }
    return keras.Model(inputs, outputs, name="digit_pairs")


# --8<-- [end:build]
