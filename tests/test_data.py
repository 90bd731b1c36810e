"""The digits: the built-in ones, MNIST recognised by its contents, and pictures brought there."""

import hashlib
import json
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from keras_primer import data
from keras_primer.data.digits import Digits, idx_bytes
from keras_primer.data.pictures import read_digit, to_mnist
from keras_primer.errors import InputError
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
    monkeypatch.setattr(data, "download", lambda: pytest.fail("a download"))
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


# Pictures


def drawn(digit: np.ndarray, size: int, width: int, height: int, left: int, top: int) -> np.ndarray:
    """A digit of `size` pixels, dark on light paper, somewhere on a page."""
    enlarged = Image.fromarray(digit).resize((size, size), Image.Resampling.BICUBIC)
    page = Image.new("L", (width, height), 0)
    page.paste(enlarged, (left, top))
    return 235 - np.asarray(page) * (200 / 255)


PAGES = {
    "small, off centre": (56, 200, 150, 120, 10),
    "large": (300, 320, 480, 5, 170),
    "wide": (90, 400, 100, 5, 5),
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_either_colour_gives_the_same(digits, page):
    for digit in digits.x_test[:20]:
        dark_on_light = drawn(digit, *page).astype("uint8")
        assert (to_mnist(dark_on_light) == to_mnist(255 - dark_on_light)).all()


def test_light_and_dark_are_those_of_the_picture(digits):
    """In poor light paper is darker, and on a grey board chalk is lighter, than the middle grey."""
    for digit in digits.x_test[:20]:
        page = drawn(digit, *PAGES["large"])  # 35 is ink, 235 is paper
        for low, high in ((10, 110), (140, 240)):
            faint = low + (page - 35) * ((high - low) / 200)
            for picture in (faint, low + high - faint):
                found = to_mnist(picture.astype("uint8"))
                assert (found > 128).mean() < 0.3, "too much ink: paper was taken for it"


def test_telephone_picture_is_turned(digits, tmp_path):
    """The file says how the telephone was held; without that a 7 would lie on its side."""
    picture = Image.fromarray(drawn(digits.x_test[0], *PAGES["large"]).astype("uint8"))
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90 degrees clockwise
    picture.save(tmp_path / "upright.png")
    picture.rotate(90, expand=True).save(tmp_path / "lying.png", exif=exif)
    upright, lying = (read_digit(tmp_path / f"{name}.png") for name in ("upright", "lying"))
    assert (upright == lying).all()


def test_screenshot_that_could_be_transparent_and_is_not(digits, tmp_path):
    picture = Image.fromarray(drawn(digits.x_test[0], *PAGES["large"]).astype("uint8"))
    for mode in ("RGB", "RGBA", "LA"):
        picture.convert(mode).save(tmp_path / f"{mode}.png")
    rgb, rgba, la = (read_digit(tmp_path / f"{mode}.png") for mode in ("RGB", "RGBA", "LA"))
    assert (rgb == rgba).all() and (rgb == la).all()


@pytest.mark.parametrize(
    "array", [np.zeros((28, 28)), np.zeros((28, 28, 3), "uint8")], ids=["float", "RGB"]
)
def test_array_that_is_no_grey_picture(array):
    with pytest.raises(InputError, match="needed is a grey picture, uint8 of shape"):
        to_mnist(array)


@pytest.fixture(scope="module")
def classify(digits):
    """A function from images of shape `(n, 28, 28)` to digits, trained on the built-in ones."""
    from keras_primer import training
    from keras_primer.recipes.first_mlp import recipe

    model = training.train(recipe, digits, epochs=5, verbose=0).model

    def run(pictures):
        x, _ = recipe.prepare(np.stack(pictures), None)
        return model.predict(x, verbose=0).argmax(axis=1)

    return run


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_pictures_are_recognised(digits, classify, page):
    """Far better than when a picture is only squeezed into 28×28, even with its colours turned."""
    pages = [drawn(digit, *page).astype("uint8") for digit in digits.x_test]
    squeezed = [np.asarray(Image.fromarray(255 - page).resize((28, 28))) for page in pages]
    right = digits.y_test
    accuracy = (classify([to_mnist(page) for page in pages]) == right).mean()
    naive = (classify(squeezed) == right).mean()
    assert accuracy > 0.85
    assert accuracy > naive + 0.3
