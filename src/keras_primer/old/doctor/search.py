"""Finds old idioms in a program, by the `match` tables of the catalogue."""

import ast
import functools
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from keras_primer.old import catalogue
from keras_primer.old.catalogue import Entry, Match
from keras_primer.old.doctor.names import one_keras, pattern
from keras_primer.old.doctor.program import Program
from keras_primer.old.doctor.tree import Argument, elements, is_star, module_of, root
from keras_primer.old.doctor.values import UNKNOWN

SOUGHT = (
    *(ast.Import, ast.ImportFrom, ast.Call, ast.Constant, ast.FunctionDef, ast.AsyncFunctionDef),
    *(ast.Subscript, ast.Name, ast.Attribute),
)
TYPES = {
    "list": ast.List,
    "tuple": ast.Tuple,
    "dict": ast.Dict,
    "lambda": ast.Lambda,
    "name": ast.Name,
}
# Of a constant, or of an f-string.
CONSTANTS = {"string": str, "number": (int, float), "none": type(None)}
# What prints and draws: a string that is handed to it is for people.
SHOWN = {"print", "plot", "legend", "title", "ylabel", "set_title", "set_ylabel", "text"}


@dataclass(frozen=True)
class Finding:
    """An old idiom in a program.

    Attributes:
        entry: what the catalogue says about it.
        match: which of the entry's tables holds.
        node: the import, name, attribute, call or subscript that was recognised.
        start: where it begins; of an import where its statement does.
        arguments: those of a call that the match speaks of.
    """

    entry: Entry
    match: Match
    node: ast.AST
    start: int
    arguments: tuple[Argument, ...] = ()

    @property
    def today(self) -> str:
        """What the terminal prints when this runs."""
        if self.match.undefined:
            return f"NameError: name {self.node.id!r} is not defined"
        return self.entry.today.line


