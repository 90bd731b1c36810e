"""What the names in a program stand for, as far as that can be told without running it."""

import builtins
import fnmatch
import functools
import re
from collections.abc import Iterable

import libcst as cst
from libcst.metadata import (
    Assignment,
    BuiltinScope,
    CodeRange,
    GlobalScope,
    ImportAssignment,
    MetadataWrapper,
    ParentNodeProvider,
    PositionProvider,
    ScopeProvider,
)

from keras_primer.old import catalogue

# What the result of a call is, by the name of what is called.
KINDS = {
    "keras.Sequential": "model",
    "keras.Model": "model",
    "keras.models.*": "model",
    "keras.saving.load_model": "model",
    "keras.applications.*": "model",
    "keras.layers.*": "layer",
    "keras.optimizers.*": "optimizer",
    "keras.callbacks.*": "callback",
}
# What an attribute is by its name alone, unless the program gives one of this name another value.
GUESSES = {"history": "history", "optimizer": "optimizer", "layers": "layers"}
FAMILY = ("keras", "tensorflow")
Dotted = cst.Name | cst.Attribute


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


def one_keras(name: str) -> str:
    """`keras.…` for the Keras that comes as a part of TensorFlow, too."""
    return re.sub(r"^tensorflow\.(compat\.v[12]\.)?keras(?=\.|$)", "keras", name)


