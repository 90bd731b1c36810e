"""Two new kinds of drawn shapes from 10 images each, from nothing."""

import keras

from keras_primer.data import shapes
from keras_primer.models import small_shapes
from keras_primer.recipes.shapes_base import NEW, prepare
from keras_primer.training import Recipe


def data():
    """20 images to train and 500 to test, of the two kinds that `shapes_base` never sees."""
    return shapes.make(train=20, test=500, kinds=NEW)


# --8<-- [start:compiled]
def compiled(steps: int) -> keras.Model:
    """The network of `shapes_base` with two outputs, all of it new."""
    model = small_shapes.build(outputs=len(NEW))
    model.compile(
        optimizer=keras.optimizers.Adam(0.003),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# --8<-- [end:compiled]

recipe = Recipe(
    name="shapes_scratch",
    prepare=prepare,
    compiled=compiled,
    epochs=100,
    batch_size=20,  # all of them: one step is one epoch
    validation=0,  # of 20 images none can be spared
    own_data=data,
)

if __name__ == "__main__":
    from keras_primer import running

    raise SystemExit(running.main(recipe))
