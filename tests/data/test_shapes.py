"""The drawn shapes."""

import numpy as np

from keras_primer.data import shapes


def test_shapes_are_the_same_every_time():
    one, other = shapes.make(20, 10), shapes.make(20, 10)
    assert one.fingerprint == other.fingerprint
    assert set(one.y_train) == set(range(10))


def test_only_some_kinds():
    drawn = shapes.make(20, 10, kinds=("disc", "star"))
    assert np.bincount(drawn.y_train).tolist() == [10, 10]
    assert "2 classes" in drawn.description
    disc, star = (shapes.make(1, 1, kinds=[kind]).x_train for kind in ("disc", "star"))
    assert not np.array_equal(disc, star)