class Program:
    """A parsed program, and what its names stand for.

    Args:
        code: Python 3.
        before: the program that stands before it in the same article, whose reader has run it.

    Attributes:
        module: the syntax tree.
        nodes: all its nodes, in the order of the code.
        imports: what the imports bind: local name and full name.
        defined: the names of its functions and methods.
        undefined: the uses of each name that is used where it is not, or not yet, made.

    Raises:
        libcst.ParserSyntaxError: the code is not Python.
    """

    def __init__(self, code: str, before: "Program | None" = None):
        wrapper = MetadataWrapper(cst.parse_module(code), unsafe_skip_copy=True)
        self.code = code
        self.before = before
        self.module = wrapper.module
        self.positions = wrapper.resolve(PositionProvider)
        self.parents = wrapper.resolve(ParentNodeProvider)
        self.scopes = wrapper.resolve(ScopeProvider)
        self.nodes = list(_walk(self.module))
        self.imports: dict[str, str] = {}
        self.stars: list[str] = []
        self.defined = {node.name.value for node in self.nodes if isinstance(node, cst.FunctionDef)}
        self._captured = set(_captures(self.nodes))
        self._collect_imports()
        self.undefined = self._find_undefined()
        self._aliases: dict[Assignment, str] = {}
        self._kinds: dict[Assignment, set[str]] = {}
        self._values: dict[Assignment, list[cst.BaseExpression]] = {}
        self._attributes: dict[str, set[str]] = {}
        self._collect_values()

    def position(self, node: cst.CSTNode) -> CodeRange:
        """From where to where a node stands: lines from 1, columns from 0."""
        return self.positions[node]

    def place(self, node: cst.CSTNode) -> tuple[int, int]:
        """Where a node begins, with its decorators."""
        if isinstance(node, cst.FunctionDef | cst.ClassDef) and node.decorators:
            node = node.decorators[0]
        start = self.positions[node].start
        return start.line, start.column

    def text(self, node: cst.CSTNode) -> str:
        """A node as code."""
        return self.module.code_for_node(node)

    def statement(self, node: cst.CSTNode) -> cst.CSTNode:
        """The simple statement, or the header of a compound one, that a node stands in."""
        while not isinstance(node, cst.BaseSmallStatement | cst.BaseCompoundStatement):
            node = self.parents[node]
        return node

    def root(self, node: cst.BaseExpression) -> cst.Name | None:
        """`a` of `a.b.c`."""
        while isinstance(node, cst.Attribute):
            node = node.value
        return node if isinstance(node, cst.Name) else None

    def spelled(self, node: cst.BaseExpression) -> str | None:
        """The full name of `a.b.c` by the imports, with old names as they are; else `None`."""
        if isinstance(node, cst.Attribute):
            value = self.spelled(node.value)
            return value and f"{value}.{node.attr.value}"
        if not isinstance(node, cst.Name) or self._is_attribute(node):
            return None
        assignments = self.assignments(node)
        for assignment in assignments:
            if isinstance(assignment, ImportAssignment):
                return _import_name(assignment)
            if assignment in self._aliases:
                return self._aliases[assignment]
        if assignments or hasattr(builtins, node.value) or node.value in self._captured:
            return None
        known = catalogue.names().get(node.value)
        for star in reversed(self.stars):
            if not one_keras(star).startswith("keras"):
                return None  # it may bring in this name, over what came before
            if known is None or _is_in(known, star):
                return f"{star}.{node.value}"
        return known

    def full_name(self, node: cst.BaseExpression) -> str | None:
        """The full name of `a.b.c` as of today: one Keras, no old module names."""
        name = self.spelled(node)
        return name and rename(one_keras(name), renamed())

    @functools.cached_property
    def may_be_keras(self) -> bool:
        """Whether it, or what stands before it, imports Keras, uses its names or imports nothing.

        A fragment is pasted without its imports; in other programs `fit` and `lr` are of others.
        """
        programs = [self]
        while programs[-1].before:
            programs.append(programs[-1].before)
        imported = {
            name
            for program in programs
            for name in (*program.imports.values(), *program.stars)
            if name.split(".")[0] != "__future__"
        }
        meant = {
            catalogue.names().get(name, "") for program in programs for name in program.undefined
        }
        return not imported or any(name.lower().startswith(FAMILY) for name in imported | meant)

    def assignments(self, node: cst.CSTNode, name: str = "") -> list[Assignment]:
        """Where a name may have been made, as seen from a node: by default that which it reads."""
        scope = self.scopes.get(node)
        if scope is None:
            return []
        found = [
            item for item in scope[name or node.value] if not isinstance(item.scope, BuiltinScope)
        ]
        return sorted(found, key=lambda item: self.place(item.node))

    def last(self, name: str) -> cst.Name | None:
        """The node that last gives a value to a name at the top level."""
        for assignment in reversed(list(self._values)):
            if assignment.name == name and isinstance(assignment.scope, GlobalScope):
                return assignment.node
        return self.before and self.before.last(name)

    def kinds(self, node: cst.BaseExpression) -> set[str]:
        """What an object is: "model", "layer", "layers" (of a model), "optimizer", "history"…"""
        if isinstance(node, cst.Call):
            if isinstance(node.func, cst.Attribute):
                method = node.func.attr.value
                fits = {"fit", "fit_generator"} - self.defined
                if method in fits and self.full_name(node.func) is None:
                    return {"history"}
                if method == "get_layer":
                    return {"layer"}
                if method == "DataFrame" and node.args:  # of pandas: a history as a table
                    return self.kinds(node.args[0].value) & {"history"}
            return self._made_by(self.full_name(node.func))
        if isinstance(node, cst.Attribute):
            if node.attr.value in GUESSES:
                guess = {GUESSES[node.attr.value]}
                return self._attributes.get(node.attr.value, guess)
            if node.attr.value == "model" and self.kinds(node.value) & {"callback"}:
                return {"model"}
            return set()
        if isinstance(node, cst.Subscript):
            if "layers" not in self.kinds(node.value):
                return set()
            return {"layer" if isinstance(node.slice[0].slice, cst.Index) else "layers"}
        if isinstance(node, cst.Name):
            found = self.assignments(node)
            if not found and self.before and (name := self.before.last(node.value)):
                return self.before.kinds(name)
            if not found:  # a fragment: what else should it be
                return {node.value} & {"model", "history", "optimizer"}
            return set().union(*(self._kinds.get(item, set()) for item in found))
        return set()

    def constant(self, node: cst.BaseExpression) -> object:
        """The value of a literal, or of a name that is only once given one; else `None`."""
        if isinstance(node, cst.Name) and node.value in ("True", "False"):
            return node.value == "True"
        if isinstance(node, cst.Name):
            found = self.assignments(node)
            if not found and self.before and (name := self.before.last(node.value)):
                return self.before.constant(name)
            values = [value for item in found for value in self._values.get(item, [])]
            if len(found) == len(values) == 1 and not isinstance(values[0], cst.Name):
                return self.constant(values[0])
            return None
        if isinstance(node, cst.UnaryOperation) and isinstance(node.operator, cst.Minus):
            value = self.constant(node.expression)
            return -value if isinstance(value, int | float) else None
        if isinstance(node, cst.SimpleString | cst.Integer | cst.Float):
            return node.evaluated_value
        if isinstance(node, cst.ConcatenatedString):
            return node.evaluated_value
        return None

    def elements(self, node: cst.BaseExpression) -> list[cst.BaseExpression]:
        """The elements of a list or tuple, or the node itself."""
        if isinstance(node, cst.List | cst.Tuple | cst.Set):
            return [element.value for element in node.elements]
        return [node]

    def _is_attribute(self, node: cst.Name) -> bool:
        parent = self.parents.get(node)
        return isinstance(parent, cst.Attribute) and parent.attr is node

    def _collect_imports(self) -> None:
        for node in self.nodes:
            if isinstance(node, cst.Import):
                for alias in node.names:
                    bound = alias.evaluated_alias or alias.evaluated_name.split(".")[0]
                    full = alias.evaluated_name if alias.evaluated_alias else bound
                    self.imports[bound] = full
            elif isinstance(node, cst.ImportFrom):
                module = module_of(node)
                if isinstance(node.names, cst.ImportStar):
                    self.stars.append(module)
                else:
                    for alias in node.names:
                        bound = alias.evaluated_alias or alias.evaluated_name
                        self.imports[bound] = f"{module}.{alias.evaluated_name}"

    def _find_undefined(self) -> dict[str, list[cst.Name]]:
        found: dict[str, list[cst.Name]] = {}
        if any(not one_keras(star).startswith("keras") for star in self.stars):
            return found  # an unknown module may make any name
        for scope in {scope for scope in self.scopes.values() if scope is not None}:
            for access in scope.accesses:
                node = access.node
                if not isinstance(node, cst.Name):
                    node = self.root(node)
                if node is None or node not in self.positions or self._is_made(node, access):
                    continue
                if node.value in self._captured:
                    continue
                known = catalogue.names().get(node.value, "")
                if any(_is_in(known, star) for star in self.stars):
                    continue
                found.setdefault(node.value, []).append(node)
        for uses in found.values():
            uses.sort(key=self.place)
        return found

    def _is_made(self, node: cst.Name, access) -> bool:
        referents = list(access.referents)
        if not referents:
            return False
        makers = [item for item in referents if isinstance(item, Assignment)]
        if len(makers) < len(referents) or not isinstance(access.scope, GlobalScope):
            return True
        return any(
            not isinstance(item.scope, GlobalScope) or self.place(item.node) <= self.place(node)
            for item in makers
        )

    def _collect_values(self) -> None:
        for node in self.nodes:
            if isinstance(node, cst.AssignTarget | cst.AnnAssign):
                for target in self.elements(node.target):
                    if isinstance(target, cst.Attribute):
                        self._attributes[target.attr.value] = set()
        for node in self.nodes:
            if isinstance(node, cst.Assign) and len(node.targets) == 1:
                self._bind(node.targets[0].target, node.value)
            elif isinstance(node, cst.AnnAssign) and node.value:
                self._bind(node.target, node.value)
            elif isinstance(node, cst.For | cst.CompFor):
                self._bind_items(node.target, node.iter)
            elif isinstance(node, cst.ClassDef):
                self._bind_self(node)

    def _bind(self, target: cst.BaseExpression, value: cst.BaseExpression) -> None:
        if isinstance(target, cst.Attribute) and (guess := GUESSES.get(target.attr.value)):
            passed_on = isinstance(value, cst.Attribute) and value.attr.value == target.attr.value
            self._attributes[target.attr.value] |= {guess} if passed_on else self.kinds(value)
        if not isinstance(target, cst.Name):
            return
        for assignment in self.assignments(target):
            if assignment.node is not target:
                continue
            self._values.setdefault(assignment, []).append(value)
            if isinstance(value, Dotted) and (name := self.spelled(value)):
                self._aliases[assignment] = name
            if kinds := self.kinds(value):
                self._kinds[assignment] = kinds

    def _bind_items(self, target: cst.BaseExpression, items: cst.BaseExpression) -> None:
        """`for layer in model.layers`, with `enumerate` or without."""
        numbered = isinstance(items, cst.Call) and items.args and isinstance(target, cst.Tuple)
        if numbered and self.text(items.func) == "enumerate":
            target, items = target.elements[-1].value, items.args[0].value
        if isinstance(target, cst.Name) and "layers" in self.kinds(items):
            for assignment in self.assignments(target):
                self._kinds.setdefault(assignment, {"layer"})

    def _bind_self(self, node: cst.ClassDef) -> None:
        """`self` in a subclass is what its base is; `logs` in a callback are logs."""
        bases = {self.full_name(base.value) for base in node.bases} - {None}
        kinds = set().union(*(self._made_by(base) for base in bases))
        if not kinds:
            return
        for method in node.body.body:
            if not isinstance(method, cst.FunctionDef):
                continue
            for position, parameter in enumerate(method.params.params):
                scope = self.scopes.get(parameter.name)
                mark = kinds if position == 0 else set()
                if "callback" in kinds and parameter.name.value == "logs":
                    mark = {"logs"}
                for assignment in scope[parameter.name.value] if scope and mark else ():
                    self._kinds[assignment] = mark

    def _made_by(self, name: str | None) -> set[str]:
        if name is None:
            return set()
        return {kind for key, kind in KINDS.items() if fnmatch.fnmatchcase(name, key)}


