"""Functions of TensorFlow and of `keras.ops`: every row of the table says the same twice."""

import keras
import numpy as np
import pytest

from keras_primer.old import operations
from keras_primer.old.doctor import migrate, source, today

PROGRAM = """
import keras
import tensorflow as tf

x = keras.Input((3, 3))
y = {example}
"""


@pytest.mark.parametrize(
    "operation", operations.operations(), ids=[item.keras for item in operations.operations()]
)
def test_tells_the_same_as_tensorflow(operation):
    """The example on numbers, and what the doctor makes of it on a symbolic tensor."""
    import tensorflow as tf

    program = PROGRAM.format(example=operation.example)
    mended = migrate(source.read(program.encode(), "program.py"), "en").decode()
    made = {}
    exec(mended, made)
    assert "= keras.ops." in mended and "# Keras 3" not in mended

    x = np.random.default_rng(0).uniform(0.1, 2, size=(4, 3, 3)).astype("float32")
    old = eval(operation.example, {"tf": tf, "x": tf.constant(x)})
    new = keras.Model(made["x"], made["y"])(x)
    np.testing.assert_allclose(np.asarray(old), keras.ops.convert_to_numpy(new), rtol=1e-5)


@pytest.mark.parametrize("name", sorted(operations.by_name()))
def test_names_and_arguments_exist(name):
    operation = operations.by_name()[name]
    old, new = today.parameters(name), today.parameters(f"keras.ops.{operation.keras}")
    assert set(operation.arguments or {}) <= set(old)
    assert {*(operation.arguments or {}).values(), *operation.added[:1]} <= set(new)
