"""Pictures brought to MNIST's form: whatever the light and the paper, digits are found and read.

The pictures are made of the built-in digits, those that a network trained on them reads as they
are: so what is measured is what a picture costs.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np
import photographs
import pytest
from PIL import Image, ImageDraw
from scipy import ndimage

from keras_primer import data
from keras_primer.data import scribbles
from keras_primer.data.digits import Digits
from keras_primer.data.pictures import find_digits, read_digit, read_digits, to_mnist
from keras_primer.errors import InputError


@pytest.fixture(scope="module")
def digits() -> Digits:
    return data.load("digits")


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
    """A function from images of shape `(n, 28, 28)` to the probabilities that a network gives.

    It is trained on the built-in digits and on the same tilted: MNIST's are, these stand upright.
    """
    from keras_primer import prediction, training
    from keras_primer.recipes.first_mlp import recipe

    turned = [ndimage.rotate(digits.x_train, angle, (1, 2), False, order=1) for angle in (-10, 10)]
    x_train = np.concatenate([digits.x_train, *turned])
    more = replace(digits, x_train=x_train, y_train=np.tile(digits.y_train, 3))
    model = training.train(recipe, more, verbose=0).model
    return lambda images: prediction.run(model, np.asarray(images), "the model")


@pytest.fixture(scope="module")
def known(digits, classify) -> tuple[np.ndarray, np.ndarray]:
    """Test images that the network reads, with their labels."""
    right = classify(digits.x_test).argmax(axis=1) == digits.y_test
    return digits.x_test[right], digits.y_test[right]


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_pictures_are_recognised(known, classify, page):
    """Far better than when a picture is only squeezed into 28×28, even with its colours turned."""
    images, right = known[0][:100], known[1][:100]
    pages = [drawn(digit, *page).astype("uint8") for digit in images]
    squeezed = [np.asarray(Image.fromarray(255 - page).resize((28, 28))) for page in pages]
    accuracy = (classify([to_mnist(page) for page in pages]).argmax(axis=1) == right).mean()
    naive = (classify(squeezed).argmax(axis=1) == right).mean()
    assert accuracy >= 0.95
    assert accuracy > naive + 0.3


@pytest.mark.parametrize("condition", photographs.CONDITIONS.values(), ids=photographs.CONDITIONS)
def test_photographs_are_recognised(known, classify, condition):
    random = np.random.default_rng(0)
    images, right = known[0][:60], known[1][:60]
    found = [find_digits(photographs.photograph(image, condition, random)) for image in images]
    assert [len(each) for each in found] == [1] * len(images)
    assert (classify(np.concatenate(found)).argmax(axis=1) == right).mean() >= 0.95


@pytest.mark.parametrize("count", [2, 3, 5])
def test_digits_in_a_row_are_read_from_left_to_right(known, classify, count):
    random = np.random.default_rng(0)
    images, right = known
    read = []
    for _ in range(10):
        chosen = random.integers(0, len(images), count)
        found = find_digits(photographs.written(images[chosen], random, 480).astype("uint8"))
        assert len(found) == count
        read += list(classify(found).argmax(axis=1) == right[chosen])
    assert np.mean(read) >= 0.95


def test_one_digit_is_asked_for_and_there_are_two(digits, tmp_path):
    pair = photographs.written(digits.x_test[:2], np.random.default_rng(0)).astype("uint8")
    Image.fromarray(pair).save(tmp_path / "pair.png")
    assert read_digits(tmp_path / "pair.png").shape == (2, 28, 28)
    with pytest.raises(InputError, match="shows 2 digits"):
        read_digit(tmp_path / "pair.png")


def test_black_frame_is_no_digit_and_hides_none(digits):
    paper = np.full((120, 120), 255, dtype="uint8")
    paper[30:86, 40:96] -= np.asarray(Image.fromarray(digits.x_test[0]).resize((56, 56)))
    framed = paper.copy()
    framed[:3], framed[-3:], framed[:, :3], framed[:, -3:] = 0, 0, 0, 0
    assert (to_mnist(framed) == to_mnist(paper)).all()


def test_a_blot_beside_a_digit_is_none(digits):
    paper = np.full((120, 120), 255, dtype="uint8")
    paper[20:104, 30:114] -= np.asarray(Image.fromarray(digits.x_test[0]).resize((84, 84)))
    blotted = paper.copy()
    blotted[60:72, 10:20] = 0
    assert np.abs(to_mnist(blotted).astype(int) - to_mnist(paper)).max() < 32


def two_rows(pen):
    pen.line([(50, 20), (50, 80)], fill=0, width=8)
    pen.line([(140, 120), (140, 180)], fill=0, width=8)


def from_edge_to_edge(pen):
    pen.ellipse([-40, 60, 240, 140], outline=0, width=8)


def noise(spread: float, side: int) -> np.ndarray:
    random = np.random.default_rng(0)
    return (128 + random.normal(0, spread, (side, side))).clip(0, 255).astype("uint8")


def sketch(draw) -> np.ndarray:
    paper = Image.new("L", (200, 200), 255)
    draw(ImageDraw.Draw(paper))
    return np.asarray(paper)


NO_DIGITS = {
    "grey": (np.full((28, 28), 128, "uint8"), "stands out"),
    "grey with a grain": (noise(2, 28), "stands out"),
    "noise": (noise(40, 200), "stands out|only specks"),
    "coarse noise": (np.kron(noise(40, 20), np.ones((10, 10), "uint8")), "stands out"),
    "light from the side": (np.tile(np.linspace(60, 250, 200).astype("uint8"), (200, 1)), "specks"),
    "frame": (np.pad(np.full((100, 100), 255, "uint8"), 3), "specks or lines"),
    "two rows": (sketch(two_rows), "not in one row"),
    "from edge to edge": (sketch(from_edge_to_edge), "goes on beyond it"),
}


@pytest.mark.parametrize(("picture", "words"), NO_DIGITS.values(), ids=NO_DIGITS)
def test_no_digit_is_seen_where_there_is_none(picture, words):
    with pytest.raises(InputError, match=words):
        find_digits(picture)


def test_scribbles_are_always_the_same_and_in_the_form_of_mnist():
    images = scribbles.make()
    assert (images == scribbles.make.__wrapped__()).all()
    assert (images.shape, images.dtype) == ((300, 28, 28), "uint8")
    assert images[:, :4].any(axis=(1, 2)).mean() < 0.2  # a box of 20×20 about the middle
    assert len({image.tobytes() for image in images}) == 300


# Files that are refused


def picture(mode: str, size=(28, 28), kind="PNG", **settings):
    return lambda path: Image.new(mode, size).save(path, kind, **settings)


def half_a_picture(path: Path):
    Image.effect_noise((200, 200), 50).save(path, "PNG")
    path.write_bytes(path.read_bytes()[:10000])


def specks(path: Path):
    """Two black dots, far apart."""
    paper = Image.new("L", (3000, 3000), 255)
    for corner in (100, 2900):
        ImageDraw.Draw(paper).circle((corner, corner), 25, fill=0)
    paper.save(path, "PNG")


PICTURES = {
    "missing": (lambda path: None, "does not exist"),
    "folder": (Path.mkdir, "is a folder"),
    "empty": (Path.touch, "not a picture"),
    "text": (lambda path: path.write_text("seven"), "not a picture"),
    "half": (half_a_picture, "cannot be read as a picture"),
    "CMYK": (picture("CMYK", kind="JPEG"), "mode CMYK"),
    "16 bits": (picture("I;16"), "mode I;16"),
    "transparent": (picture("RGBA"), "is transparent"),
    "transparent palette": (picture("P", transparency=0), "is transparent"),
    "grey with alpha": (picture("LA"), "is transparent"),
    "one pixel": (picture("L", (1, 1)), "1×1 pixels, too small"),
    "one colour": (picture("RGB"), "stands out"),
    "grey all over": (picture("L", color=128), "stands out"),
    "108 megapixels": (picture("L", (12000, 9000), kind="JPEG"), "more than 89 million pixels"),
    "specks": (specks, "only specks"),
    "bomb": (picture("1", (20000, 10000)), "more than 89 million pixels"),
}


@pytest.mark.parametrize(("make", "words"), PICTURES.values(), ids=PICTURES)
def test_file_that_is_no_picture(refused, folder, named, make, words):
    path = folder / named("数字 7")
    make(path)
    refused(["predict", "model.keras", str(path)], path.name, words)
