"""Every module that a page names has a page of its own, which shows and runs what it says."""

import shlex

import modules
import pytest
from pages import ROOT, source, uris

from keras_primer import __main__, recipes

PAGES = {module: ROOT / modules.PACKAGE / module for module in modules.named()}


def test_recipes_and_models_are_all_there():
    groups = modules.groups()
    assert groups["recipes"] == [f"recipes/{name}.py" for name in recipes.names()]
    models = (ROOT / modules.PACKAGE / "models").glob("*.py")
    assert groups["models"] == sorted(
        f"models/{path.name}" for path in models if path.name != "__init__.py"
    )
    assert sorted(module for group in groups.values() for module in group) == modules.named()


@pytest.mark.parametrize("uri", uris())
def test_both_languages_name_the_same_modules(uri):
    chinese, english = (modules.NAMED.findall(source(uri, lang)) for lang in ("zh", "en"))
    assert chinese == english
    assert set(chinese) <= PAGES.keys()


def test_commands_are_commands():
    """What a page tells to run is what the command line takes; most modules have none."""
    found = {module: modules.command(module) for module in PAGES}
    for module, command in found.items():
        if command:
            _python, _m, _package, *words = shlex.split(command)
            assert __main__.parser().parse_args(words).name in module
    assert found["recipes/mnist_cnn.py"] == "python -m keras_primer train mnist_cnn"
    assert found["howto/gpu_memory.py"] == "python -m keras_primer howto gpu_memory"
    assert found["records/measure/speed.py"] == "python -m keras_primer measure speed"
    assert found["models/mnist_cnn.py"] == found["training.py"] == ""


def test_who_trains_a_model():
    assert modules.recipes_with("models/starter.py") == [
        "recipes/binary_starter.py",
        "recipes/multiclass_starter.py",
        "recipes/regression_starter.py",
    ]
    assert modules.recipes_with("training.py") == []
