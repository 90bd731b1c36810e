"""`predict`: digits in pictures, how sure a model is, and models that are refused."""

import re
import shutil
import zipfile
from pathlib import Path

import numpy as np
import pytest
import refusals
from PIL import Image, ImageDraw, ImageFont

from keras_primer import data, prediction
from keras_primer.__main__ import main
from keras_primer.data.digits import CAUTION

CHANNELS_FIRST = """
from keras import Input, Sequential, layers
Sequential([
    Input((1, 28, 28)),
    layers.Conv2D(2, 3, data_format="channels_first"),
    layers.Flatten(),
    layers.Dense(10, "softmax"),
]).save("m.keras")
"""


def test_predict(trained, tmp_path, named, capsys):
    digits = data.load()
    names = [str(tmp_path / named(f"数字 {i}.png")) for i in range(20)]
    for name, digit in zip(names, digits.x_test, strict=False):
        Image.fromarray(255 - digit).resize((140, 140)).save(name)
    assert main(["predict", str(trained / "model.keras"), *names]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(": ")[0] for line in lines] == names
    found = [int(line.split(": ")[1][0]) for line in lines]
    assert np.mean(found == digits.y_test[:20]) > 0.6
    for line in lines:
        probability = float(line.split("probability ")[1].split()[0])
        assert 0.1 <= probability <= 1
        unsure = re.search(r"\(unsure: (\d+)% of drawings that are no digits get as much\)$", line)
        assert not unsure or int(unsure[1]) >= 20


def letters() -> list[Image.Image]:
    """No digits, and not drawn as `scribbles` draws."""
    font = ImageFont.load_default(90)
    made = []
    for letter in "ACEFHKMNPRTUVWXYadefhkmnrtuvwx&#?@+%=":
        made.append(Image.new("L", (140, 140), 240))
        ImageDraw.Draw(made[-1]).text((70, 70), letter, 30, font, anchor="mm", stroke_width=1)
    return made


def test_unsure_means_something(trained, tmp_path):
    """Letters are doubted more than digits, and a digit that is not doubted is right more often."""
    files = {name: str(tmp_path / f"{name}.png") for name in map(str, range(140))}
    digits = data.load()
    pictures = [Image.fromarray(255 - digit).resize((140, 140)) for digit in digits.x_test[:100]]
    for file, picture in zip(files.values(), pictures + letters(), strict=False):
        picture.save(file)
    readings = prediction.predict(trained / "model.keras", list(files.values())[:137])
    found = [(number, digit) for number, reading in enumerate(readings) for digit in reading.digits]
    right = [(d.unsure, d.value == digits.y_test[n]) for n, d in found if n < 100]
    doubted = np.mean([d.unsure for n, d in found if n >= 100])
    assert doubted > 0.7
    assert np.mean([unsure for unsure, _ in right]) < doubted - 0.2
    assert np.mean([r for unsure, r in right if not unsure]) > np.mean([r for _, r in right])


def test_predict_counts_digits_and_goes_on_after_a_bad_file(trained, tmp_path, capsys):
    digits = data.load().x_test
    names = [str(tmp_path / name) for name in ("gone.png", "pair.png", "grey.png", "one.png")]
    Image.fromarray(255 - np.pad(np.hstack(digits[:2]), 10)).save(names[1])
    Image.new("L", (28, 28), 128).save(names[2])
    Image.fromarray(digits[0]).save(names[3])
    assert main(["predict", str(trained / "model.keras"), *names]) == 2
    printed = capsys.readouterr()
    lines = printed.out.splitlines()
    assert re.fullmatch(r".*pair\.png: \d\d, 2 digits from left to right:", lines[0])
    assert [bool(re.match(r"  \d, probability \d", line)) for line in lines[1:3]] == [True, True]
    assert [line.split(": ")[0] for line in lines[3:]] == names[3:]
    problems = [line for line in printed.err.splitlines() if str(tmp_path) in line]
    assert [name in line for name, line in zip(names[::2], problems, strict=True)] == [True, True]


