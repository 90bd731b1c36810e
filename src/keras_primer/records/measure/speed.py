"""What settings do to the time of an epoch, and how long `fit` waits after the last batch.

Every setting is timed once in each round, so that a busy moment of the machine does not fall on one
of them alone, and in another order each time, because an epoch can slow down the one after it.
`same` is the default a second time: how far it is from 1 is the noise.
"""

import statistics
import time
from collections.abc import Callable

import keras
import numpy as np

from keras_primer.models import first_mlp, mnist_cnn
from keras_primer.training import batches

ROUNDS = 5
BATCH = 128
MLP, CNN = 5120, 128  # images: whole batches, also of 512 for the MLP; one step for the CNN

# Of `compile`, of `fit`, and the types that layers compute with.
SETTINGS = {
    "default": {},
    "same": {},
    "batch_32": {"batch_size": 32},
    "batch_512": {"batch_size": 512},
    "steps_per_execution": {"steps_per_execution": 10},
    "tf_data": {"data": batches},
    "mixed_bfloat16": {"dtype": "mixed_bfloat16"},
    "mixed_float16": {"dtype": "mixed_float16"},
    "jit": {"jit_compile": True},
    "eager": {"run_eagerly": True},
}
# JAX compiles by default. PyTorch does so with a C++ compiler, for minutes, and is not asked to;
# it also takes one step at a time, and is eager by default.
LEFT_OUT = {
    "tensorflow": set(),
    "jax": {"jit", "tf_data"},
    "torch": {"jit", "tf_data", "steps_per_execution", "eager"},
}
OF_CNN = {"default", "same", "mixed_bfloat16", "jit", "eager"}


class Clock(keras.callbacks.Callback):
    """The time of an epoch, and when training ended."""

    def on_epoch_begin(self, epoch, logs=None):
        self.begun = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        self.seconds = time.perf_counter() - self.begun

    def on_train_end(self, logs=None):
        self.ended = time.perf_counter()


def run() -> dict:
    """Seconds and ratios to the default; on TensorFlow also how long `fit` waited at the end."""
    left_out = LEFT_OUT[keras.backend.backend()]
    chosen = {name: SETTINGS[name] for name in SETTINGS if name not in left_out}
    result = {
        "mlp": compared(first_mlp.build, MLP, chosen),
        "cnn": compared(mnist_cnn.build, CNN, {n: chosen[n] for n in chosen if n in OF_CNN}),
    }
    if keras.backend.backend() == "tensorflow":
        result["wait"] = waits()
    return result


def compared(build: Callable[[], keras.Model], images: int, settings: dict) -> dict:
    """The median time of an epoch for each setting, and of its ratio to the default.

    The ratio is taken within each round, where the machine was busy or idle for both.
    """
    x, y = digits(build().input_shape[1:], images)
    epochs = {name: prepared(build, x, y, **setting) for name, setting in settings.items()}
    for epoch in epochs.values():
        epoch()  # traces and compiles
    random = np.random.default_rng(0)
    rounds = [
        {name: epochs[name]().seconds for name in random.permutation(list(epochs))}
        for _ in range(ROUNDS)
    ]
    return {
        "images": images,
        "seconds": {name: median(times[name] for times in rounds) for name in settings},
        "ratio": {
            name: median(times[name] / times["default"] for times in rounds) for name in settings
        },
    }


def median(values) -> float:
    """The middle one of some numbers."""
    return statistics.median(list(values))


def prepared(build, x, y, batch_size=BATCH, data=None, dtype="float32", **settings) -> Callable:
    """A function that trains one model for one epoch and returns the clock."""
    keras.config.set_dtype_policy(dtype)
    model = build()
    keras.config.set_dtype_policy("float32")
    model.compile("adam", "sparse_categorical_crossentropy", **settings)
    arguments = data(x, y, batch_size) if data else (x, y)

    def epoch() -> Clock:
        clock = Clock()
        size = None if data else batch_size
        model.fit(*arguments, batch_size=size, shuffle=not data, callbacks=[clock], verbose=0)
        return clock

    return epoch


def waits() -> dict:
    """Seconds between the end of training and the return of `fit`: the median and the longest."""
    x, y = digits((784,), MLP)
    found = {}
    for name, data in (("arrays", None), ("tf_data", batches)):
        epoch = prepared(first_mlp.build, x, y, data=data)
        waited = []
        for _ in range(2 * ROUNDS):
            ended = epoch().ended
            waited.append(time.perf_counter() - ended)
        found[name] = {"median": median(waited), "longest": max(waited)}
    return found


def digits(shape: tuple, images: int) -> tuple[np.ndarray, np.ndarray]:
    """Numbers of the shape of digits; what they are has no influence on the time."""
    random = np.random.default_rng(0)
    return random.random((images, *shape), dtype="float32"), random.integers(0, 10, images)
