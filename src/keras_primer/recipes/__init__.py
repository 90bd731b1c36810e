"""Training recipes, one module each: which data, which model, how it is compiled and fitted.

Every module defines `recipe`; some also define `published`, the settings of the tutorial that the
recipe is taken from. Run one with `python -m keras_primer train NAME` or
`python -m keras_primer.recipes.NAME`.
"""

import ast
import difflib
import importlib
import pkgutil
from pathlib import Path

from keras_primer.errors import InputError


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


def module(name: str):
    """Import the module of a recipe.

    Raises:
        InputError: there is no recipe of this name.
    """
    check(name)
    return importlib.import_module(f"{__name__}.{name}")
