"""Time series by convolution: 48 hours of solar power in, the power three hours later out.

No windows are held back for validation: drawn by lot, they would overlap with windows of the
training set, and what they would say could not be trusted.
"""

import keras

from keras_primer.data import series
from keras_primer.models import series_conv
from keras_primer.recipes.regression_starter import prepare
from keras_primer.training import Recipe


# --8<-- [start:compiled]
def compiled(steps: int) -> keras.Model:
    """The model with its optimizer, loss and metric, for a training of `steps` batches."""
    return ready(series_conv.build, rate=5e-3, steps=steps)


def ready(build, rate: float, steps: int) -> keras.Model:
    """Build a forecast for the signal, and compile it for a rate that falls to 0.

    Both the loss, the mean absolute error, and the metric are in the unit of the signal.
    """
    seen = series.solar().x_train
    model = build(mean=float(seen.mean()), variance=float(seen.var()))
    model.compile(
        optimizer=keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(rate, steps)),
        loss="mae",
        metrics=[keras.metrics.RootMeanSquaredError(name="rmse")],
    )
    return model


# --8<-- [end:compiled]


recipe = Recipe(
    name="series_conv",
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
