"""Breast cancer: the binary MLP on a real table, 455 patients to learn from.

The columns differ in size by a factor of ten thousand and more, so the model's first layer scales
them, with the mean and variance of the training set. No patients are held back for validation: they
would have had a part in these numbers, and among so few every one is needed.
"""

import keras

from keras_primer.data import tables
from keras_primer.models import breast_cancer
from keras_primer.recipes.binary_starter import prepare
from keras_primer.training import Recipe


# --8<-- [start:compiled]
def compiled(steps: int) -> keras.Model:
    """The model with its optimizer, loss and metric; the rate is constant, whatever `steps`."""
    columns = tables.breast_cancer().x_train
    model = breast_cancer.build(mean=columns.mean(axis=0), variance=columns.var(axis=0))
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return model


# --8<-- [end:compiled]


recipe = Recipe(
    name="breast_cancer",
    prepare=prepare,
    compiled=compiled,
    epochs=30,
    batch_size=32,
    validation=0,
    own_data=tables.breast_cancer,
)

if __name__ == "__main__":
    from keras_primer import running

    raise SystemExit(running.main(recipe))
