"""The functions on the page about sizes of feature maps agree with Keras, over a grid.

What layers really put out is compared, not only what they announce. On every backend.
"""

from itertools import product

import keras
import pytest
from keras import layers
from pages import blocks

from keras_primer import environment

pytestmark = pytest.mark.every_backend

SIDES = (7, 8, 12, 13)
WINDOWS = (1, 2, 3, 5)
STRIDES = (1, 2, 3, 4)
PADDINGS = ("valid", "same")


@pytest.fixture(scope="module")
def page():
    """The functions as a reader copies them."""
    names = {}
    (block,) = (
        block for block in blocks("ideas/convolution-sizes.md") if "def window" in block.source
    )
    exec(block.source, names)
    return names


def side(layer, n: int) -> int:
    """The side that a layer makes of a side, in one dimension."""
    announced = layer.compute_output_shape((1, n, 1))[1]
    assert layer(keras.ops.ones((1, n, 1))).shape[1] == announced
    return announced


@pytest.mark.parametrize("padding", PADDINGS)
@pytest.mark.parametrize("k", WINDOWS)
def test_convolution(page, k, padding):
    for n, s in product(SIDES, STRIDES):
        layer = layers.Conv1D(1, k, strides=s, padding=padding)
        assert side(layer, n) == page["window"](n, k, s, padding), (n, k, s)


@pytest.mark.parametrize("padding", PADDINGS)
def test_dilation(page, padding):
    for n, k, d in product(SIDES, WINDOWS, (1, 2, 3)):
        layer = layers.Conv1D(1, k, padding=padding, dilation_rate=d)
        wanted = page["window"](n, k, 1, padding, d)
        if wanted > 0:
            assert side(layer, n) == wanted, (n, k, d)
        else:
            with pytest.raises(ValueError, match="zero or negative"):
                side(layer, n)


@pytest.mark.parametrize("kind", [layers.MaxPooling1D, layers.AveragePooling1D])
@pytest.mark.parametrize("padding", PADDINGS)
def test_pooling(page, kind, padding):
    for n, k, s in product(SIDES, WINDOWS, (None, *STRIDES)):
        layer = kind(k, strides=s, padding=padding)
        assert side(layer, n) == page["pool"](n, k, s, padding), (n, k, s)


@pytest.mark.parametrize("padding", PADDINGS)
@pytest.mark.parametrize("k", WINDOWS)
def test_transposed(page, k, padding):
    for n, s in product((4, 5), STRIDES):
        # With "same" and an even window, 0 asks for one place fewer than there are numbers.
        least = 1 if padding == "same" and k % 2 == 0 else 0
        for output_padding in (None, *range(least, s)):
            settings = {"padding": padding, "output_padding": output_padding}
            wanted = page["transposed"](n, k, s, **settings)
            layer = layers.Conv1DTranspose(1, k, strides=s, **settings)
            assert side(layer, n) == wanted, (n, k, s, output_padding)


@pytest.mark.parametrize("padding", PADDINGS)
def test_transposed_and_dilated(page, padding):
    for n, k, d in product((4, 5), WINDOWS, (2, 3)):
        layer = layers.Conv1DTranspose(1, k, padding=padding, dilation_rate=d)
        wanted = page["transposed"](n, k, 1, padding, d)
        assert layer.compute_output_shape((1, n, 1))[1] == wanted, (n, k, d)
        if environment.uses_onednn() is False:  # then TensorFlow has the size, and no way to it
            with pytest.raises(Exception, match="dilation rates larger than 1"):
                side(layer, n)
        else:
            assert side(layer, n) == wanted


@pytest.mark.parametrize("padding", PADDINGS)
def test_height_and_width_go_by_themselves(page, padding):
    for layer in (
        layers.Conv2D(1, 3, strides=2, padding=padding, data_format="channels_last"),
        layers.MaxPooling2D(3, strides=2, padding=padding, data_format="channels_last"),
        layers.DepthwiseConv2D(3, strides=2, padding=padding, data_format="channels_last"),
        layers.SeparableConv2D(1, 3, strides=2, padding=padding, data_format="channels_last"),
    ):
        made = layer(keras.ops.ones((1, 11, 8, 1))).shape
        assert tuple(made[1:3]) == tuple(page["window"](n, 3, 2, padding) for n in (11, 8))


def test_adding_and_repeating():
    """The two layers below the table."""
    assert side(layers.ZeroPadding1D(2), 7) == 7 + 2 * 2
    assert side(layers.UpSampling1D(3), 7) == 7 * 3


def test_pooling_takes_no_added_zero():
    """Of numbers below zero, a zero would be the largest, and it would raise the mean."""
    for kind in (layers.MaxPooling1D, layers.AveragePooling1D):
        pooled = kind(3, strides=2, padding="same")(-keras.ops.ones((1, 8, 1)))
        assert keras.ops.convert_to_numpy(pooled).tolist() == [[[-1.0]] * 4]