def _is_in(name: str, module: str) -> bool:
    """Whether `from module import *` brings in what has this full name."""
    return name.startswith(rename(one_keras(module), renamed()) + ".")


def module_of(node: cst.ImportFrom) -> str:
    """What `from … import` names, with the dots of a relative import."""
    return "." * len(node.relative) + (dotted(node.module) if node.module else "")


def dotted(node: cst.BaseExpression) -> str:
    """`a.b.c` as text."""
    if isinstance(node, cst.Attribute):
        return f"{dotted(node.value)}.{node.attr.value}"
    return node.value


def _walk(node: cst.CSTNode) -> Iterable[cst.CSTNode]:
    stack = [node]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(node.children))


def _captures(nodes: Iterable[cst.CSTNode]) -> Iterable[str]:
    """The names that `match` makes, of which LibCST's scopes know nothing."""
    for node in nodes:
        if isinstance(node, cst.MatchAs | cst.MatchStar) and node.name:
            yield node.name.value
        elif isinstance(node, cst.MatchMapping) and node.rest:
            yield node.rest.value


def _import_name(assignment: ImportAssignment) -> str:
    node = assignment.node
    if isinstance(node, cst.Import):
        for alias in node.names:
            if alias.evaluated_alias == assignment.name:
                return alias.evaluated_name
        return assignment.name.split(".")[0]
    for alias in node.names:
        if assignment.name in (alias.evaluated_alias, alias.evaluated_name):
            return f"{module_of(node)}.{alias.evaluated_name}"
    return assignment.name
