"""What a training leaves behind, drawn and written."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import refusals
from PIL import Image

from keras_primer import output
from keras_primer.errors import InputError


@pytest.mark.parametrize("epochs", [1, 12, 13, 60])
def test_curves_of_any_length(tmp_path, epochs):
    losses = [1 / epoch for epoch in range(1, epochs + 1)]
    output.plot(tmp_path / "curves.png", {"loss": losses, "val_loss": losses})
    Image.open(tmp_path / "curves.png").verify()


def test_confusion_is_that_of_the_last_training(tmp_path):
    """A folder has the picture of the training that it holds, or none."""
    model = SimpleNamespace(save=lambda path: path.touch())
    report = SimpleNamespace(whole=dict)
    run = SimpleNamespace(model=model, history={"loss": [1.0]}, report=report)
    output.write(tmp_path, run, (np.array([0, 2, 2]), np.array([0, 2, 1])))
    with Image.open(tmp_path / output.CONFUSION) as picture:
        assert picture.width == picture.height > 300
    output.write(tmp_path, run)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(output.FILES)


@pytest.mark.parametrize("there", ["", "runs", "runs/one", "runs/one/model.keras"])
@pytest.mark.parametrize(
    ("error", "raised"),
    [
        (OSError(28, "No space left on device"), InputError),
        (KeyboardInterrupt(), KeyboardInterrupt),
    ],
)
def test_what_could_not_be_written_leaves_no_folder(folder, there, error, raised):
    """Whatever was there before is there, and nothing else."""
    path = Path(there)
    if path.suffix:
        path.parent.mkdir(parents=True)
        path.write_text("earlier")
    elif there:
        path.mkdir(parents=True)
    before = refusals.contents(folder)

    def save(path):
        path.write_bytes(b"half a model")
        raise error

    with pytest.raises(raised):
        output.write(Path("runs/one"), SimpleNamespace(model=SimpleNamespace(save=save)))
    assert refusals.contents(folder) == before


def test_name_that_the_locale_does_not_know(tmp_path):
    """Python holds the bytes of such a file name; what is written is the name."""
    name = "猫".encode().decode("ascii", "surrogateescape")
    output.write_json(tmp_path / "report.json", {"classes": [name]})
    assert "猫" in (tmp_path / "report.json").read_text(encoding="utf-8")
