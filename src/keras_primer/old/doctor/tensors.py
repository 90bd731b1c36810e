"""What stands for data in a program, as far as that can be told without running it.

Keras 3 is strict where Keras 2 was not: TensorFlow's functions no longer take symbolic tensors,
sizes have to be Python's own integers, and a list of numbers is no array.
"""

import ast
import fnmatch
from collections.abc import Iterable

from keras_primer.old.doctor.scopes import Binding
from keras_primer.old.doctor.tree import Function
from keras_primer.old.doctor.values import Values

INPUTS = {"keras.Input", "keras.layers.Input"}
# Functions that give a symbolic tensor where they are given one.
CALCULATES = ("keras.ops.*", "keras.layers.[a-z]*", "keras.backend.*", "tensorflow.*")
# Functions of NumPy that give one number, of a type of NumPy's; so do methods of these names.
REDUCTIONS = {"max", "min", "prod", "sum", "amax", "amin"}
# Methods that are given tensors with values, even if layers are made in them.
EAGER = {"call", "__call__", "train_step", "test_step", "predict_step"}
# What the result of an operator is, if one side is.
CARRIED = {"symbolic", "number of NumPy"}
LISTS = {"list", "list of text"}


class Tensors:
    """The data of a program.

    Args:
        values: the objects of the program.
    """

    def __init__(self, values: Values):
        self.values = values
        self.tree, self.scopes, self.names = values.tree, values.scopes, values.names
        self._kinds: dict[Binding, set[str]] = {}
        self._asked: set[ast.AST] = set()

    def kinds(self, node: ast.expr) -> set[str]:
        """What an expression stands for, some of these.

        "symbolic": an input or output of a layer of which only shape and type are known;
        "symbolic shape"; "number of NumPy"; "list" and "list of text": written out, not an array;
        "flat array", of one dimension; "dictionary of dictionaries";
        "loss of layers": a function that uses symbolic tensors which it is not given.
        """
        match node:
            case ast.Name():
                made = self._reaching(node)
                return self._of_any(made, self._kinds_of)
            case ast.Attribute(attr="shape") | ast.Call(func=ast.Attribute(attr="get_shape")):
                owner = (node.func if isinstance(node, ast.Call) else node).value
                return {"symbolic shape"} if "symbolic" in self.kinds(owner) else set()
            case ast.Call():
                return self._made_by_call(node)
            case ast.BinOp():
                return self._of_operator(node)
            case ast.UnaryOp():
                return self.kinds(node.operand) & CARRIED
            case ast.Compare():
                return self._of_any([node.left, *node.comparators], self.kinds) & {"symbolic"}
            case ast.Tuple():
                return self._of_any(node.elts, self.kinds) & {"symbolic"}
            case ast.List():
                return self._of_list(node.elts)
            case ast.ListComp():
                return self._of_list([node.elt]) & LISTS
            case ast.Subscript(slice=ast.Tuple(elts=[ast.Slice(), ast.Constant(value=int())])):
                return self.kinds(node.value) & {"symbolic"} or {"flat array"}
            case ast.Subscript():
                return self.kinds(node.value) & {"symbolic"}
            case ast.Attribute(attr="input" | "output" | "inputs" | "outputs"):
                known = self.values.kinds(node.value) & {"layer", "model"}
                return {"symbolic"} if known else set()
            case ast.Dict() if node.values and all(isinstance(v, ast.Dict) for v in node.values):
                return {"dictionary of dictionaries"}
            case ast.IfExp():
                return self.kinds(node.body) & self.kinds(node.orelse)
        return set()

    # Calls

    def _made_by_call(self, call: ast.Call) -> set[str]:
        full = self.names.full(call.func) or ""
        given = [*call.args, *(item.value for item in call.keywords)]
        if full in INPUTS:
            return {"symbolic"}
        if any(fnmatch.fnmatchcase(full, name) for name in CALCULATES):
            return self._of_any(given, self.kinds) & {"symbolic"}
        if full.startswith("numpy."):
            return self._of_numpy(full.removeprefix("numpy."), call)
        if self.values.kinds(call.func) & {"layer", "model"}:
            return {"symbolic"} if self._is_symbolic_call(call, given) else set()
        if not given and getattr(call.func, "attr", "") in REDUCTIONS:
            return {"number of NumPy"}
        return self._of_any(self.values.definitions(call.func), self._returned)

    def _of_numpy(self, name: str, call: ast.Call) -> set[str]:
        """What a function of NumPy gives: a number, or an array of one dimension."""
        if name in REDUCTIONS:
            return {"number of NumPy"}
        match call.args[:1]:
            case [ast.Constant(value=int())] if name in ("zeros", "ones"):
                return {"flat array"}
            case [ast.List() as items] if name in ("array", "asarray"):
                numbers = items.elts and isinstance(items.elts[0], ast.Constant)
                return {"flat array"} if numbers else set()
        return set()

    def _is_symbolic_call(self, call: ast.Call, given: list[ast.expr]) -> bool:
        """Whether a layer is called on a symbolic tensor.

        Of the parameter of a function it may not be known; a layer that is made where it is called
        tells.
        """
        if "symbolic" in self._of_any(given, self.kinds):
            return True
        unknown = any(self._is_parameter(item) for item in given)
        return unknown and isinstance(call.func, ast.Call) and not self._is_eager(call)

    def _is_parameter(self, node: ast.expr) -> bool:
        """Whether only the caller of a function knows what it is."""
        if isinstance(node, ast.List | ast.Tuple):
            return any(map(self._is_parameter, node.elts))
        if not isinstance(node, ast.Name):
            return False
        made = self._reaching(node)
        return bool(made) and all(isinstance(item.node, ast.arg) for item in made)

    def _is_eager(self, node: ast.AST) -> bool:
        """Whether a node stands in a method, or a `lambda`, that is given tensors with values."""
        while node is not self.tree.module:
            node = self.tree.parents[node]
            if isinstance(node, ast.Lambda) or (isinstance(node, Function) and node.name in EAGER):
                return True
        return False

    def _returned(self, node: ast.AST) -> set[str]:
        if not isinstance(node, Function) or node in self._asked:
            return set()
        self._asked.add(node)  # while it is sought: a function may call itself
        kinds = self._of_any(self.values.returns.get(node, []), self.kinds)
        self._asked.discard(node)
        return kinds & CARRIED

    # Names

    def _kinds_of(self, binding: Binding) -> set[str]:
        if binding not in self._kinds:
            self._kinds[binding] = set()  # while it is sought: x = f(x)
            self._kinds[binding] = self._given(binding)
        return self._kinds[binding]

    def _given(self, binding: Binding) -> set[str]:
        node, parent = binding.node, self.tree.parents.get(binding.node)
        if node in self.values.given:
            return self.kinds(self.values.given[node])
        if isinstance(node, Function):
            return {"loss of layers"} if self._uses_layers(node) else set()
        if isinstance(node, ast.arg) and isinstance(binding.scope.node, Function):
            passed = self.values.passed(node, binding.scope.node)
            return self._of_any(passed, self.kinds) & CARRIED
        if isinstance(parent, ast.Tuple | ast.List) and isinstance(
            whole := self.tree.parents[parent], ast.Assign
        ):
            return self.kinds(whole.value) & {"symbolic"}
        return set()

    def _uses_layers(self, function: ast.AST) -> bool:
        """Whether a function uses symbolic tensors that it is not given."""
        inside = [node for node in ast.walk(function) if isinstance(node, ast.Name)]
        own = {self.scopes.bindings.get(node) for node in inside}
        outer = [
            node
            for node in inside
            if isinstance(node.ctx, ast.Load)
            and not any(
                item in own or isinstance(item.node, ast.arg) for item in self.scopes.seen(node)
            )
        ]
        return "symbolic" in self._of_any(outer, self.kinds)

    def _reaching(self, node: ast.Name) -> list[Binding]:
        """Where a name may have got its value: the last place that surely comes before, if any."""
        made = [
            item
            for item in self.scopes.seen(node)
            if not isinstance(self.tree.parents.get(item.node), ast.AugAssign)
        ]
        here = self.scopes.of[node]
        earlier = [
            item
            for item in made
            if item.scope is here and self.tree.start(item.node) < self.tree.start(node)
        ]
        for index in range(len(earlier) - 1, -1, -1):
            if self._surely_before(earlier[index].node, node):
                return earlier[index:]
        return made

    def _surely_before(self, first: ast.AST, node: ast.AST) -> bool:
        """Whether what makes a name is surely run before what reads it, in another statement."""
        if isinstance(first, ast.arg):
            return True
        statement = self.tree.statement(first)
        if statement is self.tree.statement(node):
            return False
        owner = self.tree.parents[statement]
        while node is not owner and node is not self.tree.module:
            node = self.tree.parents[node]
        return node is owner and not isinstance(statement, ast.For | ast.While)

    def _of_list(self, items: list[ast.expr]) -> set[str]:
        """A list of numbers, or of lists of them, or of text; or of what may be symbolic."""
        if items and all(isinstance(item, ast.Constant) for item in items):
            types = {type(item.value) for item in items}
            if types <= {int, float, bool}:
                return {"list"}
            return {"list of text"} if types == {str} else set()
        kinds = [self.kinds(item) for item in items]
        if kinds and all("list" in item for item in kinds):
            return {"list"}
        return set().union(*kinds) & {"symbolic"}

    def _of_operator(self, node: ast.BinOp) -> set[str]:
        left, right = self.kinds(node.left), self.kinds(node.right)
        carried = (left | right) & CARRIED
        if isinstance(node.op, ast.Add):
            return carried | (left & right & LISTS)
        return carried | ((left | right) & LISTS if isinstance(node.op, ast.Mult) else set())

    def _of_any(self, items: Iterable, of) -> set[str]:
        return set().union(*map(of, items))
