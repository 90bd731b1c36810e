"""Promise 4: every recipe builds, trains to its floor, saves, reloads and predicts the same.

Run once for each backend, in a process of its own: `KERAS_BACKEND=jax pytest -m every_backend`.
"""

import json
import re
from dataclasses import replace
from types import SimpleNamespace
from typing import NamedTuple

import keras
import numpy as np
import pytest

from keras_primer import environment, recipes, training
from keras_primer.data import shapes
from keras_primer.errors import InputError
from keras_primer.models import (
    channels,
    first_mlp,
    functional_mlp,
    mnist_cnn,
    subclassed_mlp,
    vgg_shapes,
)
from keras_primer.records import fingerprint, recording
from keras_primer.records.measure import race

pytestmark = pytest.mark.every_backend


class Expected(NamedTuple):
    """What a recipe must come to on the built-in data, on any backend."""

    params: int
    accuracy: float  # on the test set; chance is 0.1, or 0.5 where there are two classes
    epochs: int
    metric: str = "accuracy"


EXPECTED = {
    "binary_mlp": Expected(5569, 0.85, 10),
    "binary_starter": Expected(3265, 0.8, 5),
    "breast_cancer": Expected(6209, 0.9, 10),
    "conv_gru": Expected(56650, 0.6, 4),
    "digit_pairs": Expected(522132, 0.3, 10, metric="sum_accuracy"),
    "dropout_mlp": Expected(669706, 0.85, 12),  # its batches are four times as large
    "first_mlp": Expected(407050, 0.85, 4),
    "lstm_rows": Expected(81674, 0.5, 4),
    "mnist_cnn": Expected(1199882, 0.7, 2),
    "multiclass_starter": Expected(3562, 0.5, 10),
    "softmax_mlp": Expected(6154, 0.4, 30),
    "subclassed_mlp": Expected(407050, 0.85, 4),
    "tanh_mlp": Expected(648010, 0.85, 4),
    "wide_mlp": Expected(669706, 0.85, 4),
}
FOLLOWING_A_TUTORIAL = recipes.published_names()


def first(data, train: int, test: int):
    """Data with so many training and test samples."""
    parts = {"x_train": train, "y_train": train, "x_test": test, "y_test": test}
    return replace(data, **{name: getattr(data, name)[:size] for name, size in parts.items()})


def same(one, other) -> None:
    """Assert that two predictions, arrays or dictionaries of arrays, agree."""
    keras.tree.map_structure(lambda a, b: np.testing.assert_allclose(a, b, atol=1e-5), one, other)


def test_every_recipe_is_listed():
    with_a_test_of_their_own = ["early_stopping", "regression_starter", "vgg_shapes"]
    assert sorted([*EXPECTED, *with_a_test_of_their_own]) == recipes.names()


@pytest.mark.parametrize("name", EXPECTED)
def test_recipe(name, tmp_path):
    recipe, expected = recipes.load(name), EXPECTED[name]
    data = training.load(recipe)
    run = training.train(recipe, data, epochs=expected.epochs, verbose=0)
    assert recipe.name == name
    assert run.report.params == expected.params
    print(f"{name}: {run.report.test[expected.metric]:.3f}, {run.report.seconds:.1f} s")
    assert run.report.test[expected.metric] >= expected.accuracy
    check_reloaded(run.model, recipe.prepare(data.x_test, data.y_test)[0], tmp_path)


def test_regression(tmp_path):
    """Its error is at most half of what always guessing the mean would give."""
    recipe = recipes.load("regression_starter")
    data = training.load(recipe)
    run = training.train(recipe, data, verbose=0)
    guess = np.abs(data.y_test - data.y_train.mean()).mean()
    assert run.report.params == 3265
    assert run.report.test["mae"] <= guess / 2
    check_reloaded(run.model, data.x_test, tmp_path)


def test_vgg(tmp_path):
    """In the few steps a test has time for, it learns at least which two classes there are."""
    recipe = recipes.load("vgg_shapes")
    drawn = shapes.make(train=100, test=5)
    two = drawn.y_train < 2
    data = replace(drawn, x_train=drawn.x_train[two], y_train=drawn.y_train[two])
    run = training.train(replace(recipe, batch_size=10), data, epochs=4, verbose=0)
    assert run.report.params == 7998250
    assert run.history["loss"][-1] < np.log(10) / 2  # half of what a guess among ten costs
    check_reloaded(run.model, recipe.prepare(data.x_test, data.y_test)[0], tmp_path)