def test_built_in_digits_are_not_for_photographs(trained, tmp_path, capsys):
    """`train` says so, and so does `predict`, as long as the report lies beside the model."""
    Image.fromarray(data.load().x_test[0]).save(tmp_path / "a.png")
    alone = shutil.copy(trained / "model.keras", tmp_path)
    for model, said in ((trained / "model.keras", 1), (alone, 0)):
        assert main(["predict", str(model), str(tmp_path / "a.png")]) == 0
        assert capsys.readouterr().err.count(CAUTION) == said
    assert main(["train", "first_mlp", "--epochs", "1", "--out", str(tmp_path / "out")]) == 0
    assert CAUTION in capsys.readouterr().out


def test_predict_shows_what_the_model_was_given(trained, tmp_path):
    images = data.load().x_test[:10]
    names = [str(tmp_path / f"{number}.png") for number in range(10)]
    for name, image in zip(names, images, strict=True):
        Image.fromarray(image).save(name)
    seen = tmp_path / "seen.png"
    seen.write_text("earlier")
    assert main(["predict", str(trained / "model.keras"), *names, "--show", str(seen)]) == 2
    assert seen.read_text() == "earlier"
    command = ["predict", str(trained / "model.keras"), *names, "--show", str(seen), "--force"]
    assert main(command) == 0
    with Image.open(seen) as sheet:
        grey = np.asarray(sheet.convert("L"))
    # Eight of them are in the first row, two in the second: black squares on white.
    black = [np.mean(half < 30) for half in (grey[: len(grey) // 2], grey[len(grey) // 2 :])]
    assert black[0] / black[1] == pytest.approx(4, rel=0.2)


@pytest.mark.parametrize("shape", [(28, 28), (28, 28, 1)])
def test_predict_with_other_input_shapes(tmp_path, capsys, shape):
    import keras

    keras.Sequential(
        [keras.Input(shape), keras.layers.Flatten(), keras.layers.Dense(10, "softmax")]
    ).save(tmp_path / "m.keras")
    Image.fromarray(data.load().x_test[0]).save(tmp_path / "a.png")
    assert main(["predict", str(tmp_path / "m.keras"), str(tmp_path / "a.png")]) == 0
    assert "probability" in capsys.readouterr().out


def test_predict_with_a_model_that_is_a_class(python):
    """In a new process, which has not seen the class."""
    assert main(["train", "subclassed_mlp", "--epochs", "1", "--out", "out"]) == 0
    digit("a.png")
    done = python("-m", "keras_primer", "predict", "out/model.keras", "a.png")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("a.png: ")


def test_predict_with_a_model_that_makes_images(python):
    """Its layer is known in a new process, too; it is what it says that is no answer."""
    assert main(["train", "vae", "--epochs", "1", "--out", "out"]) == 0
    digit("a.png")
    done = python("-m", "keras_primer", "predict", "out/model.keras", "a.png")
    refusals.check(done.returncode, done.stderr, "does not return 10 probabilities")


# What is refused


def digit(path: str):
    Image.fromarray(data.load().x_test[0]).save(path)


def model(*layers, name: str = "m.keras"):
    import keras

    keras.Sequential(layers).save(name)


def dense(shape=(784,), units=10, activation="softmax", name="m.keras"):
    import keras

    layers = keras.layers
    flat = layers.Reshape((int(np.prod(shape)),))
    model(keras.Input(shape), flat, layers.Dense(units, activation), name=name)


def test_one_bad_picture_among_good_ones(refused):
    digit("a.png")
    dense()
    refused(["predict", "m.keras", "b.png", "a.png"], "b.png does not exist")


SHOW = {
    "exists": ("a.png", "a.png exists", "--force"),
    "no PNG": ("seen.jpg", "ends in .png"),
    "nowhere": ("gone/seen.png", "cannot write to gone"),
}


@pytest.mark.parametrize("case", SHOW.values(), ids=SHOW)
def test_picture_of_what_was_seen(refused, case):
    digit("a.png")
    dense()
    show, *words = case
    refused(["predict", "m.keras", "a.png", "--show", show], *words)


def half_a_model():
    dense()
    Path("m.keras").write_bytes(Path("m.keras").read_bytes()[:5000])


def flipped_model():
    dense()
    whole = bytearray(Path("m.keras").read_bytes())
    whole[20000:20100] = bytes(100)
    Path("m.keras").write_bytes(whole)


def old_file():
    dense(name="m.h5")
    Path("m.h5").rename("m.keras")


def only_weights():
    import keras

    keras.Sequential([keras.Input((784,)), keras.layers.Dense(10)]).save_weights("m.weights.h5")


def test_weights_without_their_model(refused):
    """The advice works: the same file, filled into its model, becomes one that predicts."""
    import keras

    only_weights()
    digit("a.png")
    refused(["predict", "m.weights.h5", "a.png"], "model.load_weights('m.weights.h5')")
    layers = [keras.Input((784,)), keras.layers.Dense(10, "softmax")]
    model = keras.Sequential(layers)
    model.load_weights("m.weights.h5")
    model.save("NAME.keras")
    assert main(["predict", "NAME.keras", "a.png"]) == 0


def gone_wrong():
    import keras

    nan = keras.layers.Dense(10, "softmax", kernel_initializer=keras.initializers.Constant(np.nan))
    model(keras.Input((784,)), nan)


def with_program():
    import keras

    model(keras.Input((784,)), keras.layers.Lambda(lambda x: x[:, :10]))


def two_inputs():
    import keras

    one, two = keras.Input((784,)), keras.Input((784,))
    keras.Model([one, two], keras.layers.Add()([one, two])).save("m.keras")


MODELS = {
    "missing": (lambda: None, "does not exist"),
    "folder": (lambda: Path("m.keras").mkdir(), "cannot be read"),
    "empty": (lambda: Path("m.keras").touch(), "not a complete .keras file"),
    "text": (lambda: Path("m.keras").write_text("model"), "not a complete .keras file"),
    "half": (half_a_model, "not a complete .keras file"),
    "flipped bytes": (flipped_model, "cannot be loaded"),
    "other zip": (
        lambda: zipfile.ZipFile("m.keras", "w").writestr("a", "b"),
        "cannot be loaded",
    ),
    "renamed .h5": (old_file, "is an HDF5 file"),
    "with a program": (with_program, "cannot be loaded", "arbitrary code"),
    "other input": (lambda: dense((32, 32, 3)), "takes (None, 32, 32, 3)"),
    "two inputs": (two_inputs, "takes [(None, 784), (None, 784)]"),
    "other output": (lambda: dense(units=2), "does not return 10 probabilities"),
    "NaN": (gone_wrong, "answers NaN", "smaller learning rate"),
    "no softmax": (lambda: dense(activation=None), "are not probabilities"),
}


@pytest.mark.parametrize("case", MODELS.values(), ids=MODELS)
def test_model(refused, case):
    make, *words = case
    make()
    digit("a.png")
    refused(["predict", "m.keras", "a.png"], "m.keras", *words)


@pytest.mark.parametrize("onednn", ["0", "1"])
def test_model_with_channels_first(onednn, python):
    """TensorFlow computes it with oneDNN, which it looks for when it is imported."""
    digit("a.png")
    variables = {"KERAS_BACKEND": "tensorflow", "TF_ENABLE_ONEDNN_OPTS": onednn}
    assert python("-c", CHANNELS_FIRST, **variables).returncode == 0
    done = python("-m", "keras_primer", "predict", "m.keras", "a.png", **variables)
    if onednn == "1":
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("a.png: ")
        return
    advice = "set TF_ENABLE_ONEDNN_OPTS=1 before Python starts"
    refusals.check(
        done.returncode, done.stderr, "m.keras cannot be computed on this device", advice
    )


def test_model_under_another_name(refused):
    dense()
    Path("m.keras").rename("m.zip")
    digit("a.png")
    refused(["predict", "m.zip", "a.png"], "m.zip is not a complete .keras file")
