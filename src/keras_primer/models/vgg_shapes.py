"""A network after the pattern of VGG: blocks of two convolutions and a pooling.

(K. Simonyan and A. Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition",
2014; dropout in the blocks is a later custom.)
"""

import keras
from keras import layers

from keras_primer.models.channels import image_shape


# --8<-- [start:build]
def build() -> keras.Model:
    """A model with 7998250 parameters, nearly all of them between the last block and 256 units.

    Side lengths: 100 → 98 → 96, pooled to 48 → 46 → 44, pooled to 22. The channels grow from 3 to
    32 to 64, and 22 × 22 × 64 = 30976 numbers meet 256 units.

    Input: `float32` of shape `(batch, 100, 100, 3)`, or `(batch, 3, 100, 100)` if Keras is set to
    `channels_first`; values scaled to 0 to 1.
    Output: `float32` of shape `(batch, 10)`, a probability for each class; each row adds up to 1.

    Raises:
        InputError: `channels_first` on TensorFlow with neither a GPU nor oneDNN.
    """
    return keras.Sequential(
        [
            keras.Input(image_shape(100, 100, 3)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Dropout(0.25),
            layers.Conv2D(64, 3, activation="relu"),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(256, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ],
        name="vgg_shapes",
    )


# --8<-- [end:build]
