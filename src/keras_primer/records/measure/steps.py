"""How long one training step of 128 images takes, for a dense and two convolutional networks."""

import numpy as np

from keras_primer.models import first_mlp, mnist_cnn, small_cnn
from keras_primer.records.measure import seconds


def run() -> dict:
    """Milliseconds per step on arrays in memory."""
    return {
        "milliseconds": {
            "first_mlp": milliseconds(first_mlp.build(), times=50),
            "mnist_cnn": milliseconds(mnist_cnn.build(), times=20),
            "small_cnn": milliseconds(small_cnn.build(), times=20),
        }
    }


def milliseconds(model, times: int) -> float:
    """The median time of a step; the first ones, which trace and compile, do not count."""
    random = np.random.default_rng(0)
    x = random.random((128, *model.input_shape[1:]), dtype="float32")
    y = random.integers(0, 10, 128)
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    return 1000 * seconds(lambda: model.train_on_batch(x, y), times, warm_up=3)
