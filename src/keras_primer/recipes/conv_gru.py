"""Conv + GRU: a convolution over neighbouring rows, then a recurrent layer over what it found."""

import keras

from keras_primer.models import conv_gru
from keras_primer.recipes.lstm_rows import prepare
from keras_primer.training import Recipe


# --8<-- [start:compiled]
def compiled(steps: int) -> keras.Model:
    """The model with its optimizer, loss and metric, for a training of `steps` batches."""
    model = conv_gru.build()
    model.compile(
        optimizer=keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(3e-3, steps)),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# --8<-- [end:compiled]


recipe = Recipe(name="conv_gru", prepare=prepare, compiled=compiled, epochs=5, batch_size=128)

if __name__ == "__main__":
    from keras_primer import running

    raise SystemExit(running.main(recipe))
