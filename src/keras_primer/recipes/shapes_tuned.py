"""Two new kinds of drawn shapes from 10 images each: `shapes_frozen`, then fine-tuned as a whole.

What is compiled here has had both earlier trainings: that of the base, and that of the head.
"""

import keras
from keras import layers

from keras_primer.recipes import shapes_frozen
from keras_primer.recipes.shapes_base import prepare
from keras_primer.recipes.shapes_scratch import data
from keras_primer.training import Recipe


# --8<-- [start:compiled]
def compiled(steps: int) -> keras.Model:
    """A trained base under a trained head, to be trained on together in small steps.

    Batch normalization stays frozen: it goes on with the means and variances that it knows.
    """
    first = shapes_frozen.recipe
    model = first.compiled(first.epochs)
    few = data()
    x, y = prepare(few.x_train, few.y_train)
    model.fit(x, y, batch_size=first.batch_size, epochs=first.epochs, verbose=0)

    base = model.get_layer("base")
    base.trainable = True
    for layer in base.layers:
        if isinstance(layer, layers.BatchNormalization):
            layer.trainable = False
    model.compile(
        optimizer=keras.optimizers.Adam(0.0001),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# --8<-- [end:compiled]

recipe = Recipe(
    name="shapes_tuned",
    prepare=prepare,
    compiled=compiled,
    epochs=50,
    batch_size=20,
    validation=0,
    own_data=data,
)

if __name__ == "__main__":
    from keras_primer import running

    raise SystemExit(running.main(recipe))
