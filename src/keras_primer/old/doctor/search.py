"""Finds old idioms in a program, by the `match` tables of the catalogue."""

import functools
from dataclasses import dataclass

import libcst as cst

from keras_primer.old import catalogue
from keras_primer.old.catalogue import Entry, Match
from keras_primer.old.doctor.program import Program, module_of, one_keras, pattern

TYPES = {
    "string": cst.SimpleString | cst.ConcatenatedString | cst.FormattedString,
    "list": cst.List,
    "tuple": cst.Tuple,
    "dict": cst.Dict,
    "number": cst.Integer | cst.Float,
    "lambda": cst.Lambda,
    "name": cst.Name,
}
# What prints and draws: a string that is handed to it is for people.
SHOWN = {"print", "plot", "legend", "title", "ylabel", "set_title", "set_ylabel", "text"}


@dataclass(frozen=True)
class Finding:
    """An old idiom in a program.

    Attributes:
        entry: what the catalogue says about it.
        match: which of the entry's tables holds.
        node: the import, name, attribute, call or subscript that was recognised.
        line: of the program, from 1; of an import that of its statement.
        column: from 0.
        arguments: those of a call that the match speaks of.
    """

    entry: Entry
    match: Match
    node: cst.CSTNode
    line: int
    column: int
    arguments: tuple[cst.Arg, ...] = ()

    @property
    def today(self) -> str:
        """What the terminal prints when this runs."""
        if self.match.undefined:
            return f"NameError: name {self.node.value!r} is not defined"
        return self.entry.today.line


def find(program: Program) -> list[Finding]:
    """All old idioms in a program, in its order."""
    search = _Search(program)
    found = [
        finding
        for entry in catalogue.entries().values()
        for match in entry.match
        for finding in search.findings(entry, match)
    ]
    signs = {item.entry.id for item in found if _is_sign(item)}
    return sorted(
        {
            (item.entry.id, id(item.node)): item
            for item in reversed(found)
            if not item.match.aged or signs
        }.values(),
        key=lambda item: (item.line, item.column, item.entry.id),
    )


def _is_sign(finding: Finding) -> bool:
    """Whether it shows that the program is of another time, and not only unfinished."""
    raises = finding.entry.today.kind == "raises"
    return raises and not finding.match.aged and not finding.match.undefined


