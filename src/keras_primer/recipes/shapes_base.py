"""Eight of the ten kinds of drawn shapes, from nothing: the training that others build upon."""

import keras

from keras_primer.data import shapes
from keras_primer.models import small_shapes
from keras_primer.models.channels import arrange
from keras_primer.training import Recipe

NEW = ("pentagon", "disc")  # kept for shapes_scratch, shapes_frozen and shapes_tuned
KNOWN = tuple(kind for kind in shapes.SHAPES if kind not in NEW)


def data():
    """1600 images to train and 400 to test, of the eight kinds."""
    return shapes.make(train=1600, test=400, kinds=KNOWN)


def prepare(images, labels):
    """Take every third pixel, scale values to 0 to 1, the channels where Keras expects them.

    Args:
        images: `uint8` array of shape `(n, 100, 100, 3)`.
        labels: array of shape `(n,)`.

    Returns:
        `float32` array of shape `(n, 34, 34, 3)`, or `(n, 3, 34, 34)` if Keras is set to
        `channels_first`, and the labels as they are.
    """
    return arrange(images[:, ::3, ::3].astype("float32") / 255), labels


def compiled(steps: int) -> keras.Model:
    """The model with its optimizer, loss and metric, for a training of `steps` batches."""
    model = small_shapes.build(outputs=len(KNOWN))
    model.compile(
        optimizer=keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(0.005, steps)),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


recipe = Recipe(
    name="shapes_base",
    prepare=prepare,
    compiled=compiled,
    epochs=12,
    batch_size=32,
    own_data=data,
)

if __name__ == "__main__":
    from keras_primer import running

    raise SystemExit(running.main(recipe))
