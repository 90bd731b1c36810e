"""Mixed table: bicycles rented in an hour, from numbers, categories and what is missing."""

import keras
import numpy as np
from keras import ops

from keras_primer.data import tables
from keras_primer.models import mixed_table
from keras_primer.training import Recipe


# --8<-- [start:prepare]
def prepare(rows, rides):
    """Take the table apart into its columns and number the categories; the rest is in the model.

    Args:
        rows: structured array of shape `(n,)`, as from `tables.rentals`.
        rides: array of shape `(n,)`.

    Returns:
        The columns by name, `float32` or `int64` of shape `(n, 1)`, and the rides as `float32` of
        shape `(n, 1)`.
    """
    columns = {name: rows[name][:, None] for name in rows.dtype.names}
    for name, lookup in mixed_table.lookups().items():
        columns[name] = ops.convert_to_numpy(lookup(columns[name])).astype("int64")
    return columns, rides[:, None].astype("float32")


# --8<-- [end:prepare]


# --8<-- [start:compiled]
def compiled(steps: int) -> keras.Model:
    """The model with its optimizer, loss and metric, for a training of `steps` batches."""
    rows = tables.rentals().x_train
    numbers = np.stack([rows[name] for name in tables.NUMBERS], axis=1)
    model = mixed_table.build(np.nanmean(numbers, axis=0), np.nanvar(numbers, axis=0))
    model.compile(
        optimizer=keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(5e-3, steps)),
        loss="mse",
        metrics=["mae"],
    )
    return model


# --8<-- [end:compiled]


recipe = Recipe(
    name="mixed_table",
    prepare=prepare,
    compiled=compiled,
    epochs=30,
    batch_size=64,
    validation=0,  # they would have had a part in the mean and variance
    own_data=tables.rentals,
)

if __name__ == "__main__":
    from keras_primer import running

    raise SystemExit(running.main(recipe))
