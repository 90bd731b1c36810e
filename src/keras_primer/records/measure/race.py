"""As published, and as recommended: how long until the accuracy that the tutorial reports?

Both train on the same machine, one after the other, and the same network; only a recipe in
`CHALLENGERS`, which follows no tutorial, races another network with its own. Every quarter of an
epoch the model is tried on the test set, with the clock stopped, until it is as accurate as the
tutorial says or has had all its epochs. Only here does the test set decide when a training ends:
what is compared is time, and the accuracy is given.
"""

import time
from dataclasses import replace

import keras

from keras_primer import recipes, training
from keras_primer.data.samples import Samples
from keras_primer.records.measure import spread

# Recipes that follow no tutorial, and the one whose tutorial they race.
CHALLENGERS = {"small_cnn": "mnist_cnn"}


class Race(keras.callbacks.Callback):
    """Times a training from its first batch until a test accuracy is reached, and ends it there.

    Args:
        x, y: the test set, prepared for the model.
        accuracy: where the race ends, 0 to 1.
        every: the number of batches after which the test set is tried.

    Attributes:
        seconds: time spent on training, without validation and without the tries.
        best: the highest test accuracy of all tries.
    """

    def __init__(self, x, y, accuracy: float, every: int):
        super().__init__()
        self.x, self.y, self.accuracy, self.every = x, y, accuracy, every
        self.seconds = self.best = 0.0
        self.batches = 0

    def on_train_batch_begin(self, batch, logs=None):
        if not self.batches:
            self.resume()
        self.batches += 1

    def on_train_batch_end(self, batch, logs=None):
        if self.batches % self.every == 0:
            self.pause()
            predicted = self.model.predict(self.x, verbose=0).argmax(axis=1)
            self.best = max(self.best, float((predicted == self.y).mean()))
            self.model.stop_training = self.best >= self.accuracy
            self.resume()

    def pause(self, logs=None):
        """Stop the clock."""
        self.seconds += time.perf_counter() - self.resumed

    def resume(self, logs=None):
        """Let the clock run on."""
        self.resumed = time.perf_counter()

    on_test_begin, on_test_end, on_train_end = pause, resume, pause  # validation does not count


def run(name: str, data: Samples, seeds: list[int]) -> dict:
    """Train both; print the seconds of each race and their ratio.

    Args:
        name: a recipe that follows a tutorial, or one of `CHALLENGERS`.
        data: what to train on and, while the clock stands, to test on.
        seeds: one race for each.

    Returns:
        As `summary`.

    Raises:
        InputError: no such recipe, or it races no tutorial.
    """
    published, recommended = tutorial(name), recipes.load(name)
    target = published.reported
    print(f"{name}: seconds until {target:.2%} of the test set are right. {data.description}.")
    if data.name != "mnist":
        print("  The accuracy is that of a tutorial on MNIST; other data compares nothing.")
    clocks = {"published": [], "recommended": []}
    # The first training of a process pays for what the backend sets up once: not in the race.
    race(recommended, 0, data, seed=0)
    for seed in seeds:
        theirs = race(published, target, data, seed)
        ours = race(recommended, target, data, seed)
        print(
            f"  seed {seed}: as published {result(theirs)}, recommended {result(ours)}; "
            f"ratio {ours.seconds / theirs.seconds:.2f}"
        )
        clocks["published"].append(theirs)
        clocks["recommended"].append(ours)
    return summary(target, seeds, **clocks)


def tutorial(name: str) -> training.Recipe:
    """The settings that a recipe races, as a tutorial published them."""
    return recipes.load(CHALLENGERS.get(name, name), published=True)


def summary(target: float, seeds: list[int], published: list, recommended: list) -> dict:
    """Seconds, best accuracies and the ratios of the seconds: mean, lowest and highest."""
    ratios = [
        one.seconds / other.seconds for one, other in zip(recommended, published, strict=True)
    ]
    kept = {"target": target, "seeds": seeds, "ratio": spread(ratios)}
    for name, clocks in (("published", published), ("recommended", recommended)):
        kept[name] = {
            "seconds": spread([clock.seconds for clock in clocks]),
            "best": spread([clock.best for clock in clocks]),
        }
    return kept


def race(recipe: training.Recipe, target: float, data: Samples, seed: int) -> Race:
    """Train a recipe until it is right on this share of the test set, or for all its epochs."""
    trained = len(data.y_train) - round(len(data.y_train) * recipe.validation)
    clock = Race(
        *recipe.prepare(data.x_test, data.y_test),
        accuracy=target,
        every=max(1, trained // recipe.batch_size // 4),
    )
    callbacks = [*recipe.callbacks(), clock]
    training.train(replace(recipe, callbacks=lambda: callbacks), data, seed, verbose=0)
    return clock


def result(clock: Race) -> str:
    """The seconds of a race, and how far it got if it did not get there."""
    if clock.best >= clock.accuracy:
        return f"{clock.seconds:.1f} s"
    return f"not in {clock.seconds:.1f} s (best {clock.best:.2%})"
