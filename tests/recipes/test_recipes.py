"""Promise 4: every recipe builds, trains to its floor, saves, reloads and predicts the same.

Run once for each backend, in a process of its own: `KERAS_BACKEND=jax pytest -m every_backend`.
"""

import functools
import shutil
from dataclasses import replace
from typing import NamedTuple

import keras
import numpy as np
import pytest
from sklearn.neighbors import NearestNeighbors
from trainings import check_reloaded, first, same

from keras_primer import recipes, training
from keras_primer.data import folders, series, shapes
from keras_primer.recipes import shapes_base, shapes_frozen

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
    "small_cnn": Expected(70746, 0.7, 5),
    "softmax_mlp": Expected(6154, 0.4, 30),
    "subclassed_mlp": Expected(407050, 0.85, 4),
    "tanh_mlp": Expected(648010, 0.85, 4),
    "text_average": Expected(192455, 0.42, 3, metric="part_accuracy"),  # always "train": 0.34
    "text_gru": Expected(217415, 0.42, 3, metric="part_accuracy"),
    "text_transformer": Expected(106055, 0.42, 3, metric="part_accuracy"),
    "wide_mlp": Expected(669706, 0.85, 4),
}
TRANSFER = ["shapes_base", "shapes_scratch", "shapes_frozen", "shapes_tuned"]

FORECASTS = {"series_conv": 10561, "series_gru": 3393}  # parameters
GENERATIVE = {"autoencoder": 435858, "vae": 435988}  # parameters


def alone(name: str):
    """A recipe as a parameter: among tests that run side by side, it need not wait for others."""
    return pytest.param(name, marks=pytest.mark.xdist_group(name))


def test_every_recipe_is_listed():
    several = [*EXPECTED, *FORECASTS, *GENERATIVE, *TRANSFER]
    one = ["early_stopping", "mixed_table", "regression_starter", "shapes_from_folder"]
    assert sorted([*several, *one, "vgg_shapes"]) == recipes.names()


@pytest.mark.parametrize("name", [alone(name) for name in EXPECTED])
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


@pytest.mark.parametrize("name", [alone(name) for name in FORECASTS])
def test_forecast(name, tmp_path):
    """After three epochs, its error is smaller than that of the best baseline."""
    recipe = recipes.load(name)
    data = training.load(recipe)
    run = training.train(recipe, data, epochs=3, verbose=0)
    best = min(series.errors(data).values())
    print(f"{name}: {run.report.test['loss']:.3f} of {best:.3f}, {run.report.seconds:.1f} s")
    assert run.report.params == FORECASTS[name]
    assert run.report.test["loss"] < best
    check_reloaded(run.model, data.x_test, tmp_path)


def test_mixed_table(tmp_path):
    """It beats what rows with the same station, weather and hour come to on average."""
    recipe = recipes.load("mixed_table")
    data = first(training.load(recipe), 2000, 500)
    run = training.train(recipe, data, epochs=8, verbose=0)
    mean = average(data, "station", "weather", "hour")
    assert run.report.params == 5249
    print(f"mixed_table: {run.report.test['mae']:.2f} of {mean:.2f}, {run.report.seconds:.1f} s")
    assert run.report.test["mae"] < 0.9 * mean
    check_reloaded(run.model, recipe.prepare(data.x_test, data.y_test)[0], tmp_path)


def average(data, *names) -> float:
    """The mean absolute error of saying the mean of the training rows that agree in some columns;
    of all of them, where none does.
    """
    rides = {}
    for row, y in zip(data.x_train[[*names]].tolist(), data.y_train, strict=True):
        rides.setdefault(row, []).append(y)
    said = [np.mean(rides.get(row, data.y_train)) for row in data.x_test[[*names]].tolist()]
    return np.abs(said - data.y_test).mean()


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


def test_transfer(tmp_path, monkeypatch):
    """A frozen base stays as it is; fine-tuned, its convolutions learn and nothing else does."""
    base, scratch, frozen, tuned = map(recipes.load, TRANSFER)
    known = shapes.make(train=40, test=5, kinds=shapes_base.KNOWN[:2])
    trained = training.train(replace(base, batch_size=10), known, epochs=6, verbose=0)
    assert trained.report.params == 33784
    assert trained.history["loss"][-1] < np.log(8) / 2  # it knows at least which two there are

    monkeypatch.setattr(shapes_frozen, "trained", lambda: trained.model)
    kept = trained.model.get_layer("base")
    before = kept.get_weights()
    convolutions = {weight.path for weight in kept.weights if weight.name == "kernel"}
    data = first(training.load(frozen), 20, 20)
    for recipe, changing in ((scratch, set()), (frozen, set()), (tuned, convolutions)):
        run = training.train(recipe, data, epochs=10, verbose=0)
        assert run.report.params == 33394
        assert run.history["loss"][-1] < run.history["loss"][0]
        pairs = zip(kept.weights, before, kept.get_weights(), strict=True)
        assert {w.path for w, old, new in pairs if not np.array_equal(old, new)} == changing
    check_reloaded(run.model, recipe.prepare(data.x_test, data.y_test)[0], tmp_path)


