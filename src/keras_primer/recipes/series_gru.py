"""Time series by recurrence: the same hours and the same target as in `series_conv`."""

import keras

from keras_primer.data import series
from keras_primer.models import series_gru
from keras_primer.recipes.regression_starter import prepare
from keras_primer.recipes.series_conv import ready
from keras_primer.training import Recipe


# --8<-- [start:compiled]
def compiled(steps: int) -> keras.Model:
    """The model, compiled as the other forecast is, for a training of `steps` batches."""
    return ready(series_gru.build, rate=1e-2, steps=steps)


# --8<-- [end:compiled]


recipe = Recipe(
    name="series_gru",
    prepare=prepare,
    compiled=compiled,
    epochs=20,
    batch_size=32,
    validation=0,
    own_data=series.solar,
)

if __name__ == "__main__":
    from keras_primer import running

    raise SystemExit(running.main(recipe))
