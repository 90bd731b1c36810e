"""A small convolutional network for pictures of any number of classes, with augmentation inside."""

import keras
from keras import layers

from keras_primer.data.folders import SIDE
from keras_primer.models.channels import image_shape

CONVOLUTIONS = ((16, 2), (32, 1), (64, 1), (64, 1))  # filters, stride


# --8<-- [start:build]
def build(outputs: int) -> keras.Model:
    """A model with 61040 + 65 × `outputs` parameters, 352 of them not trained.

    It scales pixels itself, so that it takes pictures as they are read. In training, the next two
    layers change the light of each picture; later they do nothing. None turns or mirrors it: it may
    belong to another class then. And on the CPU, PyTorch takes long to turn pictures.

    Input: `float32` or `uint8` of shape `(batch, 64, 64, 3)`, or `(batch, 3, 64, 64)` if Keras is
    set to `channels_first`; pixels from 0 to 255.
    Output: `float32` of shape `(batch, outputs)`, a probability for each class; rows add up to 1.

    Raises:
        InputError: `channels_first` on TensorFlow with neither a GPU nor oneDNN.
    """
    channels = -1 if keras.config.image_data_format() == "channels_last" else 1
    model = keras.Sequential([keras.Input(image_shape(SIDE, SIDE, 3))], name="folder_cnn")
    model.add(layers.Rescaling(1 / 255))
    model.add(layers.RandomBrightness(0.2, value_range=(0, 1)))
    model.add(layers.RandomContrast(0.2, value_range=(0, 1)))
    for filters, stride in CONVOLUTIONS:
        model.add(layers.Conv2D(filters, 3, stride, padding="same", use_bias=False))
        model.add(layers.BatchNormalization(axis=channels, momentum=0.9))
        model.add(layers.Activation("relu"))
        model.add(layers.MaxPooling2D())
    model.add(layers.GlobalAveragePooling2D())
    model.add(layers.Dropout(0.2))
    model.add(layers.Dense(outputs, activation="softmax"))
    return model


# --8<-- [end:build]
