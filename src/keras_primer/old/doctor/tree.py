"""The syntax tree of a program with what Python's own leaves out: parents, places, texts.

A place is a number of characters from the beginning of the program. Python counts the columns of
its tree in bytes of UTF-8.
"""

import ast
import bisect
import functools
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

Span = tuple[int, int]  # where something begins, and where it ends
Function = ast.FunctionDef | ast.AsyncFunctionDef
Loop = ast.For | ast.AsyncFor | ast.While
Dotted = ast.Name | ast.Attribute
SIGNS = (ast.expr_context, ast.operator, ast.boolop, ast.unaryop, ast.cmpop)
LINE_BREAK = re.compile(r"\r\n?|\n")
COMPOUND = (
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.For, ast.AsyncFor, ast.While),
    *(ast.If, ast.With, ast.AsyncWith, ast.Try, ast.Match, getattr(ast, "TryStar", ast.Try)),
)
# One string, not several side by side: its prefix, its quotes, and what is between them.
STRING = re.compile(r"(?s)(\w*)('''|\"\"\"|'|\")((?:\\.|(?!\2).)*)\2")


@dataclass(frozen=True, eq=False)
class Argument:
    """One argument of a call.

    Attributes:
        name: its keyword, or its position.
        keyword: the keyword; `None` without one.
        star: "*" or "**" before what brings in several.
        span: with the keyword, without the comma.
    """

    name: str
    keyword: str | None
    star: str
    value: ast.expr
    span: Span


