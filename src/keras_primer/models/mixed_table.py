"""Bicycle rentals from a row of a table: numbers, categories, and cells that are empty.

What can be in the model is: the scale of the numbers, what stands for a missing one, one place for
each category. So it is saved with the model, and runs on every backend. Only words have to become
numbers first, which TensorFlow alone can do inside a model; see `from_words`.
"""

import keras
from keras import layers, ops

from keras_primer.data.tables import NUMBERS, STATIONS, WEATHER


# --8<-- [start:lookups]
def lookups() -> dict[str, keras.Layer]:
    """Layers that number the categories from 1; 0 is any other, an empty string among them."""
    return {
        "station": layers.IntegerLookup(vocabulary=list(STATIONS)),
        "weather": layers.StringLookup(vocabulary=list(WEATHER)),
    }


# --8<-- [end:lookups]


# --8<-- [start:build]
def build(mean, variance) -> keras.Model:
    """A model with 5249 parameters that takes numbers as measured and categories as numbered.

    A missing number (NaN) becomes the mean, and a column beside it says that it was missing.

    Args:
        mean, variance: arrays of shape `(3,)`, of the numbers of the training set that are there.

    Inputs: a dictionary of `(batch, 1)`: `temperature`, `wind`, `hour` (`float32`), `station` and
    `weather` (`int64`, as from `lookups`).
    Output: `float32` of shape `(batch, 1)`, the rides in that hour.
    """
    inputs = {name: keras.Input((1,), name=name) for name in NUMBERS}
    scaled = layers.Normalization(mean=mean, variance=variance)(
        layers.Concatenate()(list(inputs.values()))
    )
    missing = ops.isnan(scaled)
    parts = [ops.where(missing, 0.0, scaled), ops.cast(missing, "float32")]
    for name, categories in (("station", STATIONS), ("weather", WEATHER)):
        inputs[name] = keras.Input((1,), name=name, dtype="int64")
        encode = layers.CategoryEncoding(len(categories) + 1, output_mode="one_hot")
        parts.append(encode(inputs[name]))
    x = layers.Concatenate()(parts)
    x = layers.Dense(64, activation="relu")(x)
    x = layers.Dense(64, activation="relu")(x)
    return keras.Model(inputs, layers.Dense(1)(x), name="mixed_table")


# --8<-- [end:build]


# --8<-- [start:from-words]
def from_words(model: keras.Model) -> keras.Model:
    """The same model with the lookups in front, for rows as they stand in the table.

    It trains, predicts and is saved as one; TensorFlow only.
    """
    inputs = {name: keras.Input((1,), name=name) for name in NUMBERS}
    inputs["station"] = keras.Input((1,), name="station", dtype="int32")
    inputs["weather"] = keras.Input((1,), name="weather", dtype="string")
    codes = {name: lookup(inputs[name]) for name, lookup in lookups().items()}
    return keras.Model(inputs, model(inputs | codes), name="mixed_table_from_words")


# --8<-- [end:from-words]
