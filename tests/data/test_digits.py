"""The digits: the built-in ones, MNIST recognised by its contents, and files that are refused."""

import hashlib
import json
import os
import pickle
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import refusals
from PIL import Image

from keras_primer import data
from keras_primer.data import digits as module
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


# What is refused


def arrays(**changed) -> dict[str, np.ndarray]:
    """Six images in the form of MNIST, with some arrays replaced, or with None left out."""
    x, y = np.zeros((6, 28, 28), "uint8"), np.arange(6, dtype="uint8")
    made = {"x_train": x, "y_train": y, "x_test": x, "y_test": y} | changed
    return {name: array for name, array in made.items() if array is not None}


def saved(path: Path, **changed):
    with open(path, "wb") as file:
        np.savez(file, **arrays(**changed))


def truncated(path: Path):
    saved(path)
    path.write_bytes(path.read_bytes()[:-500])


def flipped(path: Path):
    saved(path)
    whole = bytearray(path.read_bytes())
    whole[1000:1010] = b"\xff" * 10
    path.write_bytes(whole)


def raw_member(path: Path):
    """An archive in which `x_train` is not an array."""
    saved(path, x_train=None)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("x_train", b"not an array")


def lying_header(path: Path):
    """An array that says it has a million million images, and has six."""
    saved(path, x_train=None)
    header = {"descr": "|u1", "fortran_order": False, "shape": (10**12, 28, 28)}
    with zipfile.ZipFile(path, "a") as archive, archive.open("x_train.npy", "w") as member:
        np.lib.format.write_array_header_1_0(member, header)
        member.write(bytes(6 * 28 * 28))


class Trap:
    """Leaves a file behind when it is unpickled."""

    def __reduce__(self):
        return (Path.touch, (Path("sprung"),))


DATA = {
    "missing": (lambda path: None, "does not exist"),
    "folder": (Path.mkdir, "cannot be read"),
    "empty": (Path.touch, "not a complete .npz file"),
    "web page": (lambda path: path.write_text("<!doctype html>404"), "not a complete .npz file"),
    "truncated": (truncated, "not a complete .npz file"),
    "one array": (lambda path: np.save(path.open("wb"), np.ones(3)), "not a complete .npz file"),
    "picture": (
        lambda path: Image.new("L", (28, 28)).save(path, "PNG"),
        "not a complete .npz file",
    ),
    "pickle": (lambda path: path.write_bytes(pickle.dumps(Trap())), "not a complete .npz file"),
    "flipped bytes": (flipped, "damaged"),
    "lying header": (lying_header, "unpacks to 784000.0 GB; at most 2 GB are read"),
    "other zip": (lambda path: zipfile.ZipFile(path, "w").writestr("a", "b"), "no array x_train"),
    "raw member": (raw_member, "no array x_train"),
    "other names": (
        lambda path: saved(path, x_test=None, y_test=None),
        "no array x_test or y_test",
    ),
    "objects": (
        lambda path: saved(path, y_train=np.array([Trap()] * 6, dtype=object)),
        "pickled Python objects",
    ),
    "flat": (
        lambda path: saved(path, x_train=np.zeros((6, 784), "uint8")),
        "uint8 of shape (6, 784)",
    ),
    "floats": (lambda path: saved(path, x_test=np.zeros((6, 28, 28))), "x_test is float64"),
    "no images": (
        lambda path: saved(path, x_train=np.zeros((0, 28, 28), "uint8")),
        "of shape (0, 28, 28)",
    ),
    "too few labels": (
        lambda path: saved(path, y_train=np.zeros(5, "uint8")),
        "needed are 6 whole numbers",
    ),
    "one-hot labels": (lambda path: saved(path, y_test=np.eye(6)), "y_test is float64"),
    "letters": (lambda path: saved(path, y_train=np.arange(6) + 10), "run from 10 to 15"),
}


@pytest.mark.parametrize(("make", "words"), DATA.values(), ids=DATA)
def test_file_that_is_not_mnist(refused, folder, named, make, words):
    path = folder / named("数据 file.npz")
    make(path)
    refused(["train", "first_mlp", "--data", str(path), "--out", "out"], path.name, words)


def test_data_that_unpacks_to_too_much(refused, monkeypatch):
    saved(Path("bomb.npz"))
    monkeypatch.setattr(module, "LARGEST", 1000)
    refused(["train", "first_mlp", "--data", "bomb.npz", "--out", "out"], "bomb.npz unpacks to")


@pytest.mark.parametrize(
    ("make", "words"), [(truncated, "not a complete .npz"), (saved, "is not MNIST")]
)
def test_cached_file_that_is_not_mnist_is_kept(refused, folder, make, words):
    """Keras would delete it and download."""
    path = folder / "keras" / "datasets" / "mnist.npz"
    path.parent.mkdir(parents=True)
    make(path)
    refused(["train", "first_mlp", "--data", "mnist", "--out", "out"], str(path), words)


def test_data_for_a_recipe_that_makes_its_own(refused):
    saved(Path("data.npz"))
    refused(["train", "softmax_mlp", "--data", "data.npz", "--out", "out"], "makes its own data")


def test_no_network(folder, python):
    before = refusals.contents(folder)
    words = ("train", "first_mlp", "--data", "mnist", "--out", "out")
    done = python("-m", "keras_primer", *words)
    refusals.check(done.returncode, done.stderr, "could not be downloaded", "--data FILE.npz")
    after = refusals.contents(folder)
    assert {path for path in after if after[path] is not None} == set(before)
