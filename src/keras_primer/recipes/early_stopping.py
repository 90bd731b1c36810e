"""Early stopping: a training that overfits visibly, and the callbacks that deal with it.

The wide MLP learns a tenth of the data by heart within a few epochs: its training loss goes on
falling while its validation loss rises again. Every training writes its best weights and its logs
to a folder of its own, named by the time, and leaves them there even if it is stopped; compare them
with `tensorboard --logdir runs/early_stopping`.
"""

import importlib.util
import time
from pathlib import Path

import keras

from keras_primer.models import wide_mlp
from keras_primer.recipes.first_mlp import prepare
from keras_primer.training import Recipe

FOLDER = Path("runs/early_stopping")


# --8<-- [start:gap]
class Gap(keras.callbacks.Callback):
    """Adds the distance between validation and training loss to the history, as `gap`."""

    def on_epoch_end(self, epoch, logs=None):
        logs["gap"] = logs["val_loss"] - logs["loss"]


# --8<-- [end:gap]


# --8<-- [start:compiled]
def compiled(steps: int) -> keras.Model:
    """The model with its optimizer, loss and metric; callbacks change the rate, not a schedule."""
    model = wide_mlp.build()
    model.compile(optimizer="rmsprop", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


# --8<-- [end:compiled]


# --8<-- [start:callbacks]
def callbacks() -> list[keras.callbacks.Callback]:
    """Halve the rate, keep the best weights, stop when it is over, and write it all down.

    All watch the validation loss; it notices overfitting before the accuracy does.
    """
    folder = FOLDER / time.strftime("%Y%m%d-%H%M%S")
    folder.mkdir(parents=True, exist_ok=True)
    found = [
        Gap(),
        keras.callbacks.ReduceLROnPlateau(monitor="val_loss", factor=0.5, patience=2),
        keras.callbacks.ModelCheckpoint(
            folder / "best.keras", monitor="val_loss", save_best_only=True
        ),
        keras.callbacks.EarlyStopping(monitor="val_loss", patience=5, restore_best_weights=True),
    ]
    if importlib.util.find_spec("tensorboard"):  # a package of its own
        found.append(keras.callbacks.TensorBoard(folder / "logs"))
    return found


# --8<-- [end:callbacks]


recipe = Recipe(
    name="early_stopping",
    prepare=prepare,
    compiled=compiled,
    epochs=50,
    batch_size=128,
    validation=0.9,
    callbacks=callbacks,
)

if __name__ == "__main__":
    from keras_primer import running

    raise SystemExit(running.main(recipe))
