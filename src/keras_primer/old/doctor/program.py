"""A program as the doctor sees it: its tree, its scopes, its names, its values and tensors."""

import ast
import functools

from keras_primer.old.doctor.names import Names
from keras_primer.old.doctor.scopes import Scopes
from keras_primer.old.doctor.tensors import Tensors
from keras_primer.old.doctor.tree import Tree
from keras_primer.old.doctor.values import Values


class Program:
    """A parsed program.

    Args:
        code: Python 3.
        before: the program that stands before it in the same article, whose reader has run it.

    Raises:
        SyntaxError: the code is not Python 3.
        RecursionError: it is too deeply nested.
    """

    def __init__(self, code: str, before: "Program | None" = None):
        self.code = code
        self.before = before
        self.tree = Tree(code)
        self.scopes = Scopes(self.tree)
        self.names = Names(self.scopes, before and before.names)
        self.values = Values(self.names, before and before.values)
        self.tensors = Tensors(self.values)

    @functools.cached_property
    def losses(self) -> set:
        """The losses that `compile` is given, as far as they are constants."""
        return {
            self.values.constant(arg.value)
            for node in self.tree.calls
            if isinstance(node.func, ast.Attribute) and node.func.attr == "compile"
            for arg in self.tree.arguments(node)
            if arg.name in ("loss", "1")
        }
