"""Where the channels of an image stand: last, or first if Keras is set to `channels_first`.

Set it with `keras.config.set_image_data_format` or in `keras.json`. Both orders train the same
network; what differs is where an array has its axis of channels.
"""

import keras
import numpy as np

from keras_primer.environment import device
from keras_primer.errors import InputError


def image_shape(height: int, width: int, channels: int) -> tuple[int, int, int]:
    """The shape of one image, for `keras.Input`.

    Raises:
        InputError: Keras is set to `channels_first`, and TensorFlow, which convolves in this order
            only on a GPU, has none.
    """
    if keras.config.image_data_format() == "channels_last":
        return height, width, channels
    if keras.backend.backend() == "tensorflow" and device() == "CPU":
        raise InputError(
            "Keras is set to channels_first, and TensorFlow cannot convolve in this order on a "
            'CPU; call keras.config.set_image_data_format("channels_last"), or set KERAS_BACKEND '
            "to jax or torch."
        )
    return channels, height, width


def arrange(images: np.ndarray) -> np.ndarray:
    """Images of shape `(n, height, width, channels)` with the channels where Keras expects them."""
    if keras.config.image_data_format() == "channels_last":
        return images
    return np.moveaxis(images, -1, 1)
