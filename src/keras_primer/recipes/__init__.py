"""Training recipes, one module each: which data, which model, how it is compiled and fitted.

Every module defines `recipe`; some also define `published`, the settings of the tutorial that the
recipe is taken from. Run one with `python -m keras_primer train NAME` or by itself, with
`python -m keras_primer.recipes.NAME`.
"""

import ast
import difflib
import importlib
import pkgutil
from pathlib import Path

from keras_primer.errors import InputError

# Recipes that also learn from pictures in a folder: their modules define `on(folder)`, the recipe
# for these pictures.
OF_FOLDERS = ("shapes_from_folder",)


def names() -> list[str]:
    """The names of all recipes, in alphabetical order."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def summary(name: str) -> str:
    """The first line of a recipe's docstring, read without importing Keras."""
    source = (Path(__path__[0]) / f"{name}.py").read_text(encoding="utf-8")
    return ast.get_docstring(ast.parse(source)).splitlines()[0]


def check(name: str) -> None:
    """Raise `InputError` unless there is a recipe of this name; Keras is not needed for that."""
    if name in names():
        return
    near = difflib.get_close_matches(name, names(), n=1)
    hint = f"did you mean {near[0]}?" if near else f"choose from: {', '.join(names())}."
    raise InputError(f"there is no recipe {name!r}; {hint}")


def load(name: str, published: bool = False):
    """A recipe, as recommended or with the settings of the tutorial that it follows.

    Returns:
        A `keras_primer.training.Recipe`.

    Raises:
        InputError: there is no recipe of this name, or it follows no tutorial.
    """
    check(name)
    if not published:
        return module(name).recipe
    if name not in published_names():
        raise InputError(
            f"{name} follows no tutorial, so nothing was published to train it with; those that "
            f"follow one: {', '.join(published_names())}."
        )
    return module(name).published


def published_names() -> list[str]:
    """The names of the recipes that follow a tutorial."""
    return [name for name in names() if hasattr(module(name), "published")]


def module(name: str):
    """The module of a recipe; importing it starts Keras."""
    return importlib.import_module(f"{__name__}.{name}")
