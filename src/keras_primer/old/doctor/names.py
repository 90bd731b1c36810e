"""What the names in a program stand for, by its imports."""

import ast
import builtins
import fnmatch
import functools
import re

from keras_primer.old import catalogue
from keras_primer.old.doctor import today as what_exists
from keras_primer.old.doctor.scopes import Binding, Scopes
from keras_primer.old.doctor.tree import Dotted, bound_by, is_star, module_of

FAMILY = ("keras", "tensorflow")


@functools.cache
def pattern(names: tuple[str, ...]) -> re.Pattern:
    """A pattern that matches any of the names; `*` stands for any characters."""
    return re.compile("|".join(fnmatch.translate(name) for name in names) or "(?!)")


@functools.cache
def renamed() -> dict[str, str]:
    """Old full names and today's, from the whole catalogue."""
    return {
        old: new
        for entry in catalogue.entries().values()
        if entry.fix
        for old, new in entry.fix.names.items()
    }


def rename(name: str, names: dict[str, str]) -> str:
    """The new form of a full name: the longest beginning that has one is replaced."""
    parts = name.split(".")
    for count in range(len(parts), 0, -1):
        beginning = ".".join(parts[:count])
        if beginning in names:
            return ".".join([names[beginning], *parts[count:]])
    return name


@functools.cache
def one_keras(name: str) -> str:
    """`keras.…` for the Keras that comes as a part of TensorFlow, too."""
    return re.sub(r"^tensorflow\.(compat\.v[12]\.)?keras(?=\.|$)", "keras", name)


@functools.cache
def today(name: str) -> str:
    """A full name as of today: one Keras, no old module names."""
    return rename(one_keras(name), renamed())


class Names:
    """The full names of a program.

    Args:
        scopes: the scopes of the program.
        before: the names of the program that stands before it in the same article, whose reader
            has run it.

    Attributes:
        imports: what the imports bind: local name and full name.
        stars: the modules of which all is imported.
        undefined: the uses of each name that is used where it is not, or not yet, made.
    """

    def __init__(self, scopes: Scopes, before: "Names | None" = None):
        self.scopes = scopes
        self.tree = scopes.tree
        self.before = before
        self.imports: dict[str, str] = {}
        self.stars: list[str] = []
        for node in self.tree.nodes:
            self.imports.update(bound_by(node))
            if is_star(node):
                self.stars.append(module_of(node))
        self._spelled: dict[Binding, str | None] = {}
        self.spelled = functools.cache(self.spelled)
        self.undefined = self._find_undefined()

    def spelled(self, node: ast.expr) -> str | None:
        """The full name of `a.b.c` by the imports, with old names as they are; else `None`."""
        if isinstance(node, ast.Attribute):
            value = self.spelled(node.value)
            return value and f"{value}.{node.attr}"
        if not isinstance(node, ast.Name):
            return None
        made = self.scopes.seen(node)
        if made or hasattr(builtins, node.id):
            return next(filter(None, map(self._spelled_by, made)), None)
        known = catalogue.unimported().get(node.id)
        for star in reversed(self.stars):
            if not one_keras(star).startswith("keras"):
                return None  # it may bring in this name, over what came before
            name = f"{star}.{node.id}"
            if _is_in(known, star) if known else not what_exists.missing(today(name)):
                return name
        return known

    def full(self, node: ast.expr) -> str | None:
        """The full name of `a.b.c` as of today: one Keras, no old module names."""
        name = self.spelled(node)
        return name and today(name)

    @functools.cached_property
    def may_be_keras(self) -> bool:
        """Whether it, or what stands before it, imports Keras, uses its names or imports nothing.

        A fragment is pasted without its imports; in other programs `fit` and `lr` are of others.
        """
        imported, meant, names = set(), set(), self
        while names:
            imported |= {*names.imports.values(), *names.stars}
            meant |= {catalogue.unimported().get(name, "") for name in names.undefined}
            names = names.before
        imported = {name for name in imported if name.split(".")[0] != "__future__"}
        return not imported or any(name.lower().startswith(FAMILY) for name in imported | meant)

    def _spelled_by(self, binding: Binding) -> str | None:
        """The full name that a binding gives: of an import, or of `layers = keras.layers`."""
        if binding not in self._spelled:
            self._spelled[binding] = None  # while it is sought: x = x.y
            parent = self.tree.parents.get(binding.node)
            value = getattr(parent, "value", None)
            if isinstance(binding.node, ast.alias):
                self._spelled[binding] = bound_by(parent)[binding.name]
            elif _is_only_target(binding.node, parent) and isinstance(value, Dotted):
                self._spelled[binding] = self.spelled(value)
        return self._spelled[binding]

    def _find_undefined(self) -> dict[str, list[ast.Name]]:
        found: dict[str, list[ast.Name]] = {}
        if any(not one_keras(star).startswith("keras") for star in self.stars):
            return found  # an unknown module may make any name
        for node in self.tree.nodes:
            if not isinstance(node, ast.Name) or isinstance(node.ctx, ast.Store):
                continue
            known = catalogue.unimported().get(node.id, "")
            if not self._is_made(node) and not any(_is_in(known, star) for star in self.stars):
                found.setdefault(node.id, []).append(node)
        for uses in found.values():
            uses.sort(key=self.tree.start)
        return found

    def _is_made(self, node: ast.Name) -> bool:
        scope = self.scopes.of[node]
        made = scope.seen(node.id)
        if not made or scope.outer:
            return bool(made) or hasattr(builtins, node.id)
        here = self.tree.start(node)
        return hasattr(builtins, node.id) or any(
            self.tree.start(binding.node) <= here for binding in made
        )


def _is_only_target(node: ast.AST, parent: ast.AST | None) -> bool:
    """Whether a name is all that an assignment gives its value to."""
    if isinstance(parent, ast.Assign):
        return parent.targets == [node]
    return isinstance(parent, ast.AnnAssign) and parent.target is node


def _is_in(name: str, module: str) -> bool:
    """Whether `from module import *` brings in what has this full name."""
    return name.startswith(today(module) + ".")
