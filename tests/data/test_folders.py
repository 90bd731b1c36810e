"""Pictures in folders: read as Keras would, trained on, and refused in a sentence."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from keras_primer.__main__ import main
from keras_primer.data import folders, shapes

CLASSES = ("bar", "disc", "star")


def drawn(each: int = folders.FEWEST) -> Path:
    """A folder with three classes of shapes, in the current folder."""
    folders.write_shapes(Path("all"), each)
    for name in CLASSES:
        Path("mine").mkdir(exist_ok=True)
        (Path("all") / name).rename(Path("mine") / name)
    return Path("mine")


def test_the_same_classes_and_numbers_as_keras(folder):
    """In alphabetical order, without hidden folders and other files."""
    import keras

    mine = drawn()
    (mine / "star" / "notes.txt").write_text("no picture")
    (mine / ".hidden").mkdir()
    (mine / "bar").rename(mine / "2")
    (mine / "disc").rename(mine / "10")
    found = folders.pictures(mine)
    keras_reads = keras.utils.image_dataset_from_directory(mine, shuffle=False, verbose=False)
    assert list(found) == keras_reads.class_names == ["10", "2", "star"]
    assert [str(path) for paths in found.values() for path in paths] == keras_reads.file_paths


def test_each_class_is_split(folder):
    """A fifth of each class is for the test; no picture is in both sets, and none is lost."""
    data = folders.read(drawn(each=15))
    assert data.classes == CLASSES
    assert (data.x_train.shape, data.x_train.dtype) == ((36, 64, 64, 3), "uint8")
    assert np.bincount(data.y_train).tolist() == [12, 12, 12]
    assert np.bincount(data.y_test).tolist() == [3, 3, 3]
    assert len({x.tobytes() for x in (*data.x_train, *data.x_test)}) == 45
    assert folders.read(Path("mine")).fingerprint == data.fingerprint


def test_a_picture_is_turned_as_it_was_held_and_not_stretched(folder):
    """A telephone stores it lying, with a note; the middle of a wide picture is a square."""
    grey = np.zeros((64, 128, 3), "uint8")
    grey[:, 32:64] = 255  # of the square in the middle, the left half
    picture, exif = Image.fromarray(grey), Image.Exif()
    picture.save("wide.png")
    assert (folders.read_picture("wide.png")[:, :31] == 255).all()
    exif[0x0112] = 3  # upside down
    picture.save("turned.png", exif=exif)
    assert (folders.read_picture("turned.png")[:, 33:] == 255).all()


def test_shapes_are_the_same_every_time(folder):
    folders.write_shapes(Path("one"), each=2)
    folders.write_shapes(Path("other"), each=2)
    files = [sorted(Path(name).rglob("*.png")) for name in ("one", "other")]
    assert [path.read_bytes() for path in files[0]] == [path.read_bytes() for path in files[1]]
    assert sorted({path.parent.name for path in files[0]}) == sorted(shapes.SHAPES)


# The reader's own: python -m keras_primer train shapes_from_folder --data DIR


def no_folder():
    Path("mine").touch()


def one_class():
    drawn()
    for name in CLASSES[1:]:
        (Path("mine") / name).rename(name)


def few_pictures():
    next((drawn() / "disc").iterdir()).unlink()


def below():
    drawn().rename("train")
    Path("mine").mkdir()
    Path("train").rename("mine/train")
    Path("all").rename("mine/validation")


def damaged():
    path = sorted((drawn() / "disc").iterdir())[3]
    path.write_bytes(path.read_bytes()[:200])


def no_picture():
    sorted((drawn() / "disc").iterdir())[3].write_text("no picture")


REFUSED = {
    "missing": (lambda: None, "mine cannot be read", "name a folder that holds"),
    "file": (no_folder, "mine cannot be read", "name a folder that holds"),
    "empty": (lambda: Path("mine").mkdir(), "at least two; found: none"),
    "one class": (one_class, "at least two; found: bar"),
    "few pictures": (few_pictures, "disc holds 9 pictures", "at least 10"),
    "folders further down": (below, "train holds 0 pictures", "directly in its folder"),
    "damaged picture": (damaged, ".png cannot be read as a picture"),
    "no picture": (no_picture, ".png is not a picture"),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_folder_that_cannot_be_learned_from(refused, case):
    make, *words = case
    make()
    refused(["train", "shapes_from_folder", "--data", "mine", "--out", "out"], "mine", *words)


def test_from_folders_to_names(folder, capsys):
    """What was learned from folders is said with their names, and the folders stay as they were."""
    mine = drawn()
    before = {path: path.read_bytes() for path in mine.rglob("*.png")}
    train = ["train", "shapes_from_folder", "--data", "mine", "--epochs", "1", "--out", "out"]
    assert main(train) == 0
    lines = capsys.readouterr().out.splitlines()
    counted = [line for line in lines if line.endswith(" of 2")]
    assert [line.split(":")[0] for line in counted] == ["  0 bar", "  1 disc", "  2 star"]
    assert {path: path.read_bytes() for path in mine.rglob("*.png")} == before
    picture = str(next(iter(before)))
    assert main(["predict", "out/model.keras", picture, "--show", "seen.png"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"{picture}: ")
    assert said.split(": ")[1].split(",")[0] in CLASSES


def test_a_report_of_another_model(refused, trained):
    (Path("out")).mkdir()
    Path("out/model.keras").write_bytes((trained / "model.keras").read_bytes())
    Path("out/report.json").write_text('{"classes": ["cat", "dog"]}')
    Image.new("RGB", (64, 64)).save("a.png")
    refused(["predict", "out/model.keras", "a.png"], "takes (784,)", "report.json")
