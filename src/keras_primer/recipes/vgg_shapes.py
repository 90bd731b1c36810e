"""VGG-like CNN: ten classes of drawn shapes in colour, 100×100 pixels."""

import keras

from keras_primer.data import shapes
from keras_primer.models import vgg_shapes
from keras_primer.models.channels import arrange
from keras_primer.training import Recipe


def prepare(images, labels):
    """Scale values to 0 to 1, the channels where Keras expects them; labels stay as they are.

    Args:
        images: `uint8` array of shape `(n, 100, 100, 3)`.
        labels: array of shape `(n,)`.

    Returns:
        `float32` array of shape `(n, 100, 100, 3)`, or `(n, 3, 100, 100)` if Keras is set to
        `channels_first`, and the labels.
    """
    return arrange(images.astype("float32") / 255), labels


# --8<-- [start:compiled]
def compiled(steps: int) -> keras.Model:
    """The model with its optimizer, loss and metric, for a training of `steps` batches."""
    model = vgg_shapes.build()
    model.compile(
        optimizer=keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(1e-3, steps)),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# --8<-- [end:compiled]


recipe = Recipe(
    name="vgg_shapes",
    prepare=prepare,
    compiled=compiled,
    epochs=10,
    batch_size=32,
    own_data=shapes.make,
)

if __name__ == "__main__":
    from keras_primer import running

    raise SystemExit(running.main(recipe))
