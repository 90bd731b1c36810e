"""What a training leaves behind, drawn and written."""

import pytest
from PIL import Image

from keras_primer import output


@pytest.mark.parametrize("epochs", [1, 12, 13, 60])
def test_curves_of_any_length(tmp_path, epochs):
    losses = [1 / epoch for epoch in range(1, epochs + 1)]
    output.plot(tmp_path / "curves.png", {"loss": losses, "val_loss": losses})
    Image.open(tmp_path / "curves.png").verify()
