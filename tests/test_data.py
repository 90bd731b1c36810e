"""The digits: the built-in ones, and MNIST recognised by its contents."""

import hashlib
import json
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from keras_primer import data
from keras_primer.data.digits import Digits, idx_bytes
from keras_primer.records.recording import RESULTS

ARRAYS = ("x_train", "y_train", "x_test", "y_test")


@pytest.fixture(scope="module")
def digits() -> Digits:
    return data.load("digits")


def save(path: Path, digits: Digits, compressed: bool = False):
    pack = np.savez_compressed if compressed else np.savez
    pack(path, **{name: getattr(digits, name) for name in ARRAYS})


@pytest.fixture
def published(digits, monkeypatch) -> Digits:
    """Digits that count as MNIST in this test: no test can bring the real ones along."""
    hashes = {name: hashlib.sha256(idx_bytes(getattr(digits, name))).hexdigest() for name in ARRAYS}
    monkeypatch.setattr("keras_primer.data.digits.PUBLISHED", hashes)
    return digits


def test_built_in_digits(digits):
    assert (digits.x_train.shape, digits.x_test.shape) == ((1437, 28, 28), (360, 28, 28))
    assert (digits.y_train.shape, digits.y_test.shape) == ((1437,), (360,))
    assert {getattr(digits, name).dtype.name for name in ARRAYS} == {"uint8"}
    assert (digits.x_train.min(), digits.x_train.max()) == (0, 255)
    assert set(digits.y_train) == set(digits.y_test) == set(range(10))
    assert digits.name == "digits"
    assert "1437 to train, 360 to test; not MNIST" in digits.description


def test_built_in_digits_are_placed_as_in_mnist(digits):
    """Within a box of 20×20, the centre of mass at pixel 14."""
    pixels = np.arange(28)
    for image in digits.x_test.astype(float):
        rows, columns = np.flatnonzero(image.any(axis=1)), np.flatnonzero(image.any(axis=0))
        assert rows[-1] - rows[0] < 20 and columns[-1] - columns[0] < 20
        assert abs(image.sum(axis=1) @ pixels / image.sum() - 14) <= 0.5
        assert abs(image.sum(axis=0) @ pixels / image.sum() - 14) <= 0.5


@pytest.mark.parametrize("compressed", [True, False])
def test_mnist_is_known_by_its_contents(published, tmp_path, compressed):
    """Packed in another way, in another order and with other label types, it is still MNIST."""
    labels = {name: getattr(published, name).astype("int64") for name in ("y_test", "y_train")}
    save(tmp_path / "any.npz", replace(published, **labels), compressed=compressed)
    loaded = data.load(tmp_path / "any.npz")
    assert loaded.name == "mnist"
    assert loaded.description == f"MNIST from {tmp_path / 'any.npz'}, contents verified"


@pytest.mark.parametrize("name", ["x_train", "x_test"])
def test_one_pixel_makes_it_something_else(published, tmp_path, name):
    other = getattr(published, name).copy()
    other[5, 14, 14] ^= 1
    save(tmp_path / "mnist.npz", replace(published, **{name: other}))
    loaded = data.load(tmp_path / "mnist.npz")
    assert loaded.name == "mnist.npz"
    assert loaded.description.endswith("(1437 to train, 360 to test; not MNIST)")
    assert loaded.fingerprint != published.fingerprint


def test_cache_comes_before_a_download(published, tmp_path, monkeypatch):
    """A file there that was packed again is used; Keras would delete it."""
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.setattr("keras_primer.data.digits.download", lambda: pytest.fail("a download"))
    (tmp_path / "datasets").mkdir()
    path = tmp_path / "datasets" / "mnist.npz"
    save(path, published, compressed=True)
    before = path.read_bytes()
    assert data.load("mnist").name == "mnist"
    assert path.read_bytes() == before


def test_download_is_checked(digits, tmp_path, monkeypatch):
    """What comes from the network is MNIST only if its contents are."""
    import keras

    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    downloaded = (digits.x_train, digits.y_train), (digits.x_test, digits.y_test)
    monkeypatch.setattr(keras.datasets.mnist, "load_data", lambda: downloaded)
    loaded = data.load("mnist")
    assert loaded.name == "mnist.npz"
    assert "not MNIST" in loaded.description


@pytest.mark.skipif(
    "KERAS_PRIMER_MNIST" not in os.environ,
    reason="tests download nothing; to try the real MNIST, name its file in KERAS_PRIMER_MNIST",
)
def test_real_mnist():
    loaded = data.load(os.environ["KERAS_PRIMER_MNIST"])
    assert (loaded.name, len(loaded.x_train), len(loaded.x_test)) == ("mnist", 60000, 10000)
    recorded = json.loads((RESULTS / "first_mlp.tensorflow.json").read_text(encoding="utf-8"))
    assert loaded.fingerprint == recorded["data_sha256"]