class Search:
    """The nodes of a program by what they may match, so that each is looked at once.

    Args:
        program: what is searched.
        old: the search of the same program as it was before it was mended. The conditions of the
            catalogue, that something else is in the program, are those of that time.
    """

    def __init__(self, program: Program, old: "Search | None" = None):
        self.program = program
        self.tree, self.names, self.values = program.tree, program.names, program.values
        self.named: dict[str, list[tuple[ast.AST, str, str]]] = defaultdict(list)
        self.used: list[tuple[ast.AST, str, str]] = []
        self.calls: dict[str, list[tuple[ast.Call, str]]] = defaultdict(list)
        self.methods: dict[str, list[ast.Call]] = defaultdict(list)
        self.attributes: dict[str, list[ast.Attribute]] = defaultdict(list)
        self.keys: dict[str, list[tuple[ast.AST, ast.expr]]] = defaultdict(list)
        self.keys_set: dict[str, list[ast.expr]] = defaultdict(list)
        self.strings: dict[str, list[ast.AST]] = defaultdict(list)
        self.conditions: dict[Match, bool] = old.conditions if old else {}
        self.aged = old is not None and old.aged
        self._args = functools.cache(self._args)
        for node in self.tree.nodes:
            if isinstance(node, SOUGHT):
                self._sort(node)

    def find(self) -> list[Finding]:
        """All old idioms in the program, in its order."""
        found = [
            finding
            for entry in catalogue.entries().values()
            for match in entry.match
            for finding in self._findings(entry, match)
        ]
        self.aged = self.aged or any(map(_is_sign, found))
        return sorted(
            {
                (item.entry.id, id(item.node)): item
                for item in reversed(found)
                if not item.match.aged or self.aged
            }.values(),
            key=lambda item: (item.start, item.entry.id),
        )

    # Matches

    def _findings(self, entry: Entry, match: Match) -> Iterator[Finding]:
        """Where in the program a match table of an entry holds."""
        nodes = self._nodes(match)
        if not nodes or (match.when and not self._anywhere(match.when)):
            return
        if match.unless and self._anywhere(match.unless):
            return
        for node, arguments in nodes:
            yield self.finding(entry, match, node, arguments)

    def finding(
        self, entry: Entry, match: Match, node: ast.AST, arguments: tuple[Argument, ...] = ()
    ) -> Finding:
        """An idiom that was recognised at a node."""
        place = self.tree.statement(node) if isinstance(node, ast.alias) else node
        return Finding(entry, match, node, self.tree.start(place), arguments)

    @functools.cached_property
    def before(self) -> "Search | None":
        """The search of the program that stands before this one in an article."""
        return self.program.before and Search(self.program.before)

    def _anywhere(self, match: Match) -> bool:
        if match not in self.conditions:
            earlier = self.before is not None and self.before._anywhere(match)
            self.conditions[match] = earlier or bool(self._nodes(match))
        return self.conditions[match]

    def _nodes(self, match: Match) -> list[tuple[ast.AST, tuple[Argument, ...]]]:
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
        if not self.names.may_be_keras:
            return []
        if match.method:
            names = set(match.method) - self.values.defined
            calls = [call for name in names for call in self.methods.get(name, [])]
            return self._fitting(
                match, [call for call in calls if self._on(match, call.func.value)]
            )
        if match.attribute:
            return [
                (node, ())
                for name in match.attribute
                for node in self.attributes.get(name, [])
                if self._on(match, node.value)
                and match.assigned in (None, isinstance(node.ctx, ast.Store))
            ]
        return [
            (node, ())
            for key in match.key
            if not any(self._on(match, owner) for owner in self.keys_set.get(key, []))
            for node, owner in self.keys.get(key, [])
            if self._on(match, owner)
        ]

    def _named(self, match: Match) -> list[ast.AST]:
        def fits(spelled: str) -> bool:
            name = one_keras(spelled)
            return (
                bool(_or_inside(match.name).match(name))
                and not pattern(match.exclude).match(name)
                and _of_package(match, spelled)
            )

        found = []
        star = any(map(fits, self.names.stars))
        for node, spelled, base in _looked_up(self.named, match.name):
            # What an import brings in is old once, at the import, not at every use.
            old = not fits(base) or (not star and self.is_unimported(node))
            if fits(spelled) and old:
                found.append(node)
        return found

    def is_unimported(self, node: ast.expr) -> bool:
        """Whether a name is used of which only its spelling tells what it is."""
        name = root(node)
        return name.id not in self.names.imports and not self.program.scopes.seen(name)

    def _called(self, match: Match) -> list[ast.Call]:
        but = pattern(match.exclude)
        return [
            call
            for call, spelled in _looked_up(self.calls, match.call)
            if not but.match(self.names.full(call.func)) and _of_package(match, spelled)
        ]

    def _fitting(
        self, match: Match, calls: list[ast.Call]
    ) -> list[tuple[ast.Call, tuple[Argument, ...]]]:
        """Those calls that have the arguments, and these arguments."""
        found = []
        for call in calls:
            args = self._args(call)
            wanted = args if "*" in match.argument else map(str, match.argument)
            arguments = tuple(
                args[name]
                for name in wanted
                if name in args and self._has_value(match, args[name].value)
            )
            enough = not match.positional or _positional(args) >= match.positional
            enough = enough and all(
                name in args and self.values.constant(args[name].value) == value
                for name, value in match.also.items()
            )
            if enough and (arguments or not match.argument):
                found.append((call, arguments))
        return found

    def _args(self, call: ast.Call) -> dict[str, Argument]:
        """The arguments of a call, by keyword or position."""
        return {arg.name: arg for arg in self.tree.arguments(call)}

    def _has_value(self, match: Match, node: ast.expr) -> bool:
        if match.value_type and not _is_of_type(node, match.value_type):
            return False
        if match.data and not self.program.tensors.kinds(node) & set(match.data):
            return False
        if match.but and self._ends_unknown_or_as(node, match.but):
            return False
        if not match.value:
            return True
        texts = pattern(tuple(value for value in match.value if isinstance(value, str)))
        for element in elements(node):
            value = self.values.constant(element)
            if isinstance(value, str):
                if texts.match(value):
                    return True
            elif value is not None and any(
                value == wanted and type(value) is type(wanted) for wanted in match.value
            ):
                return True
        return False

    def _ends_unknown_or_as(self, node: ast.expr, but: tuple[str, ...]) -> bool:
        """Whether a text has one of these forms, or may have."""
        value = self.values.constant(node)
        if not isinstance(value, str):
            return True
        return value.endswith(UNKNOWN) or bool(pattern(but).match(value))

    def _on(self, match: Match, owner: ast.expr) -> bool:
        if match.data and not match.argument:
            return bool(self.program.tensors.kinds(owner) & set(match.data))
        return not match.on or bool(self.values.kinds(owner) & set(match.on))

    def _undefined(self, match: Match) -> list[ast.Name]:
        found = []
        for name, uses in self.names.undefined.items():
            if name in match.undefined:
                found += uses
            elif "*" in match.undefined and name in catalogue.unimported():
                found.append(uses[0])  # one import mends them all
        return found

    def _is_shown(self, node: ast.AST) -> bool:
        """Whether a string is a key, or belongs to a callback or to what is printed or drawn."""
        while not isinstance(node, ast.stmt):
            parent = self.tree.parents[node]
            if isinstance(parent, ast.Subscript) and parent.slice is node:
                return True
            if isinstance(node, ast.Call):
                full = self.names.full(node.func) or ""
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in SHOWN | {"get"} or full.startswith("keras.callbacks."):
                    return True
            node = parent
        return False

    # Sorting

    def _sort(self, node: ast.AST) -> None:
        match node:
            case ast.Import():
                for alias in node.names:
                    self._sort_name(alias, alias.name)
            case ast.ImportFrom() if is_star(node):
                self._sort_name(node, module_of(node))
            case ast.ImportFrom():
                for alias, full in zip(node.names, _imported(node), strict=True):
                    self._sort_name(alias, full)
            case ast.Call():
                self._sort_call(node)
            case ast.Constant(value=str()):
                if not isinstance(self.tree.parents[node], ast.JoinedStr):
                    self.strings[node.value].append(node)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self.strings[node.name].append(node)
            case ast.Subscript():
                self._sort_key(node, node.slice, node.value)
            case ast.Name() | ast.Attribute():
                if not isinstance(self.tree.parents[node], ast.Attribute):
                    self._sort_use(node)

    def _sort_name(self, node: ast.AST, spelled: str, base: str = "") -> None:
        self.used.append((node, spelled, base))
        parts = one_keras(spelled).split(".")
        for count in range(1, len(parts) + 1):
            self.named[".".join(parts[:count])].append((node, spelled, base))

    def _sort_use(self, node: ast.expr) -> None:
        if spelled := self.names.spelled(node):
            self._sort_name(node, spelled, self.names.spelled(root(node)))
            return
        while isinstance(node, ast.Attribute):
            self.attributes[node.attr].append(node)
            node = node.value

    def _sort_call(self, node: ast.Call) -> None:
        if spelled := self.names.spelled(node.func):
            self.calls[self.names.full(node.func)].append((node, spelled))
        elif isinstance(node.func, ast.Attribute):
            self.methods[node.func.attr].append(node)
            if node.func.attr == "get" and node.args:
                self._sort_key(node, node.args[0], node.func.value)
            elif node.func.attr == "update":
                self._sort_update(node)

    def _sort_key(self, node: ast.expr, key: ast.expr, owner: ast.expr) -> None:
        value = self.values.constant(key)
        if not isinstance(value, str):
            return
        added_to = isinstance(self.tree.parents[node], ast.AugAssign)
        if isinstance(getattr(node, "ctx", None), ast.Store) and not added_to:
            self.keys_set[value].append(owner)
        else:
            self.keys[value].append((node, owner))

    def _sort_update(self, call: ast.Call) -> None:
        """`logs.update({"lr": …})` sets keys, too."""
        for arg in call.args:
            for key in arg.keys if isinstance(arg, ast.Dict) else ():
                if key is not None and isinstance(value := self.values.constant(key), str):
                    self.keys_set[value].append(call.func.value)


