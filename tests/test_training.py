"""What all recipes share when they are trained."""

from types import SimpleNamespace

import keras
import numpy as np
import pytest

from keras_primer import recipes, training
from keras_primer.errors import InputError

pytestmark = pytest.mark.every_backend


def test_recipe_with_its_own_data_refuses_another():
    recipe = recipes.load("breast_cancer")
    with pytest.raises(InputError, match="breast_cancer makes its own data"):
        training.load(recipe, "mnist")


# Samples that are known by their number, so that it can be told which went where.
DATA = SimpleNamespace(
    x_train=np.ones((120, 1), "float32"),
    y_train=np.arange(120, dtype="float32"),
    x_test=np.ones((7, 1), "float32"),
    y_test=np.arange(1000, 1007, dtype="float32"),
    name="numbers",
    fingerprint="",
)


def number(y, _):
    """A metric: the mean number of the samples that it is given."""
    return y


def trained(seed: int, prepare=lambda x, y: (x, y)) -> training.Run:
    def compiled(steps):
        model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
        model.compile("adam", "mse", metrics=[number])
        return model

    recipe = training.Recipe("numbers", prepare, compiled, epochs=1, batch_size=16)
    return training.train(recipe, DATA, seed, verbose=0)


def test_three_sets_have_three_roles():
    """What is trained on is not validated on, and neither is what judges in the end."""
    prepared = []
    run = trained(0, lambda x, y: prepared.append(y) or (x, y))
    learned, held, judging = prepared
    assert len(held) == 10
    assert sorted([*learned, *held]) == DATA.y_train.tolist()
    assert judging.tolist() == DATA.y_test.tolist()
    said = [*run.history["number"], *run.history["val_number"], run.report.test["number"]]
    np.testing.assert_allclose(said, [learned.mean(), held.mean(), judging.mean()], rtol=1e-5)


def test_a_seed_decides():
    one, again, other = (trained(seed).history["loss"] for seed in (1, 1, 2))
    assert one == again != other


def test_tensorflow_does_not_wait_for_a_tuner():
    fed = training.batches(np.zeros((10, 2)), np.zeros(10), 5)
    if keras.backend.backend() == "tensorflow":
        assert fed[0].options().autotune.enabled is False
    else:
        assert len(fed) == 2


def test_tensorflow_shuffles_in_every_epoch():
    if keras.backend.backend() != "tensorflow":
        return  # there `fit` does
    (fed,) = training.batches(np.arange(100), np.arange(100), 100)
    epochs = [next(iter(fed)) for _ in range(2)]
    for x, y in epochs:
        assert x.numpy().tolist() == y.numpy().tolist()
        assert sorted(x.numpy()) == list(range(100))
    assert epochs[0][0].numpy().tolist() != epochs[1][0].numpy().tolist()
