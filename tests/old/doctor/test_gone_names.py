"""Every public name of TensorFlow 1 and of Keras 2 that is gone is found, and mended rightly.

What Keras 2 had is what `tf_keras` has, and TensorFlow 1 is what is left of it in `tf.compat.v1`.
"""

import ast
import functools
import types
from collections.abc import Iterator

import keras
import pytest
import tensorflow as tf
import tf_keras

from keras_primer.old import doctor
from keras_primer.old.doctor import source

V1 = tf.compat.v1
ELSEWHERE = (
    "keras",
    "compat",
    "python",
)  # of tf.compat.v1: what is looked at by itself, or private


def public(module: types.ModuleType, root: str, seen: set[int], before: str = "") -> Iterator[str]:
    """The public names in a module and in those below it, each module once."""
    for name in dir(module):
        value = getattr(module, name, None)
        if name.startswith("_") or name in ELSEWHERE or (root == "tf_keras" and name == "src"):
            continue
        if not isinstance(value, types.ModuleType):
            yield before + name
        elif getattr(value, "__name__", "").startswith(root) and id(value) not in seen:
            seen.add(id(value))
            yield before + name
            yield from public(value, root, seen, f"{before}{name}.")


def is_there(top: object, name: str) -> bool:
    """Whether a dotted name leads to something."""
    try:
        functools.reduce(getattr, name.split("."), top)
    except Exception:  # modules that are loaded late refuse in their own ways
        return False
    return True


KERAS_2 = sorted(set(public(tf_keras, "tf_keras", {id(tf_keras)})))
TENSORFLOW_1 = sorted(set(public(V1, "tensorflow._api", {id(V1)})))
TOPS = {"tf": tf, "keras": keras}
GONE = {
    "TensorFlow": [f"tf.{name}" for name in TENSORFLOW_1 if not is_there(tf, name)],
    "Keras": [f"keras.{name}" for name in KERAS_2 if not is_there(keras, name)],
    "Keras in TensorFlow": [f"tf.keras.{name}" for name in KERAS_2 if not is_there(tf.keras, name)],
}


@pytest.mark.parametrize("package", GONE)
def test_every_name_that_is_gone_is_found(package):
    assert len(GONE[package]) > 100
    unfound = [name for name in GONE[package] if not doctor.examine(program(name))]
    assert not unfound


@pytest.mark.parametrize("package", GONE)
def test_no_mend_names_what_is_not_there(package):
    for name in GONE[package]:
        mended = doctor.migrate(program(name), "en").decode()
        if "# Keras 3: " in mended:
            continue  # a rewrite that is not safe is not made
        for node in ast.parse(mended).body:
            if isinstance(node, ast.Expr):
                top, _, rest = ast.unparse(node).partition(".")
                assert is_there(TOPS[top], rest), f"{name} became {ast.unparse(node)}"


def program(name: str) -> source.Source:
    top = "tensorflow as tf" if name.startswith("tf.") else "keras"
    return source.read(f"import {top}\n\n{name}\n".encode(), "program.py")