def check_reloaded(model, x, folder) -> None:
    """Save a model, load it, and assert that it predicts what it did."""
    model.save(folder / "model.keras")
    reloaded = keras.saving.load_model(folder / "model.keras")
    same(model.predict(x, verbose=0), reloaded.predict(x, verbose=0))


@pytest.mark.parametrize("name", FOLLOWING_A_TUTORIAL)
def test_published_settings_train_the_same_network(name):
    published = recipes.load(name, published=True)
    data = first(training.load(published), 100, 50)
    run = training.train(published, data, epochs=1, verbose=0)
    assert run.report.params == EXPECTED[name].params
    assert np.isfinite(run.report.test["loss"])
    assert 0.9 < published.reported < 1


def test_three_ways_to_build_one_model(tmp_path):
    """With equal weights, Sequential, functional and subclassed give equal outputs."""
    models = [way.build() for way in (first_mlp, functional_mlp, subclassed_mlp)]
    x = np.random.default_rng(0).random((20, 784), dtype="float32")
    for model in models:
        assert model.count_params() == 407050
        model.set_weights(models[0].get_weights())
        same(model.predict(x, verbose=0), models[0].predict(x, verbose=0))
        check_reloaded(model, x, tmp_path)


def test_own_training_step_does_what_keras_does():
    models = [first_mlp.build(), subclassed_mlp.build()]
    models[1].set_weights(models[0].get_weights())
    random = np.random.default_rng(0)
    # The last batch is smaller than the others: its loss weighs less.
    x, y = random.random((100, 784), dtype="float32"), random.integers(0, 10, 100)
    logs = []
    for model in models:
        model.compile(
            keras.optimizers.SGD(0.1), "sparse_categorical_crossentropy", metrics=["accuracy"]
        )
        logs.append(model.fit(x, y, 64, epochs=3, shuffle=False, verbose=0).history)
    for name in ("loss", "accuracy"):
        np.testing.assert_allclose(logs[0][name], logs[1][name], atol=1e-5)
    for one, other in zip(models[0].get_weights(), models[1].get_weights(), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5)


