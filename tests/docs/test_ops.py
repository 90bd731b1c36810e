"""The table of `keras.ops`: both calls of every row compute the same, on every backend.

A row is two calls and a note. The arrays are those of the page's block: in NumPy as they stand
there, for `keras.ops` as tensors. A call that assigns is compared by what `x` is afterwards.
"""

import ast
import re
from copy import deepcopy

import keras
import numpy as np
import pytest
from pages import blocks, source

from keras_primer.old import operations

pytestmark = pytest.mark.every_backend

ROW = re.compile(r"^\| `(.+?)` \| `(.*?ops\..+?)` \| (.+) \|$", re.MULTILINE)
ROWS, ENGLISH = (ROW.findall(source("own/ops.md", lang)) for lang in ("zh", "en"))
OLD = re.compile(r"`tf\.([\w.]+)`")


@pytest.fixture
def arrays():
    """`x`, `n` and `c`, new for every row."""
    (block,) = (block for block in blocks("own/ops.md") if block.source.startswith("x = "))
    names = {"np": np}
    exec(block.source, names)
    return {name: names[name] for name in ("x", "n", "c")}


def value(call: str, names: dict):
    names = {"np": np, "ops": keras.ops, **names}
    if isinstance(ast.parse(call).body[0], ast.Expr):
        return eval(call, names)
    exec(call, names)
    return names["x"]


@pytest.mark.parametrize(("numpy", "ops"), [row[:2] for row in ROWS])
def test_computes_the_same(numpy, ops, arrays):
    tensors = {name: keras.ops.convert_to_tensor(array) for name, array in arrays.items()}
    wanted = value(numpy, deepcopy(arrays))
    made = np.asarray(keras.ops.convert_to_numpy(value(ops, tensors)))
    assert made.shape == np.shape(wanted)
    np.testing.assert_allclose(made, wanted, rtol=1e-5)


@pytest.mark.parametrize(("ops", "note"), [row[1:] for row in ROWS])
def test_old_names_are_those_of_the_row(ops, note):
    name = re.search(r"ops\.(\w+)", ops)[1]
    assert {operations.by_name()[f"tensorflow.{old}"].keras for old in OLD.findall(note)} <= {name}


def test_every_row_is_in_both_languages():
    both = [[(*calls, OLD.findall(note)) for *calls, note in rows] for rows in (ROWS, ENGLISH)]
    assert both[0] == both[1]
