"""What all recipes share: seed, split, fit, evaluate.

Three sets, three roles: the training set fits the weights, the validation set (taken from the
training set) is watched while training, the test set is read once, at the end.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import keras
import numpy as np

from keras_primer import data as digits
from keras_primer.environment import device, versions
from keras_primer.errors import InputError


@dataclass(frozen=True)
class Recipe:
    """One way to train one model.

    Attributes:
        name: the name of the module.
        prepare: `(images, labels) -> (x, y)`, from data as loaded to what the model takes.
        compiled: `(steps) -> model`, a new compiled model; `steps` is the number of batches that
            the training will have, for learning rates that follow a schedule.
        epochs: how often the training set is gone through.
        batch_size: samples per step.
        validation: the share of the training set that is held back for validation.
        callbacks: makes the callbacks of a training.
        own_data: makes the data of a recipe that is not about digits.
        reported: the test accuracy that the tutorial reports for these settings, or where it
            gives none, the one at which `bench` ends.
    """

    name: str
    prepare: Callable
    compiled: Callable[[int], keras.Model]
    epochs: int
    batch_size: int
    validation: float = 1 / 12
    callbacks: Callable[[], list[keras.callbacks.Callback]] = field(default=list)
    own_data: Callable | None = None
    reported: float | None = None


@dataclass(frozen=True)
class Run:
    """A finished training: the model, its history (a list of one number per epoch for each metric),
    and a report of what was trained on which data, with what it came to, for `report.json`.
    """

    model: keras.Model
    history: dict[str, list[float]]
    report: dict


class Stopwatch(keras.callbacks.Callback):
    """Measures from the first batch to the last, without what `fit` does before and after.

    The validations between two epochs count.
    """

    seconds = 0.0

    def on_train_batch_begin(self, batch, logs=None):
        if not hasattr(self, "started"):
            self.started = time.perf_counter()

    def on_train_batch_end(self, batch, logs=None):
        self.seconds = time.perf_counter() - self.started


def load(recipe: Recipe, source: str):
    """The data of a recipe.

    Args:
        recipe: what is to be trained.
        source: where to get digits, as for `keras_primer.data.load`; `"digits"` also stands for
            the recipe's own data, if it has any.

    Returns:
        An object with `x_train`, `y_train`, `x_test`, `y_test`, `name`, `description` and
        `fingerprint`.

    Raises:
        InputError: the data cannot be had, or the recipe is not about digits.
    """
    if recipe.own_data is None:
        return digits.load(source)
    if source != "digits":
        raise InputError(f"{recipe.name} makes its own data and cannot use {source}; leave it out.")
    return recipe.own_data()


def batches(x, y, size: int) -> tuple:
    """Arrays as `fit` and `evaluate` take them with the least waiting: `fit(*batches(x, y, 128))`.

    On TensorFlow, Keras makes a `tf.data` pipeline of arrays, and every pipeline has a thread that
    tunes it, sleeping twice as long after each round (10 ms, 20 ms, ... up to a minute). It seems
    that an iterator is not deleted before that thread has woken up: `fit` may return late, by up to
    seconds. Batches of arrays in memory need no tuning: without it, nobody waits.
    """
    if keras.backend.backend() != "tensorflow":
        return x, y
    import tensorflow as tf

    samples = tf.data.Dataset.from_tensor_slices((x, y))
    untuned = tf.data.Options()
    untuned.autotune.enabled = False
    return (samples.shuffle(samples.cardinality()).batch(size).with_options(untuned),)


def train(recipe: Recipe, data, seed: int = 0, epochs: int | None = None, verbose="auto") -> Run:
    """Train a recipe on data and evaluate it once on the test set.

    Args:
        recipe: what to train.
        data: raw samples and labels, split into training and test set; see `load`.
        seed: for Python, NumPy and the backend; also decides which samples are for validation.
        epochs: another number of epochs than the recipe's.
        verbose: as in `keras.Model.fit`.

    Raises:
        InputError: the model cannot be built here; see `models.channels`.
    """
    keras.utils.set_random_seed(seed)
    epochs = epochs or recipe.epochs
    order = np.random.default_rng(seed).permutation(len(data.y_train))
    held = round(len(order) * recipe.validation)
    x_train, y_train = recipe.prepare(data.x_train[order[held:]], data.y_train[order[held:]])
    x_held, y_held = recipe.prepare(data.x_train[order[:held]], data.y_train[order[:held]])

    model = recipe.compiled(epochs * -(-(len(order) - held) // recipe.batch_size))
    stopwatch = Stopwatch()
    size = recipe.batch_size
    history = model.fit(
        *batches(x_train, y_train, size),
        batch_size=size,  # of arrays; a pipeline has its own
        shuffle=keras.backend.backend() != "tensorflow",  # there, `batches` sees to it
        epochs=epochs,
        validation_data=batches(x_held, y_held, size) if held else None,
        callbacks=[*recipe.callbacks(), stopwatch],
        verbose=verbose,
    )
    x_test, y_test = recipe.prepare(data.x_test, data.y_test)
    test = model.evaluate(
        *batches(x_test, y_test, size), batch_size=size, verbose=0, return_dict=True
    )
    report = {
        "recipe": recipe.name,
        "backend": keras.backend.backend(),
        "data": data.name,
        "data_sha256": data.fingerprint,
        "seed": seed,
        "params": model.count_params(),
        "epochs": len(history.epoch),
        **{f"test_{name}": value for name, value in test.items()},
        "seconds": stopwatch.seconds,
        "device": device(),
        "versions": versions(),
    }
    return Run(model, history.history, report)