class _Search:
    """The nodes of a program by what they may match, so that each is looked at once."""

    def __init__(self, program: Program):
        self.program = program
        self.imports: list[tuple[cst.CSTNode, str]] = []
        self.uses: list[tuple[cst.CSTNode, str, str]] = []
        self.calls: list[tuple[cst.Call, str, str]] = []
        self.methods: dict[str, list[cst.Call]] = {}
        self.attributes: dict[str, list[cst.Attribute]] = {}
        self.keys: dict[str, list[tuple[cst.CSTNode, cst.BaseExpression]]] = {}
        self.keys_set: dict[str, list[cst.BaseExpression]] = {}
        self.strings: dict[str, list[cst.CSTNode]] = {}
        self.cache: dict[Match, bool] = {}
        for node in program.nodes:
            self._sort(node)

    def findings(self, entry: Entry, match: Match) -> list[Finding]:
        """Where in the program a match table of an entry holds."""
        nodes = self._nodes(match)
        if not nodes or (match.when and not self._anywhere(match.when)):
            return []
        if match.unless and self._anywhere(match.unless):
            return []
        return [
            Finding(entry, match, node, *self._place(node), arguments) for node, arguments in nodes
        ]

    @functools.cached_property
    def before(self) -> "_Search | None":
        return self.program.before and _Search(self.program.before)

    def _anywhere(self, match: Match) -> bool:
        if match not in self.cache:
            earlier = self.before is not None and self.before._anywhere(match)
            self.cache[match] = earlier or bool(self._nodes(match))
        return self.cache[match]

    def _place(self, node: cst.CSTNode) -> tuple[int, int]:
        is_import = isinstance(node, cst.ImportAlias)
        return self.program.place(self.program.statement(node) if is_import else node)

    def _nodes(self, match: Match) -> list[tuple[cst.CSTNode, tuple[cst.Arg, ...]]]:
        if match.name:
            return [(node, ()) for node in self._named(match)]
        if match.call:
            return self._fitting(match, self._called(match))
        if match.undefined:
            return [(node, ()) for node in self._undefined(match)]
        if match.string:
            return [
                (node, ())
                for value in match.string
                for node in self.strings.get(value, [])
                if not self._is_shown(node)
            ]
        if not self.program.may_be_keras:
            return []
        if match.method:
            names = set(match.method) - self.program.defined
            calls = [call for name in names for call in self.methods.get(name, [])]
            return self._fitting(
                match, [call for call in calls if self._on(match, call.func.value)]
            )
        if match.attribute:
            return [
                (node, ())
                for name in match.attribute
                for node in self.attributes.get(name, [])
                if self._on(match, node.value) and match.assigned in (None, self._is_assigned(node))
            ]
        return [
            (node, ())
            for key in match.key
            if not any(self._on(match, owner) for owner in self.keys_set.get(key, []))
            for node, owner in self.keys.get(key, [])
            if self._on(match, owner)
        ]

    def _sort(self, node: cst.CSTNode) -> None:
        program = self.program
        if isinstance(node, cst.Import):
            self.imports += [(alias, alias.evaluated_name) for alias in node.names]
        elif isinstance(node, cst.ImportFrom):
            module = module_of(node)
            if isinstance(node.names, cst.ImportStar):
                self.imports.append((node, module))
            else:
                for alias in node.names:
                    self.imports.append((alias, f"{module}.{alias.evaluated_name}"))
        elif isinstance(node, cst.Call):
            spelled = program.spelled(node.func)
            if spelled:
                self.calls.append((node, spelled, program.full_name(node.func)))
            elif isinstance(node.func, cst.Attribute):
                name = node.func.attr.value
                self.methods.setdefault(name, []).append(node)
                if name == "get" and node.args:
                    self._sort_key(node, node.args[0].value, node.func.value)
                elif name == "update":
                    self._sort_update(node)
        elif isinstance(node, cst.SimpleString | cst.ConcatenatedString):
            self.strings.setdefault(node.evaluated_value, []).append(node)
        elif isinstance(node, cst.FunctionDef):
            self.strings.setdefault(node.name.value, []).append(node)
        elif isinstance(node, cst.Subscript) and isinstance(node.slice[0].slice, cst.Index):
            self._sort_key(node, node.slice[0].slice.value, node.value)
        if isinstance(node, cst.Name | cst.Attribute) and not self._is_part(node):
            spelled, root = program.spelled(node), program.root(node)
            if spelled:
                self.uses.append((node, spelled, program.spelled(root)))
            elif isinstance(node, cst.Attribute):
                while isinstance(node, cst.Attribute):
                    self.attributes.setdefault(node.attr.value, []).append(node)
                    node = node.value

    def _sort_key(self, node: cst.CSTNode, key: cst.CSTNode, owner: cst.BaseExpression) -> None:
        value = self.program.constant(key)
        if not isinstance(value, str):
            return
        if isinstance(self.program.parents[node], cst.AssignTarget):
            self.keys_set.setdefault(value, []).append(owner)
        else:
            self.keys.setdefault(value, []).append((node, owner))

    def _sort_update(self, call: cst.Call) -> None:
        """`logs.update({"lr": …})` sets keys, too."""
        for arg in call.args:
            for item in arg.value.elements if isinstance(arg.value, cst.Dict) else ():
                if isinstance(item, cst.DictElement):
                    key = self.program.constant(item.key)
                    self.keys_set.setdefault(key, []).append(call.func.value)

    def _is_shown(self, node: cst.CSTNode) -> bool:
        """Whether a string is a key, or belongs to a callback or to what is printed or drawn."""
        while not isinstance(node, cst.BaseSmallStatement | cst.BaseCompoundStatement):
            if isinstance(node, cst.Index):
                return True
            if isinstance(node, cst.Call):
                full = self.program.full_name(node.func) or ""
                name = node.func.attr if isinstance(node.func, cst.Attribute) else node.func
                key = getattr(name, "value", "") in SHOWN | {"get"}
                if key or full.startswith("keras.callbacks."):
                    return True
            node = self.program.parents[node]
        return False

    def _is_part(self, node: cst.CSTNode) -> bool:
        """Whether the node is only a part of `a.b.c`, of an import, or the name of an argument."""
        parent = self.program.parents[node]
        if isinstance(parent, cst.Arg):
            return parent.keyword is node
        return isinstance(
            parent, cst.Attribute | cst.ImportAlias | cst.ImportFrom | cst.AsName | cst.Param
        )

    def _named(self, match: Match) -> list[cst.CSTNode]:
        names = pattern(match.name + tuple(f"{name}.*" for name in match.name))
        but = pattern(match.exclude)

        def fits(spelled: str) -> bool:
            name = one_keras(spelled)
            return bool(names.match(name)) and not but.match(name) and _of_package(match, spelled)

        found = [node for node, spelled in self.imports if fits(spelled)]
        # What an import brings in is old once, at the import, not at every use.
        found += [node for node, spelled, root in self.uses if fits(spelled) and not fits(root)]
        if not any(fits(star) for star in self.program.stars):
            found += [
                node for node, _, root in self.uses if fits(root) and self._is_unimported(node)
            ]
        return found

    def _is_unimported(self, node: cst.BaseExpression) -> bool:
        root = self.program.root(node)
        return root.value not in self.program.imports and not self.program.assignments(root)

    def _called(self, match: Match) -> list[cst.Call]:
        names, but = pattern(match.call), pattern(match.exclude)
        return [
            call
            for call, spelled, full in self.calls
            if names.match(full) and not but.match(full) and _of_package(match, spelled)
        ]

    def _fitting(
        self, match: Match, calls: list[cst.Call]
    ) -> list[tuple[cst.Call, tuple[cst.Arg, ...]]]:
        """Those calls that have the arguments, and these arguments."""
        found = []
        for call in calls:
            positional = [arg for arg in call.args if arg.keyword is None and not arg.star]
            if len(positional) < match.positional:
                continue
            arguments = tuple(
                arg
                for wanted in match.argument
                for arg in _argument(call, wanted)
                if self._has_value(match, arg)
            )
            if arguments or not match.argument:
                found.append((call, arguments))
        return found

    def _has_value(self, match: Match, arg: cst.Arg) -> bool:
        if match.value_type == "none":  # which is a name to the syntax tree
            return isinstance(arg.value, cst.Name) and arg.value.value == "None"
        if match.value_type and not isinstance(arg.value, TYPES[match.value_type]):
            return False
        if not match.value:
            return True
        texts = pattern(tuple(value for value in match.value if isinstance(value, str)))
        for element in self.program.elements(arg.value):
            value = self.program.constant(element)
            if isinstance(value, str):
                if texts.match(value):
                    return True
            elif value is not None and any(
                value == wanted and type(value) is type(wanted) for wanted in match.value
            ):
                return True
        return False

    def _on(self, match: Match, owner: cst.BaseExpression) -> bool:
        return not match.on or bool(self.program.kinds(owner) & set(match.on))

    def _is_assigned(self, node: cst.Attribute) -> bool:
        parent = self.program.parents[node]
        return isinstance(parent, cst.AssignTarget) or (
            isinstance(parent, cst.AugAssign | cst.AnnAssign) and parent.target is node
        )

    def _undefined(self, match: Match) -> list[cst.Name]:
        found = []
        for name, uses in self.program.undefined.items():
            if name in match.undefined:
                found += uses
            elif "*" in match.undefined and name in catalogue.names():
                found.append(uses[0])  # one import mends them all
        return found


def _argument(call: cst.Call, wanted: str | int) -> list[cst.Arg]:
    if isinstance(wanted, str):
        return [arg for arg in call.args if arg.keyword and arg.keyword.value == wanted]
    positional = [arg for arg in call.args if arg.keyword is None]
    return positional[wanted : wanted + 1]


def _of_package(match: Match, spelled: str) -> bool:
    return not match.package or spelled.startswith(f"{match.package}.")
