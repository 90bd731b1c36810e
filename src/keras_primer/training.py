"""What all recipes share: seed, split, fit, evaluate.

Three sets, three roles: the training set fits the weights, the validation set (taken from the
training set) is watched while training, the test set is read once, at the end.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import keras
import numpy as np

from keras_primer.data import digits
from keras_primer.data.samples import Samples
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
        scaled: whether `prepare` scales pixels to 0 to 1, as the command `predict` does.
        reported: of the settings of a tutorial, the test accuracy that it reports, or where it
            gives none, the one at which `bench` ends.
    """

    name: str
    prepare: Callable
    compiled: Callable[[int], keras.Model]
    epochs: int
    batch_size: int
    validation: float = 1 / 12
    callbacks: Callable[[], list[keras.callbacks.Callback]] = field(default=list)
    own_data: Callable[[], Samples] | None = None
    scaled: bool = True
    reported: float | None = None

    @property
    def as_published(self) -> bool:
        """Whether these are the settings of a tutorial."""
        return self.reported is not None


@dataclass(frozen=True)
class Report:
    """What was trained, and what it came to.

    Attributes:
        recipe: its name.
        as_published: whether it was trained with the settings of a tutorial.
        backend, device, versions: what it was trained with.
        data, data_sha256: the name and the fingerprint of the data.
        params: the number of parameters.
        seed: of the training.
        epochs: how many it had.
        test: loss and metrics on the test set.
        seconds: from the first batch to the last.
    """

    recipe: str
    as_published: bool
    backend: str
    device: str
    versions: dict[str, str]
    data: str
    data_sha256: str
    params: int
    seed: int
    epochs: int
    test: dict[str, float]
    seconds: float

    def shared(self) -> dict:
        """What is the same for every seed, for a JSON file."""
        names = ("recipe", "backend", "data", "data_sha256", "params", "device", "versions")
        return {name: getattr(self, name) for name in names}

    def measured(self) -> dict[str, float]:
        """What differs from seed to seed: `test_loss`, `test_accuracy`, ..., `seconds`."""
        test = {f"test_{name}": value for name, value in self.test.items()}
        return {**test, "seconds": self.seconds}

    def run(self) -> dict:
        """What was measured, with seed and epochs."""
        return {"seed": self.seed, "epochs": self.epochs} | self.measured()

    def whole(self) -> dict:
        """All of it, for `report.json`."""
        return self.shared() | self.run() | {"as_published": self.as_published}


@dataclass(frozen=True)
class Run:
    """A finished training: the model, its history (a list of one number per epoch for each metric)
    and the report.
    """

    model: keras.Model
    history: dict[str, list[float]]
    report: Report


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


def load(recipe: Recipe, source: str | None = None) -> Samples:
    """The data of a recipe.

    Args:
        recipe: what is to be trained.
        source: `"own"` for the data that the recipe makes for itself; otherwise where to get
            digits, as for `keras_primer.data.load`. By default its own data or, if it has none,
            the built-in digits.

    Raises:
        InputError: the data cannot be had, or it is not for this recipe.
    """
    own = recipe.own_data is not None
    source = source or ("own" if own else "digits")
    if own != (source == "own"):
        says = f"makes its own data and cannot use {source}" if own else "has no data of its own"
        raise InputError(f"{recipe.name} {says}; leave out --data.")
    return recipe.own_data() if own else digits.load(source)


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
    report = Report(
        recipe=recipe.name,
        as_published=recipe.as_published,
        backend=keras.backend.backend(),
        device=device(),
        versions=versions(),
        data=data.name,
        data_sha256=data.fingerprint,
        params=model.count_params(),
        seed=seed,
        epochs=len(history.epoch),
        test=test,
        seconds=stopwatch.seconds,
    )
    return Run(model, history.history, report)