def test_early_stopping_overfits_and_stops(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # its callbacks write into runs/
    recipe = recipes.load("early_stopping")
    run = training.train(recipe, training.load(recipe), verbose=0)
    assert run.report.params == 669706
    assert run.report.test["accuracy"] >= 0.8
    loss = run.history["val_loss"]
    assert len(loss) < recipe.epochs
    assert loss.index(min(loss)) == len(loss) - 6  # five epochs of patience
    assert run.history["gap"][-1] > run.history["gap"][0]
    assert run.history["learning_rate"][-1] < run.history["learning_rate"][0]
    (best,) = tmp_path.glob("runs/early_stopping/*/best.keras")
    weights = keras.saving.load_model(best).get_weights()
    for one, other in zip(weights, run.model.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
    for watched in ("train", "validation"):
        assert list(best.parent.glob(f"logs/{watched}/events.*")), "TensorBoard has nothing to show"


@pytest.fixture
def channels_first():
    keras.config.set_image_data_format("channels_first")
    yield
    keras.config.set_image_data_format("channels_last")


@pytest.mark.parametrize("model, shape", [(mnist_cnn, (1, 28, 28)), (vgg_shapes, (3, 100, 100))])
def test_channels_first(model, shape, channels_first):
    if not environment.convolves_channels_first():
        with pytest.raises(InputError, match="set_image_data_format"):
            model.build()
        return
    assert model.build().input_shape == (None, *shape)
    recipe = recipes.load(model.__name__.rpartition(".")[2])
    data = first(training.load(recipe), 12, 10)
    run = training.train(recipe, data, epochs=1, verbose=0)
    assert np.isfinite(run.report.test["loss"])


def test_channels_first_is_the_same_network(channels_first):
    """The convolutions give the same numbers in either order; only their axes differ."""
    if not environment.convolves_channels_first():
        pytest.skip("channels_first does not convolve here (see the test above)")
    images = np.random.default_rng(0).random((4, 28, 28, 1), dtype="float32")
    first = keras.Sequential(mnist_cnn.build().layers[:3])
    of_first = first.predict(channels.arrange(images), verbose=0)
    keras.config.set_image_data_format("channels_last")
    last = keras.Sequential(mnist_cnn.build().layers[:3])
    last.build((None, 28, 28, 1))
    last.set_weights(first.get_weights())
    same(np.moveaxis(of_first, 1, -1), last.predict(images, verbose=0))


def test_recipe_with_its_own_data_refuses_another():
    recipe = recipes.load("breast_cancer")
    with pytest.raises(InputError, match="breast_cancer makes its own data"):
        training.load(recipe, "mnist")


def test_shapes_are_the_same_every_time():
    one, other = shapes.make(20, 10), shapes.make(20, 10)
    assert one.fingerprint == other.fingerprint
    assert set(one.y_train) == set(range(10))


def test_pairs():
    """The targets follow from the labels of both digits, and half of the pairs are equal."""
    prepare = recipes.load("digit_pairs").prepare
    labels = np.arange(1000, dtype="uint8") % 10
    images = np.zeros((1000, 28, 28), "uint8") + labels[:, None, None]  # shows its own label
    x, y = prepare(images, labels)
    left, right = (np.rint(x[side][:, 0] * 255) for side in ("left", "right"))
    np.testing.assert_array_equal(y["same"][:, 0], left == right)
    np.testing.assert_array_equal(y["sum"], left + right)
    assert 0.45 < y["same"].mean() < 0.65


def test_tensorflow_does_not_wait_for_a_tuner():
    fed = training.batches(np.zeros((10, 2)), np.zeros(10), 5)
    if keras.backend.backend() == "tensorflow":
        assert fed[0].options().autotune.enabled is False
    else:
        assert len(fed) == 2


def test_bench(capsys, monkeypatch):
    module = recipes.module("first_mlp")
    one_step = replace(module.published, epochs=1, batch_size=1437, reported=0.7)
    monkeypatch.setattr(module, "published", one_step)
    recording.bench(["first_mlp"], "digits", [0])
    printed = capsys.readouterr().out
    assert "first_mlp: seconds until 70.00% of the test set are right" in printed
    assert "other data compares nothing" in printed
    one_step, five_epochs = r"not in \d+\.\d s \(best \d+\.\d\d%\)", r"\d+\.\d s"
    assert re.search(f"seed 0: as published {one_step}, recommended {five_epochs}; ratio", printed)
    with pytest.raises(InputError, match="digit_pairs follows no tutorial"):
        recording.bench(["digit_pairs"], "digits", [0])
    with pytest.raises(InputError, match="pages show results on MNIST"):
        recording.bench(["first_mlp"], "digits", [0], record=True)


def test_bench_is_recorded(monkeypatch, tmp_path):
    """Numbers of a race, with what they were measured on and a fingerprint of the recipe."""
    races = iter([(9.0, 0.1), (8.0, 0.9), (2.0, 0.95)])  # the first one does not count

    def prepared(*_, seed=0):
        clock = race.Race(None, None, accuracy=0.9, every=1)
        clock.seconds, clock.best = next(races)
        return clock

    monkeypatch.setattr(race, "race", prepared)
    monkeypatch.setattr(recording, "RESULTS", tmp_path)
    monkeypatch.setattr(training, "load", lambda *_: SimpleNamespace(name="mnist", description=""))
    recording.bench(["first_mlp"], "mnist", [0], record=True)
    backend = keras.backend.backend()
    kept = json.loads((tmp_path / "measured" / f"race_first_mlp.{backend}.json").read_text())
    assert kept["published"]["seconds"]["mean"] == 8.0
    assert kept["recommended"]["best"] == {"mean": 0.95, "lowest": 0.95, "highest": 0.95}
    assert kept["ratio"]["highest"] == 0.25
    assert kept["fingerprint"] == fingerprint.of_measurement("race_first_mlp")