@functools.cache
def _or_inside(names: tuple[str, ...]) -> re.Pattern:
    """A pattern that matches any of the names, and what is in it."""
    return pattern(names + tuple(f"{name}.*" for name in names))


def _looked_up(table: dict[str, list], names: tuple[str, ...]) -> list:
    """What a table has under any of the names; `*` in them stands for any characters."""
    plain = [name for name in names if "*" not in name]
    wild = pattern(tuple(name for name in names if "*" in name))
    keys = dict.fromkeys(name for name in plain if name in table)
    if len(plain) < len(names):
        keys |= dict.fromkeys(name for name in table if wild.match(name))
    return [item for key in keys for item in table[key]]


def _positional(args: dict[str, Argument]) -> int:
    return sum(not arg.keyword and not arg.star for arg in args.values())


def _imported(node: ast.ImportFrom) -> list[str]:
    return [f"{module_of(node)}.{alias.name}" for alias in node.names]


def _is_of_type(node: ast.expr, name: str) -> bool:
    if name in TYPES:
        return isinstance(node, TYPES[name])
    if isinstance(node, ast.JoinedStr):
        return name == "string"
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, CONSTANTS[name])
        and not isinstance(node.value, bool)
    )


def _is_sign(finding: Finding) -> bool:
    """Whether it shows that the program is of another time, and not only unfinished."""
    raises = finding.entry.today.kind == "raises"
    return raises and not finding.match.aged and not finding.match.undefined


def _of_package(match: Match, spelled: str) -> bool:
    return not match.package or spelled.startswith(f"{match.package}.")
