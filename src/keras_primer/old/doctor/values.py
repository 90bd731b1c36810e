"""What the objects in a program are, as far as that can be told without running it."""

import ast
import fnmatch
import re
from collections.abc import Iterator

from keras_primer.old.doctor.names import Names
from keras_primer.old.doctor.scopes import Binding
from keras_primer.old.doctor.tree import Function, elements

UNKNOWN = "\0"  # stands for that part of a text that only a run would tell
# What the result of a call is, by the name of what is called.
KINDS = {
    "keras.Sequential": "model",
    "keras.Model": "model",
    "keras.models.*": "model",
    "keras.saving.load_model": "model",
    "keras.applications.*": "model",
    "keras.layers.[A-Z]*": "layer",
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
        returns: the values that each function returns.
        calls: the calls of each name, be it of a function or of a method.
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
        self.returns: dict[ast.AST, list[ast.expr]] = {}
        self._methods: dict[str, list[ast.AST]] = {}
        self._asked: set[ast.AST] = set()
        self.calls: dict[str, list[ast.Call]] = {}
        for call in self.tree.calls:
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            self.calls.setdefault(name, []).append(call)
        self._find_returns()
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
            case ast.Attribute(attr=attr):
                return self._attributes.get(attr, set())
            case ast.Subscript() if "layers" in self.kinds(node.value):
                return {"layers" if isinstance(node.slice, ast.Slice) else "layer"}
            case ast.Subscript():
                return self._items(node.value)
            case ast.IfExp():
                return self.kinds(node.body) | self.kinds(node.orelse)
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
        """The value of a literal, or of a name that is only once given one; else `None`.

        Texts may be put together; what is not known of them is `UNKNOWN`.
        """
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
            case ast.JoinedStr():
                return "".join(map(self._text, node.values))
            case ast.BinOp(op=ast.Mod(), left=left) if isinstance(self.constant(left), str):
                return re.sub(r"%[-+ #\d.]*[a-zA-Z]", UNKNOWN, self.constant(left))
            case ast.BinOp(op=ast.Add()):
                text = self._text(node.left) + self._text(node.right)
                return text if text.strip(UNKNOWN) else None
            case ast.BinOp(op=ast.Div(), right=right) if isinstance(self.constant(right), str):
                return f"{UNKNOWN}/{self.constant(right)}"  # of a pathlib.Path
            case ast.Call(func=ast.Attribute(attr="format", value=text)):
                text = self.constant(text)
                return re.sub(r"\{.*?\}", UNKNOWN, text) if isinstance(text, str) else None
            case ast.Call(func=ast.Attribute(attr="join"), args=[*_, last]):
                text = self.constant(last)
                return f"{UNKNOWN}/{text}" if isinstance(text, str) else None
        return None

    def _text(self, node: ast.expr) -> str:
        """A part of a text."""
        value = self.constant(node)
        return value if isinstance(value, str) else UNKNOWN

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
        for _ in range(2):  # one attribute may be given to another
            self._kinds.clear()
            for target, value in self.given.items():
                if isinstance(target, ast.Attribute):
                    guess = {GUESSES[target.attr]} if target.attr in GUESSES else set()
                    passed_on = isinstance(value, ast.Attribute) and value.attr == target.attr
                    self._attributes[target.attr] |= guess if passed_on else self.kinds(value)
        self._kinds.clear()

    def _made_by_call(self, call: ast.Call) -> set[str]:
        full = self.names.full(call.func)
        method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if method in {"fit", "fit_generator"} - self.defined and full is None:
            return {"history"}
        if method == "get_layer":
            return {"layer"}
        if method == "DataFrame" and call.args:  # of pandas: a history as a table
            return self.kinds(call.args[0]) & {"history"}
        return _kinds_made_by(full) or self._returned(call)

    def _returned(self, call: ast.Call) -> set[str]:
        """What a function, method or class of this file gives back."""
        made = self.definitions(call.func)
        return set().union(*map(self._kinds_returned, made)) if made else set()

    def definitions(self, func: ast.expr) -> list[ast.AST]:
        """The functions or classes of this file that may be called by a name or `self.name`."""
        if isinstance(func, ast.Name):
            return [binding.node for binding in self.scopes.seen(func)]
        if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name):
            owner = self.scopes.of[func].seen(func.value.id)
            if any(isinstance(binding.node, ast.arg) for binding in owner):
                return self._methods.get(func.attr, [])
        return []

    def _kinds_returned(self, node: ast.AST) -> set[str]:
        if isinstance(node, ast.ClassDef):
            return self._kinds_of_class(node)
        if not isinstance(node, Function) or node in self._asked:
            return set()
        self._asked.add(node)  # while it is sought: a function may call itself
        kinds = set().union(*map(self.kinds, self.returns.get(node, [])))
        self._asked.discard(node)
        return kinds

    def _kinds_of_class(self, node: ast.ClassDef) -> set[str]:
        """What the objects of a class are: what its bases are, be they of this file or of Keras."""
        if node in self._asked:
            return set()
        self._asked.add(node)
        kinds: set[str] = set()
        for base in node.bases:
            kinds |= _kinds_made_by(self.names.full(base))
            for made in self.definitions(base):
                if isinstance(made, ast.ClassDef):
                    kinds |= self._kinds_of_class(made)
        self._asked.discard(node)
        return kinds

    def _items(self, node: ast.expr) -> set[str]:
        """What is in a list or tuple that is written out, or is filled by a comprehension."""
        if isinstance(node, ast.Name):
            made = {binding.node for binding in self.scopes.seen(node)} - self._asked
            self._asked |= made  # while they are sought: x = y, y = x
            values = [self.given[item] for item in made if item in self.given]
            found = set().union(*map(self._items, values)) if values else set()
            self._asked -= made
            return found
        if isinstance(node, ast.ListComp):
            return self.kinds(node.elt)
        if isinstance(node, ast.List | ast.Tuple):
            return set().union(*map(self.kinds, node.elts))
        return set()

    def _find_returns(self) -> None:
        """The values that each function returns, and the methods of each name."""
        for node in self.tree.nodes:
            if isinstance(node, ast.Return) and node.value:
                owner = self.scopes.of[node].node
                self.returns.setdefault(owner, []).append(node.value)
            elif isinstance(node, Function) and isinstance(self.tree.parents[node], ast.ClassDef):
                self._methods.setdefault(node.name, []).append(node)

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
            if items is not None:
                return {"layer"} if "layers" in self.kinds(items) else self._items(items)
        return set()

    def _kinds_of_parameter(self, node: ast.arg, function: ast.AST) -> set[str]:
        """`self` in a subclass is what its base is; `logs` in a callback are logs."""
        owner = self.tree.parents[function]
        params = [*function.args.posonlyargs, *function.args.args]
        kinds = self._kinds_of_class(owner) if isinstance(owner, ast.ClassDef) else set()
        if "callback" in kinds and node.arg == "logs":
            return {"logs"}
        if isinstance(owner, ast.ClassDef) and node in params[:1]:
            return kinds
        return set().union(*map(self.kinds, self.passed(node, function)))

    def passed(self, node: ast.arg, function: ast.AST) -> list[ast.expr]:
        """What the calls in this file hand to a parameter of a function."""
        names = {node.arg}
        params = [*function.args.posonlyargs, *function.args.args]
        if node in params and not isinstance(self.tree.parents[function], ast.ClassDef):
            names.add(str(params.index(node)))
        return [
            arg.value
            for call in self.calls.get(function.name, [])
            if function in self.definitions(call.func)
            for arg in self.tree.arguments(call)
            if arg.name in names and not arg.star
        ]


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
