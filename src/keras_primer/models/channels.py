"""Where the channels of an image stand: last, or first if Keras is set to `channels_first`.

Set it with `keras.config.set_image_data_format` or in `keras.json`. Both orders train the same
network; what differs is where an array has its axis of channels.
"""

import keras
import numpy as np

from keras_primer import environment
from keras_primer.errors import InputError


def image_shape(height: int, width: int, channels: int) -> tuple[int, int, int]:
    """The shape of one image, for `keras.Input`.

    Raises:
        InputError: Keras is set to `channels_first`, and cannot convolve in this order here.
    """
    if keras.config.image_data_format() == "channels_last":
        return height, width, channels
    if not environment.convolves_channels_first():
        raise InputError(
            "Keras is set to channels_first, and TensorFlow convolves in this order only on a GPU "
            f"or with oneDNN; set TF_ENABLE_ONEDNN_OPTS=1 before Python starts, {channels_last()}, "
            "or set KERAS_BACKEND to jax or torch."
        )
    return channels, height, width


def channels_last() -> str:
    """How a reader returns to `channels_last`: where the other order was set."""
    if environment.settings().get("image_data_format") == "channels_first":
        return f'change "image_data_format" to "channels_last" in {environment.settings_file()}'
    return 'call keras.config.set_image_data_format("channels_last")'


def arrange(images: np.ndarray) -> np.ndarray:
    """Images of shape `(n, height, width, channels)` with the channels where Keras expects them."""
    if keras.config.image_data_format() == "channels_last":
        return images
    return np.moveaxis(images, -1, 1)
