"""What all recipes share when they are trained."""

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


def test_tensorflow_does_not_wait_for_a_tuner():
    fed = training.batches(np.zeros((10, 2)), np.zeros(10), 5)
    if keras.backend.backend() == "tensorflow":
        assert fed[0].options().autotune.enabled is False
    else:
        assert len(fed) == 2
