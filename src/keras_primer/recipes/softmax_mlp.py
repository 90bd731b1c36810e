"""Softmax MLP: one of ten classes from 20 columns; gradient descent with momentum."""

from functools import partial

import keras

from keras_primer.data import tables
from keras_primer.models import table_mlp
from keras_primer.recipes.multiclass_starter import prepare
from keras_primer.training import Recipe


# --8<-- [start:compiled]
def compiled(steps: int) -> keras.Model:
    """The model with its optimizer, loss and metric; the rate is constant, whatever `steps`."""
    model = table_mlp.build(10, "softmax")
    model.compile(
        optimizer=keras.optimizers.SGD(0.01, momentum=0.9, nesterov=True),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# --8<-- [end:compiled]


recipe = Recipe(
    name="softmax_mlp",
    prepare=prepare,
    compiled=compiled,
    epochs=50,
    batch_size=128,
    own_data=partial(tables.groups, columns=20, classes=10),
)

if __name__ == "__main__":
    from keras_primer import running

    raise SystemExit(running.main(recipe))
