"""The drawn shapes."""

from keras_primer.data import shapes


def test_shapes_are_the_same_every_time():
    one, other = shapes.make(20, 10), shapes.make(20, 10)
    assert one.fingerprint == other.fingerprint
    assert set(one.y_train) == set(range(10))
