"""Where the names of a program are made, as Python's own rules for scopes say."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from keras_primer.old.doctor.tree import Function, Tree

Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
OPENS = Function | ast.Lambda | ast.ClassDef | Comprehension


@dataclass(eq=False)
class Binding:
    """A place that gives a name a value.

    Attributes:
        node: the name, the alias of an import, the parameter, the definition…
        references: where it may be read.
    """

    name: str
    node: ast.AST
    scope: "Scope"
    references: list[ast.Name] = field(default_factory=list)


@dataclass(eq=False)
class Scope:
    """A stretch of a program with names of its own.

    Attributes:
        node: the module, function, class or comprehension.
        declared: names that `global` and `nonlocal` give to another scope.
    """

    node: ast.AST
    outer: "Scope | None" = None
    bindings: dict[str, list[Binding]] = field(default_factory=dict)
    declared: dict[str, "Scope"] = field(default_factory=dict)

    @property
    def top(self) -> "Scope":
        """The scope of the module."""
        return self.outer.top if self.outer else self

    def bind(self, name: str, node: ast.AST) -> Binding:
        """A name gets a value here."""
        scope = self.declared.get(name, self)
        binding = Binding(name, node, scope)
        scope.bindings.setdefault(name, []).append(binding)
        return binding

    def seen(self, name: str) -> list[Binding]:
        """Where a name that is read here may have been made, in the order of the code."""
        scope = self.declared.get(name, self)
        while scope:
            if name in scope.bindings and (
                scope is self or not isinstance(scope.node, ast.ClassDef)
            ):
                return scope.bindings[name]
            scope = scope.outer
        return []


class Scopes:
    """The scopes of a program.

    Attributes:
        of: the scope that each node stands in.
        bindings: the binding that each node makes.
    """

    def __init__(self, tree: Tree):
        self.tree = tree
        self.of: dict[ast.AST, Scope] = {}
        self.bindings: dict[ast.AST, Binding] = {}
        self._inner = {tree.module: Scope(tree.module)}
        self._outside: dict[ast.AST, Scope] = {}
        for node in tree.nodes:
            self._enter(node)
        for node in tree.nodes:
            if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Store):
                for binding in self.of[node].seen(node.id):
                    binding.references.append(node)

    def seen(self, node: ast.AST, name: str = "") -> list[Binding]:
        """Where a name may have been made, as seen from a node: by default that which it reads."""
        return self.of[node].seen(name or node.id)

    def _enter(self, node: ast.AST) -> None:
        """Find the scope that a node stands in, that it opens, and the names that it makes."""
        parent = self.tree.parents.get(node, node)
        scope = self._outside.get(node) or self._inner.get(parent) or self.of[parent]
        self.of[node] = scope
        if isinstance(node, OPENS):
            self._inner[node] = Scope(node, scope)
            self._outside.update(dict.fromkeys(_outside(node), scope))
        elif isinstance(node, ast.Global):
            scope.declared.update(dict.fromkeys(node.names, scope.top))
        elif isinstance(node, ast.Nonlocal) and scope.outer:
            for name in node.names:
                made = scope.outer.seen(name)
                scope.declared[name] = made[0].scope if made else scope.outer
        if (name := _made_by(node)) is not None:
            self.bindings[node] = self._holder(node).bind(name, node)

    def _holder(self, node: ast.AST) -> Scope:
        """The scope of the name that a node makes: `:=` makes one outside comprehensions."""
        scope = self.of[node]
        while isinstance(scope.node, Comprehension) and isinstance(
            self.tree.parents[node], ast.NamedExpr
        ):
            scope = scope.outer
        return scope


def _outside(node: ast.AST) -> Iterator[ast.AST]:
    """What belongs to a scope in the text, and is computed in the scope around it."""
    yield from getattr(node, "decorator_list", [])
    if isinstance(node, ast.ClassDef):
        yield from (*node.bases, *node.keywords)
    elif isinstance(node, Comprehension):
        yield node.generators[0].iter
    else:
        arguments = node.args
        yield from filter(None, (*arguments.defaults, *arguments.kw_defaults))
        for child in ast.walk(arguments):
            if isinstance(child, ast.arg) and child.annotation:
                yield child.annotation
        if getattr(node, "returns", None):
            yield node.returns


def _made_by(node: ast.AST) -> str | None:
    """The name that a node makes."""
    if isinstance(node, ast.Name):
        return node.id if isinstance(node.ctx, ast.Store) else None
    if isinstance(node, ast.alias):
        return None if node.name == "*" else node.asname or node.name.split(".")[0]
    if isinstance(node, ast.arg):
        return node.arg
    if isinstance(node, ast.MatchMapping):
        return node.rest
    return getattr(node, "name", None)  # functions, classes, `except … as`, patterns
