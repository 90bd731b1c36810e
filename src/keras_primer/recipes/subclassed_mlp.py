"""Subclassed MLP: the first MLP as a class with its own training step, on every backend."""

import keras

from keras_primer.models import subclassed_mlp
from keras_primer.recipes.first_mlp import prepare
from keras_primer.training import Recipe


# --8<-- [start:compiled]
def compiled(steps: int) -> keras.Model:
    """The model with its optimizer, loss and metric, for a training of `steps` batches."""
    model = subclassed_mlp.build()
    model.compile(
        optimizer=keras.optimizers.RMSprop(keras.optimizers.schedules.CosineDecay(2e-3, steps)),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# --8<-- [end:compiled]


recipe = Recipe(name="subclassed_mlp", prepare=prepare, compiled=compiled, epochs=5, batch_size=128)

if __name__ == "__main__":
    from keras_primer import running

    raise SystemExit(running.main(recipe))
