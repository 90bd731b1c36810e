"""What a training leaves behind, drawn and written."""

from pathlib import Path
from types import SimpleNamespace

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