@functools.cache
def generative(name: str):
    """A recipe that makes images, its data, and what training came to; trained once."""
    recipe = recipes.load(name)
    digits = training.load(recipe)
    return recipe, digits, training.train(recipe, digits, epochs=30, verbose=0)


@pytest.mark.xdist_group("generative")
@pytest.mark.parametrize("name", GENERATIVE)
def test_generative(name, tmp_path):
    """Two numbers say more about an image than the mean image does."""
    recipe, digits, run = generative(name)
    assert run.report.params == GENERATIVE[name]
    x, y = recipe.prepare(digits.x_test, digits.y_test)
    np.testing.assert_array_equal(x, y)
    mean = recipe.prepare(digits.x_train, digits.y_train)[0].mean(axis=0)
    of_mean = np.square(x - mean).mean()
    print(f"{name}: {run.report.test['mse'] / of_mean:.3f} of {of_mean:.4f}")
    assert run.report.test["mse"] <= 0.85 * of_mean
    codes = run.model.get_layer("encoder").predict(x, verbose=0)
    assert codes.shape == (len(x), 2)
    same(run.model.get_layer("decoder").predict(codes, verbose=0), run.model.predict(x, verbose=0))
    check_reloaded(run.model, x, tmp_path)


@pytest.mark.xdist_group("generative")
def test_vae_pays_for_its_codes():
    """Only the variational one does: what it says of an image has to be worth a few nats."""
    for name, least, most in (("autoencoder", -0.01, 0.01), ("vae", 1, 20)):
        _, _, run = generative(name)
        nats = 784 * (run.report.test["loss"] - run.report.test["binary_crossentropy"])
        print(f"{name}: {nats:.2f} nats")
        assert least < nats < most


@pytest.mark.xdist_group("generative")
def test_vae_makes_digits():
    """Images from random codes resemble digits of several kinds, and more so than as much ink."""
    recipe, digits, run = generative("vae")
    x, _ = recipe.prepare(digits.x_train, digits.y_train)
    known = NearestNeighbors(n_neighbors=1).fit(x)
    random = np.random.default_rng(0)
    codes = random.normal(size=(100, 2)).astype("float32")
    made = run.model.get_layer("decoder").predict(codes, verbose=0)
    far, nearest = known.kneighbors(made)
    noise, _ = known.kneighbors(random.permuted(made, axis=1))
    kinds = len(set(digits.y_train[nearest[:, 0]]))
    print(f"{kinds} kinds of digits, at {far.mean():.2f}; noise at {noise.mean():.2f}")
    assert kinds >= 5
    assert far.mean() < noise.mean() / 1.5


def test_folders(tmp_path):
    """It has an output for each folder, and learns in a few steps which of two shapes it sees."""
    folders.write_shapes(tmp_path, each=24)
    for name in set(shapes.SHAPES) - {"bar", "disc"}:
        shutil.rmtree(tmp_path / name)
    recipe = recipes.module("shapes_from_folder").on(tmp_path)
    data = training.load(recipe)
    run = training.train(replace(recipe, batch_size=8), data, epochs=10, verbose=0)
    assert run.report.params == 61170
    assert data.classes == ("bar", "disc")
    print(f"shapes_from_folder: {run.history['loss']}, {run.report.seconds:.1f} s")
    assert run.history["loss"][-1] < np.log(2) / 2
    check_reloaded(run.model, recipe.prepare(data.x_test, data.y_test)[0], tmp_path)


@pytest.mark.parametrize("name", recipes.published_names())
def test_published_settings_train_the_same_network(name):
    published = recipes.load(name, published=True)
    data = first(training.load(published), 100, 50)
    run = training.train(published, data, epochs=1, verbose=0)
    assert run.report.params == EXPECTED[name].params
    assert np.isfinite(run.report.test["loss"])
    assert 0.9 < published.reported < 1


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
