"""The hash of the code that a recording belongs to: what counts, and what does not."""

import ast

import pytest

from keras_primer.records import fingerprint


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A copy of what the fingerprint reads, to be changed."""
    for name in ("recipes/first_mlp.py", "models/first_mlp.py", "training.py", "data/digits.py"):
        copy = tmp_path / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text((fingerprint.PACKAGE / name).read_text(encoding="utf-8"), encoding="utf-8")
    before = fingerprint.of_recipe("first_mlp")
    monkeypatch.setattr(fingerprint, "PACKAGE", tmp_path)
    assert fingerprint.of_recipe("first_mlp") == before
    return tmp_path


CHANGES = [
    ("recipes/first_mlp.py", "epochs=5", "epochs=6", True),
    ("recipes/first_mlp.py", "/ 255", "/ 256", True),
    ("models/first_mlp.py", "Dense(512", "Dense(511", True),
    ("training.py", "verbose=0", "verbose=1", True),
    ("recipes/first_mlp.py", "\nimport keras\n", "\n# a comment\nimport keras\n", False),
    ("recipes/first_mlp.py", '"""', '"""Another docstring. ', False),
    ("models/first_mlp.py", "layers.Dense(512", "layers . Dense( 512", False),
    ("models/first_mlp.py", "from keras import layers", "import keras.layers as layers", False),
    ("training.py", "    import tensorflow as tf\n", "", False),  # as in any place
    ("recipes/first_mlp.py", "raise SystemExit", "print()\n    raise SystemExit", False),
    ("data/digits.py", "0x0800", "0x0801", False),  # the data has a hash of its own
]


@pytest.mark.parametrize(("file", "old", "new", "counts"), CHANGES)
def test_fingerprint(package, file, old, new, counts):
    """Code counts; comments, docstrings, layout and what only a program does do not."""
    before = fingerprint.of_recipe("first_mlp")
    source = (package / file).read_text(encoding="utf-8")
    changed = source.replace(old, new, 1)
    assert changed != source
    (package / file).write_text(changed, encoding="utf-8")
    assert (fingerprint.of_recipe("first_mlp") != before) == counts


def test_a_move_does_not_count(package):
    """The model's module under another name, and imported under that."""
    before = fingerprint.of_recipe("first_mlp")
    (package / "models/first_mlp.py").rename(package / "models/first.py")
    recipe = package / "recipes/first_mlp.py"
    source = recipe.read_text(encoding="utf-8")
    moved = source.replace("models import first_mlp", "models import first as first_mlp")
    assert moved != source
    recipe.write_text(moved, encoding="utf-8")
    assert fingerprint.of_recipe("first_mlp") == before


def test_outline_is_the_same_in_every_python():
    """Written out, because only one version of Python runs this."""
    tree = ast.parse("def f(x: int) -> None:\n    return [0, None, f'{x!r}']")
    assert fingerprint.outline(tree) == (
        "Module(body=[FunctionDef(name='f', args=arguments(args=[arg(arg='x', "
        "annotation=Name(id='int', ctx=Load()))]), body=[Return(value=List(elts=[Constant(value=0),"
        " Constant(), JoinedStr(values=[FormattedValue(value=Name(id='x', ctx=Load()), "
        "conversion=114)])], ctx=Load()))], returns=Constant())])"
    )
