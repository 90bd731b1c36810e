"""Binary MLP: yes or no from 20 columns, with two hidden layers and dropout."""

from functools import partial

import keras

from keras_primer.data import tables
from keras_primer.models import table_mlp
from keras_primer.recipes.binary_starter import prepare
from keras_primer.training import Recipe


# --8<-- [start:compiled]
def compiled(steps: int) -> keras.Model:
    """The model with its optimizer, loss and metric; the rate is constant, whatever `steps`."""
    model = table_mlp.build(1, "sigmoid")
    model.compile(optimizer="rmsprop", loss="binary_crossentropy", metrics=["accuracy"])
    return model


# --8<-- [end:compiled]


recipe = Recipe(
    name="binary_mlp",
    prepare=prepare,
    compiled=compiled,
    epochs=20,
    batch_size=128,
    own_data=partial(tables.groups, columns=20, classes=2),
)

if __name__ == "__main__":
    from keras_primer import running

    raise SystemExit(running.main(recipe))
