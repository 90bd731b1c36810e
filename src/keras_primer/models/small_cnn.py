"""A convolutional network as one would write it today: narrow, deeper, normalized."""

import keras
from keras import layers

from keras_primer.models.channels import image_shape

CONVOLUTIONS = ((16, 1), (32, 2), (32, 1), (64, 2), (64, 1))  # filters, stride


# --8<-- [start:build]
def build() -> keras.Model:
    """A model with 70746 parameters, 416 of them not trained: means and variances.

    Padding keeps the sides of an image; a stride of 2 halves them, 28 → 14 → 7, in place of
    pooling. A convolution needs no bias, since the normalization behind it has one. In the end each
    of 64 maps is averaged to one number, so no dense layer meets 7 × 7 × 64 of them.

    (Batch normalization: S. Ioffe and C. Szegedy, 2015; averaging: M. Lin, Q. Chen and S. Yan,
    "Network in Network", 2013.)

    Input: `float32` of shape `(batch, 28, 28, 1)`, or `(batch, 1, 28, 28)` if Keras is set to
    `channels_first`; pixels scaled to 0 to 1.
    Output: `float32` of shape `(batch, 10)`, the probability of each digit; each row adds up to 1.

    Raises:
        InputError: `channels_first` on TensorFlow with neither a GPU nor oneDNN.
    """
    channels = -1 if keras.config.image_data_format() == "channels_last" else 1
    model = keras.Sequential([keras.Input(image_shape(28, 28, 1))], name="small_cnn")
    for filters, stride in CONVOLUTIONS:
        model.add(layers.Conv2D(filters, 3, stride, padding="same", use_bias=False))
        model.add(layers.BatchNormalization(axis=channels, momentum=0.9))
        model.add(layers.ReLU())
    model.add(layers.GlobalAveragePooling2D())
    model.add(layers.Dropout(0.2))
    model.add(layers.Dense(10, activation="softmax"))
    return model


# --8<-- [end:build]
