"""A small network for drawn shapes in two parts: a base that can be kept, a head that is replaced.

(J. Yosinski, J. Clune, Y. Bengio and H. Lipson, "How transferable are features in deep neural
networks?", 2014.)
"""

import keras
from keras import layers

from keras_primer.models.channels import image_shape

SIDE = 34
CONVOLUTIONS = ((16, 1), (32, 2), (32, 1), (64, 2))  # filters, stride


# --8<-- [start:build]
def base() -> keras.Model:
    """From an image to 64 numbers: four normalized convolutions, then the mean of each map.

    Input: `float32` of shape `(batch, 34, 34, 3)`, or `(batch, 3, 34, 34)` if Keras is set to
    `channels_first`; values scaled to 0 to 1.
    Output: `float32` of shape `(batch, 64)`.
    """
    channels = -1 if keras.config.image_data_format() == "channels_last" else 1
    model = keras.Sequential([keras.Input(image_shape(SIDE, SIDE, 3))], name="base")
    for filters, stride in CONVOLUTIONS:
        model.add(layers.Conv2D(filters, 3, stride, padding="same", use_bias=False))
        model.add(layers.BatchNormalization(axis=channels, momentum=0.9))
        model.add(layers.ReLU())
    model.add(layers.GlobalAveragePooling2D())
    return model


def build(outputs: int) -> keras.Model:
    """A model with 33264 + 65 × `outputs` parameters, 288 of them not trained.

    Input: as of `base`.
    Output: `float32` of shape `(batch, outputs)`, a probability for each class.

    Raises:
        InputError: `channels_first` on TensorFlow with neither a GPU nor oneDNN.
    """
    head = layers.Dense(outputs, activation="softmax", name="head")
    return keras.Sequential([base(), head], name="small_shapes")


# --8<-- [end:build]
