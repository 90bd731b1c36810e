"""The page `recipes/draw` gets its network from `small_cnn` trained on MNIST, and no other."""

import json

import export_network
import numpy as np
import pytest
import refusals
from PIL import Image
from results import RESULTS

from keras_primer.data import digits
from keras_primer.models import first_mlp, small_cnn

REPORT = {"recipe": "small_cnn", "data": "mnist", "data_sha256": "", "test_accuracy": 0.5}


@pytest.fixture
def trained(tmp_path):
    """A folder as `train` leaves it, with a model that has learned nothing."""

    def save(model, report=REPORT):
        model.save(tmp_path / "model.keras")
        (tmp_path / "report.json").write_text(json.dumps(report), encoding="utf-8")
        return tmp_path / "model.keras"

    return save


@pytest.fixture
def refuses(tmp_path, monkeypatch, capsys):
    """Runs the command, which must refuse in one sentence and write nothing."""
    monkeypatch.setattr(export_network, "ASSETS", tmp_path / "assets")

    def run(path, *words, source="digits"):
        code = export_network.main([str(path), "--data", source])
        refusals.check(code, capsys.readouterr().err, *words)
        assert not export_network.ASSETS.exists()

    return run


def test_another_architecture_is_refused(trained, refuses):
    refuses(trained(first_mlp.build()), "the layers in", "are not those of small_cnn today")


def test_one_layer_that_differs_is_refused(trained, refuses):
    import keras

    model = small_cnn.build()
    layers = [*model.layers[:-2], keras.layers.Dropout(0.3), model.layers[-1]]
    refuses(trained(keras.Sequential([keras.Input((28, 28, 1)), *layers])), "the layers in")


def test_another_training_is_refused(trained, refuses):
    path = trained(small_cnn.build(), REPORT | {"recipe": "mnist_cnn"})
    refuses(path, "was trained as mnist_cnn on mnist")
    path = trained(small_cnn.build(), REPORT | {"data": "digits"})
    refuses(path, "was trained as small_cnn on digits")


def test_other_data_are_refused(trained, refuses):
    refuses(trained(small_cnn.build()), "was trained on mnist, but this is the built-in digits")


def test_without_a_report_or_a_model(trained, refuses, tmp_path):
    path = trained(small_cnn.build())
    refuses(tmp_path / "nothing" / "model.keras", "is not the report of a training")
    path.unlink()
    refuses(path, "does not exist")
    path.with_name("report.json").write_text("[]", encoding="utf-8")
    refuses(path, "is not the report of a training")


def test_what_is_written(trained, tmp_path, monkeypatch):
    """The weights byte for byte, and images that the model gets wrong."""
    monkeypatch.setattr(export_network, "ASSETS", tmp_path / "assets")
    data = digits.load("digits")
    model = small_cnn.build()
    path = trained(model, REPORT | {"data_sha256": data.fingerprint})
    assert export_network.main([str(path), "--data", "digits"]) == 0
    facts = json.loads((tmp_path / "assets" / "small_cnn.json").read_text("utf-8"))
    numbers = np.frombuffer((tmp_path / "assets" / "small_cnn.bin").read_bytes(), "<f4")
    assert (numbers == np.concatenate([each.ravel() for each in model.get_weights()])).all()
    sizes = [np.prod(shape) for layer in facts["layers"] for shape in layer["shapes"]]
    assert sum(sizes) == len(numbers) == 70746
    assert len({layer["kind"] for layer in facts["layers"]}) == 6
    pixels = (tmp_path / "assets" / "mistakes.bin").read_bytes()
    images = np.frombuffer(pixels, "uint8").reshape(-1, 28, 28)
    said = model.predict(images[..., None].astype("float32") / 255, verbose=0).argmax(axis=1)
    assert [mistake["predicted"] for mistake in facts["mistakes"]] == said.tolist()
    assert all(mistake["label"] != mistake["predicted"] for mistake in facts["mistakes"])
    confusion, images = confused(tmp_path / "assets")
    assert sum(map(sum, confusion)) == len(data.y_test)
    said = model.predict(images[..., None].astype("float32") / 255, verbose=0).argmax(axis=1)
    labels = dict(zip(map(bytes, data.x_test), data.y_test, strict=True))
    assert list(zip([labels[bytes(image)] for image in images], said, strict=True)) == cells(
        confusion
    )


def confused(folder):
    """The confusion matrix in a folder, and its images."""
    sheet = np.array(Image.open(folder / "confusion.png"))
    confusion = json.loads((folder / "confusion.json").read_text("utf-8"))
    images = sheet.reshape(-1, 28, 16, 28).swapaxes(1, 2).reshape(-1, 28, 28)
    return confusion, images[: len(cells(confusion))]


def cells(confusion):
    """The cell (label, answer) of each image, in the order of the images."""
    shown = np.minimum(confusion, np.where(np.eye(10, dtype=bool), 6, 10000))
    return [cell for cell in np.ndindex(10, 10) for _ in range(shown[cell])]


def test_the_confusion_is_that_of_the_record():
    """The network of the page says of each image what its cell says; all counts fit the record."""
    assets = export_network.ASSETS
    confusion, images = confused(assets)
    model = small_cnn.build()
    numbers = np.frombuffer((assets / "small_cnn.bin").read_bytes(), "<f4")
    sizes = [array.size for array in model.get_weights()]
    parts = np.split(numbers, np.cumsum(sizes)[:-1])
    model.set_weights(
        [part.reshape(old.shape) for part, old in zip(parts, model.get_weights(), strict=True)]
    )
    said = model.predict(images[..., None].astype("float32") / 255, verbose=0)
    assert said.argmax(axis=1).tolist() == [answer for _, answer in cells(confusion)]

    record = json.loads((RESULTS / "small_cnn.tensorflow.json").read_text("utf-8"))
    facts = json.loads((assets / "small_cnn.json").read_text("utf-8"))
    run, confusion = record["runs"][facts["seed"]], np.array(confusion)
    assert run["test_loss"] == facts["test_loss"]
    assert confusion.trace() / confusion.sum() == pytest.approx(run["test_accuracy"])
    assert (confusion <= record["confusion"]).all()
    every = np.sum(record["confusion"], axis=1)  # each run was evaluated on the same images
    assert (len(record["runs"]) * confusion.sum(axis=1) == every).all()

    found = dict(zip(map(bytes, images), cells(confusion), strict=True))
    surest = np.frombuffer((assets / "mistakes.bin").read_bytes(), "uint8").reshape(-1, 28, 28)
    for image, mistake in zip(surest, facts["mistakes"], strict=True):
        assert found[bytes(image)] == (mistake["label"], mistake["predicted"])