def parse(code: str) -> ast.Module:
    """The syntax tree of Python 3."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes and such: not what was asked
        # To Python 3.14, which reads it in the browser, `except A, b:` has two classes.
        return ast.parse(code, feature_version=(3, 13))


class Tree:
    """A parsed program.

    Attributes:
        code: the program.
        module: the syntax tree.
        nodes: all its nodes, parents before their children.
        calls: the calls among them.
        named: the names among them, by what they say.
        parents: the parent of each node.

    Raises:
        SyntaxError: the code is not Python 3.
        RecursionError: it is too deeply nested.
    """

    def __init__(self, code: str):
        self.code = code
        self.module = parse(code)
        self._starts = [0, *(found.end() for found in LINE_BREAK.finditer(code))]
        self.parents: dict[ast.AST, ast.AST] = {}
        self.nodes = list(self._walk())
        self.calls = [node for node in self.nodes if isinstance(node, ast.Call)]
        self.named: dict[str, list[ast.Name]] = {}
        for node in self.nodes:
            if isinstance(node, ast.Name):
                self.named.setdefault(node.id, []).append(node)
        self.arguments = functools.cache(self._arguments)
        self.start = functools.cache(self.start)

    # Places and texts

    def span(self, node: ast.AST) -> Span:
        """Where a node begins and ends, without parentheses around it."""
        return (
            self._place(node.lineno, node.col_offset),
            self._place(node.end_lineno, node.end_col_offset),
        )

    def start(self, node: ast.AST) -> int:
        """Where a node begins, with its decorators."""
        if decorators := getattr(node, "decorator_list", None):
            return self.code.rindex("@", 0, self.start(decorators[0]))
        return self._place(node.lineno, node.col_offset)

    def whole(self, node: ast.expr) -> Span:
        """Where a node begins and ends, with the parentheses that are only around it."""
        start, end = self.span(node)
        parent = self.parents[node]
        first, last = 0, len(self.code)
        if isinstance(parent, ast.Call) and node is not parent.func:
            first, last = self._opening(parent) + 1, self.span(parent)[1] - 1
        start, end = max(start, first), min(end, last)  # f(x for x in y)
        while not isinstance(parent, ast.ClassDef):
            opening, closing = start - 1, end
            while opening >= first and self.code[opening].isspace():
                opening -= 1
            while closing < last and self.code[closing].isspace():
                closing += 1
            around = self.code[max(opening, first) : start][:1] + self.code[closing:last][:1]
            if around != "()":
                break
            start, end = opening, closing + 1
        return start, end

    def text(self, node: ast.expr) -> str:
        """An expression as it is written, in its parentheses."""
        start, end = self.whole(node)
        return self.code[start:end]

    def line(self, place: int) -> int:
        """The line of a place, from 1."""
        return bisect.bisect_right(self._starts, place)

    def line_start(self, line: int) -> int:
        """Where a line begins."""
        return self._starts[line - 1] if line <= len(self._starts) else len(self.code)

    def before(self, place: int) -> str:
        """What stands before a place on its line."""
        return self.code[self.line_start(self.line(place)) : place]

    def indent(self, node: ast.AST) -> str:
        """The white space before the line that a node begins on."""
        line = self.line(self.start(node))
        text = self.code[self.line_start(line) : self.line_start(line + 1)]
        return text[: len(text) - len(text.lstrip())]

    # Relatives

    def statement(self, node: ast.AST) -> ast.stmt:
        """The simple statement, or the header of a compound one, that a node stands in."""
        while not isinstance(node, ast.stmt):
            node = self.parents[node]
        return node

    def block(self, statement: ast.stmt) -> list[ast.stmt]:
        """The statements among which one stands."""
        parent = self.parents[statement]
        blocks = (getattr(parent, name, []) for name in ("body", "orelse", "finalbody"))
        return next(block for block in blocks if isinstance(block, list) and statement in block)

    def mates(self, statement: ast.stmt) -> list[ast.stmt]:
        """The simple statements that share the lines of one, with itself."""
        first, last = self._lines(statement)
        start, end = self.span(statement)
        rest = self.code[end : self.line_start(self.line(end) + 1)].lstrip()
        if not self.before(start).strip() and not rest.startswith(";"):
            return [statement]
        return [
            other
            for other in self.block(statement)
            if self._lines(other)[0] <= last and first <= self._lines(other)[1]
        ]

    def has_own_line(self, statement: ast.stmt) -> bool:
        """Whether a simple statement does not stand behind the colon of a compound one."""
        first = self.start(self.mates(statement)[0])
        return not isinstance(statement, COMPOUND) and not self.before(first).strip()

    def call_of(self, node: ast.expr) -> ast.Call | None:
        """The call that a node is an argument of."""
        parent = self.parents[node]
        if isinstance(parent, ast.keyword):
            parent = self.parents[parent]
        return parent if isinstance(parent, ast.Call) and node is not parent.func else None

    def loop(self, node: ast.AST) -> Loop | None:
        """The innermost loop, in the same function, that a node stands in."""
        while not isinstance(node, Loop | Function | ast.Module):
            node = self.parents[node]
        return node if isinstance(node, Loop) else None

    def is_expected(self, node: ast.AST, *errors: str) -> bool:
        """Whether `except` is ready for one of the errors where a node stands."""
        while node is not self.module:
            parent = self.parents[node]
            if isinstance(parent, ast.Try) and node in parent.body:
                caught = [item.type for item in parent.handlers]
                names = {
                    getattr(name, "id", "") for item in caught if item for name in elements(item)
                }
                if None in caught or names & {"Exception", *errors}:
                    return True
            node = parent
        return False

    # The tree

    def _walk(self) -> Iterator[ast.AST]:
        stack: list[ast.AST] = [self.module]
        while stack:
            node = stack.pop()
            yield node
            found = children(node)
            self.parents.update(dict.fromkeys(found, node))
            stack += reversed(found)

    def _place(self, line: int, column: int) -> int:
        start = self._starts[line - 1]
        text = self.code[start : start + column]
        return start + (column if text.isascii() else len(text.encode()[:column].decode()))

    def _lines(self, node: ast.stmt) -> tuple[int, int]:
        return node.lineno, node.end_lineno

    def _opening(self, call: ast.Call) -> int:
        """Where the parenthesis of a call stands."""
        place = self.span(call.func)[1]
        return re.compile(r"(?:[\s)\\]|#[^\n]*)*").match(self.code, place).end()

    def _arguments(self, call: ast.Call) -> list[Argument]:
        found = []
        parts = sorted((*call.args, *call.keywords), key=self.start)
        for position, part in enumerate(parts):
            keyword = getattr(part, "arg", None)
            star = {ast.Starred: "*", ast.keyword: "" if keyword else "**"}.get(type(part), "")
            found.append(
                Argument(
                    keyword or str(position),
                    keyword,
                    star,
                    part.value if isinstance(part, ast.Starred | ast.keyword) else part,
                    self.whole(part) if part in call.args else self.span(part),
                )
            )
        return found


def children(node: ast.AST) -> list[ast.AST]:
    """The nodes right below a node, without the signs (`ast.Load`, `ast.Add`…)."""
    found = []
    for name in node._fields:
        value = getattr(node, name, None)
        if isinstance(value, list):
            found += value
        else:
            found.append(value)
    return [item for item in found if isinstance(item, ast.AST) and not isinstance(item, SIGNS)]


def root(node: ast.expr) -> ast.Name | None:
    """`a` of `a.b.c`."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node if isinstance(node, ast.Name) else None


def elements(node: ast.expr) -> list[ast.expr]:
    """The elements of a list or tuple, or the node itself."""
    return node.elts if isinstance(node, ast.List | ast.Tuple | ast.Set) else [node]


def module_of(node: ast.ImportFrom) -> str:
    """What `from … import` names, with the dots of a relative import."""
    return "." * node.level + (node.module or "")


def bound_by(node: ast.AST) -> dict[str, str]:
    """The local names that an import makes, and their full names."""
    if isinstance(node, ast.Import):
        return {
            alias.asname or alias.name.split(".")[0]: alias.name
            if alias.asname
            else alias.name.split(".")[0]
            for alias in node.names
        }
    if isinstance(node, ast.ImportFrom):
        return {
            alias.asname or alias.name: f"{module_of(node)}.{alias.name}"
            for alias in node.names
            if alias.name != "*"
        }
    return {}


def is_star(node: ast.AST) -> bool:
    """Whether it is `from … import *`."""
    return isinstance(node, ast.ImportFrom) and node.names[0].name == "*"
