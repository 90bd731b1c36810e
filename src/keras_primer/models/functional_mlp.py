"""The first MLP once more, with the functional API: each layer is called on a tensor."""

import keras
from keras import layers


def build() -> keras.Model:
    """The same 407050 parameters, inputs and outputs as `first_mlp.build`."""
    pixels = keras.Input((784,))
    hidden = layers.Dense(512, activation="relu")(pixels)
    digits = layers.Dense(10, activation="softmax")(hidden)
    return keras.Model(pixels, digits, name="functional_mlp")
