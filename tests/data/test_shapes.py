"""The drawn shapes."""

import numpy as np

from keras_primer.data import shapes


def test_shapes_are_the_same_every_time():
    one, other = shapes.make(20, 10), shapes.make(20, 10)
    assert one.fingerprint == other.fingerprint
    assert set(one.y_train) == set(range(10))


def test_only_some_kinds():
    drawn = shapes.make(20, 10, kinds=("disc", "star"))
    assert drawn.x_train.shape == (20, 100, 100, 3)
    assert np.bincount(drawn.y_train).tolist() == [10, 10]
    assert "2 classes" in drawn.description
