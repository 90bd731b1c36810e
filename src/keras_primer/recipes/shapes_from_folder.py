"""Pictures in folders: drawn shapes, or your own with `--data DIR`, one folder for each class.

The model has as many outputs as there are folders; everything else stays as it is.
"""

from dataclasses import replace
from functools import partial
from pathlib import Path

import keras

from keras_primer.data import folders, shapes
from keras_primer.models import folder_cnn
from keras_primer.models.channels import arrange
from keras_primer.training import Recipe


def prepare(pictures, labels):
    """The channels go where Keras expects them; pixels and labels stay as they are.

    Args:
        pictures: `uint8` array of shape `(n, 64, 64, 3)`.
        labels: array of shape `(n,)`, from 0.

    Returns:
        Both; the pictures as `(n, 3, 64, 64)` if Keras is set to `channels_first`.
    """
    return arrange(pictures), labels


# --8<-- [start:compiled]
def compiled(steps: int, outputs: int = len(shapes.SHAPES)) -> keras.Model:
    """The model with its optimizer, loss and metric, for a training of `steps` batches."""
    warmup = steps // 10
    rate = keras.optimizers.schedules.CosineDecay(
        0.0, steps - warmup, warmup_target=0.01, warmup_steps=warmup
    )
    model = folder_cnn.build(outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# --8<-- [end:compiled]

recipe = Recipe(
    name="shapes_from_folder",
    prepare=prepare,
    compiled=compiled,
    epochs=15,
    batch_size=32,
    validation=0.15,
    own_data=folders.drawn,
)


def on(folder: Path) -> Recipe:
    """The recipe for the pictures in a folder; `InputError` as of `folders.pictures`."""
    return replace(
        recipe,
        compiled=partial(compiled, outputs=len(folders.pictures(folder))),
        own_data=partial(folders.read, folder),
    )


if __name__ == "__main__":
    from keras_primer import running

    raise SystemExit(running.main(recipe))
