"""A convolutional network for 28×28 digits: two convolutions, one pooling, two dense layers."""

import keras
from keras import layers

from keras_primer.models.channels import image_shape


# --8<-- [start:build]
def build() -> keras.Model:
    """A model with 1199882 parameters, most of them where the image becomes a row.

    Without padding, a 3×3 convolution takes 2 pixels from each side length: 28 → 26 → 24. Pooling
    halves it to 12, and 12 × 12 × 64 numbers meet 128 dense units: 9216 × 128 + 128 = 1179776.

    Input: `float32` of shape `(batch, 28, 28, 1)`, or `(batch, 1, 28, 28)` if Keras is set to
    `channels_first`; pixels scaled to 0 to 1.
    Output: `float32` of shape `(batch, 10)`, the probability of each digit; each row adds up to 1.

    Raises:
        InputError: `channels_first` on TensorFlow with neither a GPU nor oneDNN.
    """
    return keras.Sequential(
        [
            keras.Input(image_shape(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ],
        name="mnist_cnn",
    )


# --8<-- [end:build]
