"""Promise 4: every recipe builds, trains to its floor, saves, reloads and predicts the same.

Run once for each backend, in a process of its own: `KERAS_BACKEND=jax pytest -m every_backend`.
"""

from dataclasses import replace
from typing import NamedTuple

import keras
import numpy as np
import pytest
from trainings import check_reloaded, first

from keras_primer import recipes, training
from keras_primer.data import shapes

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
    "text_average": Expected(192910, 0.25, 4),  # the commonest class is 0.15 of the test set
    "text_gru": Expected(217870, 0.2, 4),
    "text_transformer": Expected(228942, 0.25, 3),
    "wide_mlp": Expected(669706, 0.85, 4),
}


def alone(name: str):
    """A recipe as a parameter: among tests that run side by side, it need not wait for others."""
    return pytest.param(name, marks=pytest.mark.xdist_group(name))


def test_every_recipe_is_listed():
    with_a_test_of_their_own = ["early_stopping", "regression_starter", "vgg_shapes"]
    assert sorted([*EXPECTED, *with_a_test_of_their_own]) == recipes.names()


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
