"""What the objects in a program are, as far as that can be told without running it."""

import ast
import fnmatch
from collections.abc import Iterator

from keras_primer.doctor.names import Names
from keras_primer.doctor.scopes import Binding
from keras_primer.doctor.tree import Function, elements

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
# What a name is that a fragment does not make: what else should it be?
FRAGMENTS = {"model", "history", "optimizer"}


class Values:
    """The objects of a program.

    Args:
        names: the names of the program.
        before: the values of the program that stands before it in the same article.

    Attributes:
        defined: the names of its functions and methods.
        given: what an assignment to one name or attribute gives it.
    """

    def __init__(self, names: Names, before: "Values | None" = None):
        self.names = names
        self.tree = names.tree
        self.scopes = names.scopes
        self.before = before
        self.defined = {node.name for node in self.tree.nodes if isinstance(node, Function)}
        self.given = dict(self._assignments())
        self._kinds: dict[Binding, set[str]] = {}
        self._attributes: dict[str, set[str]] = {}
        self._find_attributes()

    def kinds(self, node: ast.expr) -> set[str]:
        """What an object is: "model", "layer", "layers" (of a model), "optimizer", "history"…"""
        match node:
            case ast.Call():
                return self._made_by_call(node)
            case ast.Attribute(attr=attr) if attr in GUESSES:
                return self._attributes.get(attr, {GUESSES[attr]})
            case ast.Attribute(attr="model") if "callback" in self.kinds(node.value):
                return {"model"}
            case ast.Subscript() if "layers" in self.kinds(node.value):
                return {"layers" if isinstance(node.slice, ast.Slice) else "layer"}
            case ast.Name():
                made = self.scopes.seen(node)
                if not made and (earlier := self._earlier(node.id)):
                    values, binding = earlier
                    return values.kinds_of(binding)
                if not made:
                    return {node.id} & FRAGMENTS
                return set().union(*map(self.kinds_of, made))
        return set()

    def kinds_of(self, binding: Binding) -> set[str]:
        """What a name is by one of the places that give it a value."""
        if binding not in self._kinds:
            self._kinds[binding] = set()  # while it is sought: x = x.y
            self._kinds[binding] = self._kinds_given(binding)
        return self._kinds[binding]

    def constant(self, node: ast.expr) -> object:
        """The value of a literal, or of a name that is only once given one; else `None`."""
        match node:
            case ast.Constant(value=str() | int() | float()):
                return node.value
            case ast.UnaryOp(op=ast.USub()):
                value = self.constant(node.operand)
                return -value if isinstance(value, int | float) else None
            case ast.Name():
                made = self.scopes.seen(node)
                if not made and (earlier := self._earlier(node.id)):
                    values, binding = earlier
                    return values.constant(values.given[binding.node])
                value = self.given.get(made[0].node) if len(made) == 1 else None
                return value and (None if isinstance(value, ast.Name) else self.constant(value))
        return None

    def _earlier(self, name: str) -> "tuple[Values, Binding] | None":
        """Where an earlier program of the article last gives a name at its top level a value."""
        values = self.before
        while values:
            made = values.scopes.of[values.tree.module].bindings.get(name, [])
            if given := [binding for binding in made if binding.node in values.given]:
                return values, given[-1]
            values = values.before
        return None

    def _assignments(self) -> Iterator[tuple[ast.expr, ast.expr]]:
        """What is assigned on its own, and what it is given."""
        for node in self.tree.nodes:
            match node:
                case ast.Assign(targets=[target]) | ast.AnnAssign(target=target, value=ast.expr()):
                    yield target, node.value

    def _find_attributes(self) -> None:
        """What the attributes are that the program gives values to."""
        for node in self.tree.nodes:
            targets = getattr(node, "targets", [getattr(node, "target", None)])
            if isinstance(node, ast.Assign | ast.AnnAssign):
                for target in (item for whole in targets for item in elements(whole)):
                    if isinstance(target, ast.Attribute):
                        self._attributes[target.attr] = set()
        for target, value in self.given.items():
            if isinstance(target, ast.Attribute) and (guess := GUESSES.get(target.attr)):
                passed_on = isinstance(value, ast.Attribute) and value.attr == target.attr
                self._attributes[target.attr] |= {guess} if passed_on else self.kinds(value)

    def _made_by_call(self, call: ast.Call) -> set[str]:
        full = self.names.full(call.func)
        method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if method in {"fit", "fit_generator"} - self.defined and full is None:
            return {"history"}
        if method == "get_layer":
            return {"layer"}
        if method == "DataFrame" and call.args:  # of pandas: a history as a table
            return self.kinds(call.args[0]) & {"history"}
        return _kinds_made_by(full)

    def _kinds_given(self, binding: Binding) -> set[str]:
        node = binding.node
        parent = self.tree.parents.get(node)
        if node in self.given:
            return self.kinds(self.given[node])
        if isinstance(node, ast.arg) and isinstance(binding.scope.node, Function):
            return self._kinds_of_parameter(node, binding.scope.node)
        numbered = isinstance(parent, ast.Tuple) and parent.elts[-1] is node
        loop = self.tree.parents.get(parent) if numbered else parent
        if isinstance(loop, ast.For | ast.AsyncFor | ast.comprehension):
            items = _numbered(loop.iter) if numbered else loop.iter
            return {"layer"} if items is not None and "layers" in self.kinds(items) else set()
        return set()

    def _kinds_of_parameter(self, node: ast.arg, function: ast.AST) -> set[str]:
        """`self` in a subclass is what its base is; `logs` in a callback are logs."""
        owner = self.tree.parents[function]
        if not isinstance(owner, ast.ClassDef):
            return set()
        kinds = set().union(*(_kinds_made_by(self.names.full(base)) for base in owner.bases))
        if "callback" in kinds and node.arg == "logs":
            return {"logs"}
        first = [*function.args.posonlyargs, *function.args.args][:1]
        return kinds if node in first else set()


def _numbered(items: ast.expr) -> ast.expr | None:
    """What `enumerate` numbers."""
    match items:
        case ast.Call(func=ast.Name(id="enumerate"), args=[numbered, *_]):
            return numbered
    return None


def _kinds_made_by(name: str | None) -> set[str]:
    if name is None:
        return set()
    return {kind for key, kind in KINDS.items() if fnmatch.fnmatchcase(name, key)}
