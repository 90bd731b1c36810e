"""What the three ways to write a model cost: the same MLP, built, compiled and trained.

Each round makes every model once, in turn, so that a busy moment of the machine does not fall on
one of them alone.
"""

import statistics
import time
from collections.abc import Callable
from itertools import pairwise

import keras
import numpy as np
from keras import layers

from keras_primer.models import first_mlp, functional_mlp
from keras_primer.records.measure import seconds

ROUNDS = 7


class FirstMLP(keras.Model):
    """The layers of the first MLP as a class, trained by the `fit` of Keras."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.hidden = layers.Dense(512, activation="relu")
        self.digits = layers.Dense(10, activation="softmax")

    def call(self, pixels):
        """From pixels of shape `(batch, 784)` to probabilities of shape `(batch, 10)`."""
        return self.digits(self.hidden(pixels))


STYLES = {
    "sequential": first_mlp.build,
    "functional": functional_mlp.build,
    "subclassed": FirstMLP,
}


def run() -> dict:
    """Milliseconds: medians of fresh models, and their range for the first step.

    `ready` is what passes before the second step begins: build, compile and first step together.
    """
    random = np.random.default_rng(0)
    x = random.random((128, 784), dtype="float32")
    y = random.integers(0, 10, 128)
    rounds = {name: [] for name in STYLES}
    for number in range(1 + ROUNDS):
        for name, build in STYLES.items():
            parts = once(build, x, y)
            if number:  # the first round pays for what Keras and the backend set up once
                rounds[name].append(parts)
    return {"milliseconds": {name: summarized(parts) for name, parts in rounds.items()}}


def once(build: Callable[[], keras.Model], x: np.ndarray, y: np.ndarray) -> dict[str, float]:
    """The life of one model, in milliseconds."""
    keras.backend.clear_session()
    times = [time.perf_counter()]
    model = build()
    times.append(time.perf_counter())
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    times.append(time.perf_counter())
    model.train_on_batch(x, y)
    times.append(time.perf_counter())
    parts = [1000 * (end - start) for start, end in pairwise(times)]
    later = 1000 * seconds(lambda: model.train_on_batch(x, y), times=30)
    names = ("build", "compile", "first_step", "later_step", "ready")
    return dict(zip(names, [*parts, later, sum(parts)], strict=True))


def summarized(rounds: list[dict[str, float]]) -> dict:
    """The median of each part, and the lowest and highest `ready`."""
    medians = {name: statistics.median(parts[name] for parts in rounds) for name in rounds[0]}
    ready = [parts["ready"] for parts in rounds]
    return medians | {"ready_lowest": min(ready), "ready_highest": max(ready)}
