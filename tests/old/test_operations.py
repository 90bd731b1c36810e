"""Functions of TensorFlow and of `keras.ops`: every row of the table says the same twice."""

import ast
import inspect

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


@pytest.mark.every_backend
@pytest.mark.parametrize(
    "operation", operations.operations(), ids=[item.keras for item in operations.operations()]
)
def test_tells_the_same_as_tensorflow(operation):
    """The example on numbers, and what the doctor makes of it on a symbolic tensor.

    Once more without the arguments that may be left out: the defaults are the same, or written, or
    else the doctor leaves the call alone.
    """
    short = without_options(operation.example)
    assert is_mended(operation.example)
    for call in {operation.example, short} if is_mended(short) else {operation.example}:
        np.testing.assert_allclose(*both_ways(call), rtol=1e-5)


def without_options(example: str) -> str:
    """A call with nothing but the arguments that it has to have."""
    import tensorflow as tf

    tree = ast.parse(example, mode="eval")
    call = next(node for node in ast.walk(tree) if isinstance(node, ast.Call))
    parameters = inspect.signature(eval(ast.unparse(call.func), {"tf": tf})).parameters
    required = {name for name, item in parameters.items() if item.default is item.empty}
    call.args = [arg for arg, name in zip(call.args, parameters, strict=False) if name in required]
    call.keywords = [keyword for keyword in call.keywords if keyword.arg in required]
    return ast.unparse(tree)


def is_mended(call: str) -> bool:
    return "= keras.ops." in mended(call) and "# Keras 3" not in mended(call)


def mended(call: str) -> str:
    program = source.read(PROGRAM.format(example=call).encode(), "program.py")
    return migrate(program, "en").decode()


def both_ways(call: str):
    """What TensorFlow makes of numbers, and what the mended program does."""
    import tensorflow as tf

    x = np.random.default_rng(0).uniform(0.1, 2, size=(4, 3, 3)).astype("float32")
    made = {}
    exec(mended(call), made)
    old = eval(call, {"tf": tf, "x": tf.constant(x)})
    return np.asarray(old), keras.ops.convert_to_numpy(keras.Model(made["x"], made["y"])(x))


@pytest.mark.parametrize("name", sorted(operations.by_name()))
def test_names_and_arguments_exist(name):
    operation = operations.by_name()[name]
    old, new = today.parameters(name), today.parameters(f"keras.ops.{operation.keras}")
    assert {*(operation.arguments or {}), *operation.needed} <= set(old)
    assert {*(operation.arguments or {}).values(), *operation.added[:1]} <= set(new)
