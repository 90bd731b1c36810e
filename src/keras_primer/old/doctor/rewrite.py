"""Writes today's form of an old idiom where that is safe, by the `fix` tables of the catalogue.

A change is a set of replacements of stretches of the code, found in its syntax tree. All else, the
layout and the comments, stays as it is.
"""

import builtins
import re
import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import libcst as cst

from keras_primer.old import catalogue
from keras_primer.old.doctor.program import (
    FAMILY,
    Program,
    dotted,
    module_of,
    one_keras,
    rename,
    renamed,
)
from keras_primer.old.doctor.search import Finding

Place = tuple[int, int]  # line from 1, column from 0
# The keywords that mean the same in `keras.ops` as in the backend of Keras 2.
KEPT = {"axis", "dtype", "from_logits", "keepdims", "num_classes"}
DENSE = "keras.layers.Dense"


@dataclass(frozen=True, order=True)
class Edit:
    """Put `text` in place of what stands from `start` to `end`."""

    start: Place
    end: Place
    text: str

    def touches(self, other: "Edit") -> bool:
        """Whether the two cannot both be made. The same import may be asked for twice."""
        if self == other:
            return False
        overlap = self.start < other.end and other.start < self.end
        return overlap or self.start == self.end == other.start == other.end


class Unsafe(Exception):
    """The idiom cannot be rewritten here without knowing more than the code says."""


def changes(program: Program, findings: list[Finding], starts: list[int]) -> list[list[Edit]]:
    """The edits that mend each finding; none where there is no safe way.

    What makes a name is deleted only if all that uses the name goes at the same time.

    Args:
        program: the program of the findings.
        findings: what is to be mended.
        starts: the first lines of the program's blocks, where imports may be put.
    """
    made = [_change(program, finding, starts) for finding in findings]
    while True:
        edits = joined(made)
        kept = [
            change if all(is_gone(program, node, edits) for node in _left(program, finding)) else []
            for finding, change in zip(findings, made, strict=True)
        ]
        if kept == made:
            return made
        made = kept


def is_gone(program: Program, node: cst.CSTNode, edits: list[Edit]) -> bool:
    """Whether edits take a node away."""
    place = program.position(node)
    start, end = (place.start.line, place.start.column), (place.end.line, place.end.column)
    text = re.compile(rf"(?<![\w.]){re.escape(program.text(node))}(?!\w)")
    return any(
        edit.start <= start and end <= edit.end and not text.search(edit.text) for edit in edits
    )


def _change(program: Program, finding: Finding, starts: list[int]) -> list[Edit]:
    if finding.entry.fix is None:
        return []
    try:
        return list(_Writer(program, finding, starts).edits())
    except Unsafe:
        return []


def _left(program: Program, finding: Finding) -> list[cst.CSTNode]:
    """The uses of the names that are no longer made when the finding is deleted."""
    if finding.entry.fix is None or finding.entry.fix.statement != "":
        return []
    statement = program.statement(finding.node)
    if isinstance(finding.node, cst.ImportAlias):
        alias = finding.node
        names = {alias.evaluated_alias or alias.evaluated_name.split(".")[0]}
    elif isinstance(statement, cst.Assign):
        names = {target.target.value for target in statement.targets}
    else:
        return []
    return [
        access.node
        for name in names
        for assignment in program.assignments(statement, name)
        for access in assignment.references
    ]


def joined(changes: list[list[Edit]]) -> list[Edit]:
    """The edits of as many changes, in their order, as can be made at once."""
    edits: list[Edit] = []
    for change in changes:
        if not any(new.touches(made) for new in change for made in edits):
            edits += change
    return edits


def apply(code: str, edits: list[Edit]) -> str:
    """The code with the edits made, which do not overlap."""
    lines = code.split("\n")
    for edit in sorted(set(edits), reverse=True):
        (first, column), (last, end) = edit.start, edit.end
        new = lines[first - 1][:column] + edit.text + lines[last - 1][end:]
        lines[first - 1 : last] = new.split("\n")
    return "\n".join(lines)


class _Writer:
    def __init__(self, program: Program, finding: Finding, starts: list[int]):
        self.program = program
        self.finding = finding
        self.fix = finding.entry.fix
        self.starts = starts
        self.node = finding.node

    def edits(self) -> Iterator[Edit]:
        fix = self.fix
        if fix.names:
            yield from self.rename()
        if fix.arguments:
            yield from self.rename_arguments()
        if fix.values:
            yield from self.replace_values()
        if fix.method:
            yield self.replace(self.node.func.attr, fix.method)
        if fix.attribute:
            yield self.replace(self.node.attr, fix.attribute)
        if fix.expression:
            yield self.replace(self.node, self.filled(fix.expression))
        if fix.statement is not None:
            yield self.replace_statement(self.filled(fix.statement))
        if fix.rewrite:
            yield from REWRITES[fix.rewrite](self)
        for statement in fix.imports:
            yield from self.needs(statement)

    # Places and texts

    def replace(self, node: cst.CSTNode, text: str) -> Edit:
        place = self.program.position(node)
        return Edit(
            (place.start.line, place.start.column), (place.end.line, place.end.column), text
        )

    def before(self, node: cst.CSTNode, text: str) -> Edit:
        place = self.program.place(node)
        return Edit(place, place, text)

    def text(self, node: cst.CSTNode) -> str:
        return self.program.text(node)

    def indent(self, node: cst.CSTNode) -> str:
        line = self.program.code.split("\n")[self.program.place(node)[0] - 1]
        return line[: len(line) - len(line.lstrip())]

    def filled(self, template: str) -> str:
        """A template of the catalogue with the fields of this call."""
        call = self.node
        fields = {}
        if isinstance(call, cst.Call):
            fields["function"] = self.text(call.func)
            fields["arguments"] = ", ".join(self.text(arg).rstrip(", ") for arg in call.args)
            if isinstance(call.func, cst.Attribute):
                fields["object"] = self.text(call.func.value)
            for arg in call.args:
                if arg.star:
                    raise Unsafe
                fields[_name(arg, call)] = self.text(arg.value)
        asked = {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}
        if asked - fields.keys():
            raise Unsafe
        if self.fix.expression and isinstance(call, cst.Call):
            known = asked | {_name(arg, call) for arg in self.finding.arguments}
            if "arguments" not in asked and {_name(arg, call) for arg in call.args} - known:
                raise Unsafe  # something would be left out
        return re.sub(r"\{(\w+)\}", lambda found: fields[found[1]], template)

    # Names

    def rename(self) -> Iterator[Edit]:
        if isinstance(self.node, cst.ImportFrom):  # import *
            module = dotted(self.node.module)
            yield self.replace(self.node.module, self.today(module))
            return
        if not isinstance(self.node, cst.ImportAlias):
            yield from self.rename_use(self.node)
            return
        statement = self.program.statement(self.node)
        if isinstance(statement, cst.ImportFrom):
            yield from self.rename_import_from(statement)
            return
        old = self.node.evaluated_name
        new = self.today(old)
        if not self.node.evaluated_alias and new.split(".")[0] != old.split(".")[0]:
            raise Unsafe  # another name would be bound
        yield self.replace(self.node.name, new)

    def today(self, spelled: str) -> str:
        """Today's full name, in the same Keras: that of TensorFlow stays that of TensorFlow."""
        plain = one_keras(spelled)
        beginning = spelled[: len(spelled) - len(plain)]
        new = rename(plain, self.fix.names)
        if new == plain:
            raise Unsafe
        return f"{beginning}{new}" if new.startswith("keras") else new

    def rename_use(self, node: cst.BaseExpression) -> Iterator[Edit]:
        old = self.program.spelled(node)
        new = self.today(old)
        self.check_keywords(node, old, new)
        if hasattr(builtins, new):
            if self.program.assignments(node, new):
                raise Unsafe  # it means something else here
            yield self.replace(node, new)
            return
        root = self.program.root(node)
        base = self.program.spelled(root)
        if new.startswith(f"{base}."):
            yield self.replace(node, root.value + new.removeprefix(base))
            return
        text, edits = self.spell(new)
        yield self.replace(node, text)
        yield from edits

    def check_keywords(self, node: cst.BaseExpression, old: str, new: str) -> None:
        """The functions of the backend have other arguments today, except for a few."""
        call = self.program.parents[node]
        if not isinstance(call, cst.Call) or call.func is not node:
            return
        keywords = {arg.keyword.value for arg in call.args if arg.keyword}
        backend = one_keras(old).startswith("keras.backend.")
        if backend and not new.startswith("keras.random.") and keywords - KEPT:
            raise Unsafe

    def spell(self, full: str) -> tuple[str, list[Edit]]:
        """A full name of today as this program writes it, and the import that it needs."""
        for local, bound in self.program.imports.items():
            begins = full == bound or full.startswith(f"{bound}.")
            if begins and self.is_bound(local):
                return local + full.removeprefix(bound), []
        return full, self.needs(f"import {full.split('.')[0]}")

    def rename_import_from(self, statement: cst.ImportFrom) -> Iterator[Edit]:
        module = dotted(statement.module)
        groups: dict[str, list[str]] = {}
        locals_: dict[str, str] = {}
        changed: dict[str, str] = {}
        moved = True  # the names are the same in another module
        for alias in statement.names:
            full = f"{module}.{alias.evaluated_name}"
            try:
                new = changed[full] = self.today(full)
            except Unsafe:
                if alias is self.node:
                    raise
                new = full
            target, _, leaf = new.rpartition(".")
            if not target and hasattr(builtins, leaf):
                raise Unsafe  # it needs no import
            local = alias.evaluated_alias or alias.evaluated_name
            if alias.evaluated_alias is None and leaf != local:
                if leaf in self.program.imports or leaf in self.program.undefined:
                    text = f"{leaf} as {local}"
                else:
                    locals_[local] = leaf
                    text = leaf
            else:
                text = f"{leaf} as {local}" if alias.evaluated_alias else leaf
            groups.setdefault(target, []).append(text)
            moved = moved and leaf == alias.evaluated_name
        bound = _bound_by(statement)
        uses = [
            node
            for node in self.program.nodes
            if isinstance(node, cst.Name)
            and node.value in bound
            and not isinstance(self.program.parents[node], cst.ImportAlias | cst.AsName)
            and self.program.spelled(node) in changed
        ]
        for node in uses:
            full = self.program.spelled(node)
            self.check_keywords(node, full, changed[full])
        if len(groups) == 1 and moved and not groups.keys() & {module, ""}:
            yield self.replace(statement.module, next(iter(groups)))
            return
        if "#" in self.text(statement):
            raise Unsafe
        line = self.program.parents[statement]
        between = "; " if len(line.body) > 1 else "\n" + self.indent(statement)
        imports = [
            (f"from {target} import " if target else "import ") + ", ".join(dict.fromkeys(names))
            for target, names in groups.items()
        ]
        yield self.replace(statement, between.join(imports))
        for node in uses:
            if node.value in locals_:
                yield self.replace(node, locals_[node.value])

    # Imports

    def is_bound(self, local: str) -> bool:
        """Whether an import at the top level, before the finding, makes this name."""
        here = (self.finding.line, self.finding.column)
        return any(
            self.program.place(node) < here and local in _bound_by(node)
            for line in self.program.module.body
            if isinstance(line, cst.SimpleStatementLine)
            for node in line.body
        )

    def needs(self, statement: str) -> list[Edit]:
        """The edits that bring in an import, if it is not yet there."""
        wanted = cst.parse_statement(statement).body[0]
        (local, full), *_ = _bound_by(wanted).items()
        bound = self.program.imports.get(local)
        if bound is not None and rename(one_keras(bound), renamed()) != one_keras(full):
            raise Unsafe  # the name means something else here
        if bound is not None and self.is_bound(local):
            return []
        start = max(start for start in self.starts if start <= self.finding.line)
        here = (self.finding.line, self.finding.column)
        lines = [
            line
            for line in self.program.module.body
            if (start, 0) <= self.program.place(line) <= here and not _is_opening(line)
        ]
        for line in lines:
            for node in line.body if isinstance(line, cst.SimpleStatementLine) else []:
                if self.is_same_module(node, wanted):
                    return [self.after(node.names[-1], f", {local}")]
        if not lines:
            raise Unsafe  # all stands on one line with a docstring
        # What stands before the first import of Keras may choose its backend.
        first = next((line for line in lines if self.imports_keras(line)), lines[0])
        return [self.before(first, statement + "\n")]

    def imports_keras(self, line: cst.CSTNode) -> bool:
        """Whether a statement imports Keras or TensorFlow, and does so where it stands."""
        lines = line.body.body if isinstance(line, cst.Try | cst.If | cst.With) else [line]
        return any(
            module.startswith(FAMILY)
            for line in lines
            if isinstance(line, cst.SimpleStatementLine)
            for node in line.body
            for module in _modules(node)
        )

    def after(self, node: cst.CSTNode, text: str) -> Edit:
        end = self.program.position(node).end
        return Edit((end.line, end.column), (end.line, end.column), text)

    def is_same_module(self, node: cst.CSTNode, wanted: cst.CSTNode) -> bool:
        """Whether `from a import b` can be joined to an import that is there."""
        return (
            isinstance(node, cst.ImportFrom)
            and isinstance(wanted, cst.ImportFrom)
            and not isinstance(node.names, cst.ImportStar)
            and one_keras(module_of(node)) == dotted(wanted.module)
        )

    # Arguments

    def rename_arguments(self) -> Iterator[Edit]:
        call = self.node
        present = {arg.keyword.value for arg in call.args if arg.keyword}
        for arg in call.args:
            if arg.keyword is None or arg.keyword.value not in self.fix.arguments:
                continue
            new = self.fix.arguments[arg.keyword.value]
            if new in present:
                raise Unsafe
            yield self.replace(arg.keyword, new) if new else self.drop(arg)

    def drop(self, arg: cst.Arg) -> Edit:
        """Take an argument out of its call."""
        return self.drop_from(self.program.parents[arg].args, arg)

    def drop_from(self, items: Sequence[cst.CSTNode], item: cst.CSTNode) -> Edit:
        """Take an item and its comma out of a list of items."""
        place = self.program.position(item)
        index = items.index(item)
        if index:  # with the comma before it
            end = self.program.position(items[index - 1]).end
            edit = Edit((end.line, end.column), (place.end.line, place.end.column), "")
        elif len(items) > 1:
            edit = Edit(self.program.place(item), self.program.place(items[1]), "")
        else:
            edit = self.replace(item, "")
        if "#" in _between(self.program.code, edit.start, edit.end):
            raise Unsafe
        return edit

    def replace_values(self) -> Iterator[Edit]:
        if isinstance(self.node, cst.Subscript):
            values = [self.node.slice[0].slice.value]
        elif self.finding.match.key:
            values = [self.node.args[0].value]
        elif self.finding.arguments:
            values = [arg.value for arg in self.finding.arguments]
        else:  # the arguments that get another name
            values = [
                arg.value
                for arg in self.node.args
                if arg.keyword and arg.keyword.value in self.fix.arguments
            ]
        found = False
        for value in values:
            for element in self.program.elements(value):
                constant = self.program.constant(element)
                if not isinstance(constant, str) or constant not in self.fix.values:
                    continue
                if not isinstance(element, cst.SimpleString):
                    raise Unsafe  # a variable, which may have other uses
                found = True
                new = self.fix.values[constant]
                yield self.replace(element, f"{element.prefix}{element.quote}{new}{element.quote}")
        if not found and not self.fix.arguments:
            raise Unsafe

    # Statements

    def replace_statement(self, text: str) -> Edit:
        statement = self.program.statement(self.node)
        line = self.program.parents[statement]
        if not isinstance(line, cst.SimpleStatementLine) or len(line.body) > 1:
            raise Unsafe
        if isinstance(self.node, cst.ImportAlias):
            if len(statement.names) > 1 and not text:
                return self.drop_from(statement.names, self.node)
        elif not self.finding.match.attribute:
            made = statement.targets if isinstance(statement, cst.Assign) else []
            if (
                not isinstance(statement, cst.Expr | cst.Assign)
                or statement.value is not self.node
                or not all(isinstance(target.target, cst.Name) for target in made)
            ):
                raise Unsafe  # the statement does more than call it
        if text:
            return self.replace(statement, text.replace("\n", "\n" + self.indent(statement)))
        suite = self.program.parents[line]
        if not isinstance(suite, cst.Module) and isinstance(self.program.parents[suite], cst.Try):
            raise Unsafe  # that it fails is what `except` is there for
        place = self.program.position(statement)
        start, kept = (place.start.line, 0), ""
        if not isinstance(suite, cst.Module):
            if len(suite.body) == 1:
                return self.replace(statement, "pass")
            if suite.body[-1] is line:
                # The edit holds the statement before it, too, lest two edits empty the block.
                start = (self.program.place(suite.body[-2])[0], 0)
                kept = _between(self.program.code, start, (place.start.line, 0))
        return Edit(start, (place.end.line + 1, 0), kept)

    # Rewrites that need more than a table

    def missing_import(self) -> Iterator[Edit]:
        """Import a name where it is used without."""
        full = rename(self.program.imports.get(self.node.value, ""), renamed())
        full = full or catalogue.names()[self.node.value]  # else as where it comes too late
        module, _, name = full.rpartition(".")
        if full == self.node.value:
            yield from self.needs(f"import {full}")
        elif name == self.node.value:
            yield from self.needs(f"from {module} import {name}")
        else:
            yield from self.needs(f"import {full} as {self.node.value}")

    def of_generator(self) -> Iterator[Edit]:
        """`fit_generator` as `fit`, in which the arguments behind the data have other places."""
        if len(self.node.args) > 1 and self.node.args[1].keyword is None:
            raise Unsafe
        method = self.node.func.attr
        yield self.replace(method, method.value.removesuffix("_generator"))
        for arg in self.node.args:
            if arg.keyword and arg.keyword.value == "generator":
                yield self.replace(arg.keyword, "x")

    def in_list(self) -> Iterator[Edit]:
        """`metrics="accuracy"` as a list."""
        for arg in self.finding.arguments:
            yield self.replace(arg.value, f"[{self.text(arg.value)}]")

    def kernel_size(self) -> Iterator[Edit]:
        """Rows and columns of a kernel, two arguments, as one."""
        _, rows, columns = self.node.args[:3]
        if any(arg.star or isinstance(arg.value, cst.Tuple | cst.List) for arg in (rows, columns)):
            raise Unsafe  # these are sizes of two numbers already
        end = self.program.position(columns).end
        yield Edit(
            self.program.place(rows),
            (end.line, end.column),
            f"({self.text(rows.value)}, {self.text(columns.value)})",
        )

    def decay_schedule(self) -> Iterator[Edit]:
        """`decay=` as the schedule that it was."""
        (decay,) = self.finding.arguments
        if self.program.constant(decay.value) == 0:
            yield self.drop(decay)
            return
        rate = [
            arg
            for arg in self.node.args
            if arg.keyword and arg.keyword.value in ("lr", "learning_rate")
        ]
        # With a schedule nothing else may set the learning rate.
        setters = {"keras.callbacks.ReduceLROnPlateau", "keras.callbacks.LearningRateScheduler"}
        set_elsewhere = any(
            self.program.full_name(node.func) in setters
            if isinstance(node, cst.Call)
            else isinstance(node, cst.Attribute)
            and node.attr.value in ("lr", "learning_rate")
            and "optimizer" in self.program.kinds(node.value)
            for node in self.program.nodes
        )
        if len(rate) != 1 or set_elsewhere:
            raise Unsafe
        schedule, edits = self.spell("keras.optimizers.schedules.InverseTimeDecay")
        yield self.replace(
            rate[0].value,
            f"{schedule}({self.text(rate[0].value)}, decay_steps=1, "
            f"decay_rate={self.text(decay.value)})",
        )
        yield self.drop(decay)
        yield from edits

    def predicted_classes(self) -> Iterator[Edit]:
        """`predict_classes`, for the kind of output that the loss and the last layer tell of."""
        losses = {
            self.program.constant(arg.value)
            for node in self.program.nodes
            if isinstance(node, cst.Call)
            and isinstance(node.func, cst.Attribute)
            and node.func.attr.value == "compile"
            for position, arg in enumerate(node.args)
            if (arg.keyword.value == "loss" if arg.keyword else position == 1)
        }
        call = self.replace(self.node.func.attr, "predict")
        start, end = self.replace(self.node, "").start, self.replace(self.node, "").end
        if losses and losses <= {"categorical_crossentropy", "sparse_categorical_crossentropy"}:
            yield from self.needs("import numpy as np")
            yield Edit(start, start, "np.argmax(")
            yield call
            yield Edit(end, end, ", axis=-1)")
        elif losses == {"binary_crossentropy"} and self.last_units() == 1:
            yield Edit(start, start, "(")
            yield call
            yield Edit(end, end, ' > 0.5).astype("int32")')
        else:
            raise Unsafe

    def last_units(self) -> object:
        """The number of units of the last `Dense` in the program, if it is written there."""
        units = None
        for node in self.program.nodes:
            if isinstance(node, cst.Call) and self.program.full_name(node.func) == DENSE:
                units = next(
                    (
                        self.program.constant(arg.value)
                        for arg in node.args
                        if _name(arg, node) in ("0", "units", "output_dim")
                    ),
                    None,
                )
        return units

    def input_layer(self) -> Iterator[Edit]:
        """The shape of the input as a line of its own, or nowhere if it never counted."""
        (arg,) = self.finding.arguments
        name, value = arg.keyword.value, self.text(arg.value)
        if {"batch_size", "input_length"} & {_name(other, self.node) for other in self.node.args}:
            raise Unsafe  # these belong to the shape
        if name == "batch_input_shape":
            shape = f"batch_shape={value}"
        elif name == "input_shape" and not isinstance(arg.value, cst.Integer):
            shape = f"shape={value}"
        elif name == "input_dim" and self.program.full_name(self.node.func) != DENSE:
            shape = ""  # of a recurrent or 1D layer it is the last of two numbers
        else:
            shape = f"shape=({value},)"
        layer = self.node
        parent = self.program.parents[layer]
        if isinstance(parent, cst.Call) and parent.func is layer:  # called on a tensor
            yield self.drop(arg)
        elif isinstance(parent, cst.Element):
            yield from self.input_in_list(arg, parent, shape)
        elif isinstance(parent, cst.Arg):
            yield from self.input_added(arg, self.program.parents[parent], shape)
        else:
            raise Unsafe

    def input_in_list(self, arg: cst.Arg, element: cst.Element, shape: str) -> Iterator[Edit]:
        layers = self.program.parents[element]
        argument = self.program.parents[layers]
        call = self.program.parents[argument] if isinstance(argument, cst.Arg) else None
        sequential = ("keras.Sequential", "keras.models.Sequential")
        if not isinstance(call, cst.Call) or self.program.full_name(call.func) not in sequential:
            raise Unsafe
        yield self.drop(arg)
        if layers.elements[0] is element:
            if not shape:
                raise Unsafe
            text, edits = self.spell("keras.Input")
            line, column = self.program.place(element)
            alone = self.program.code.split("\n")[line - 1][:column].isspace()
            between = "\n" + self.indent(element) if alone else " "
            yield self.before(element, f"{text}({shape}),{between}")
            yield from edits

    def input_added(self, arg: cst.Arg, call: cst.Call, shape: str) -> Iterator[Edit]:
        statement = self.program.parents[call]
        line = self.program.parents[statement]
        if (
            not isinstance(line, cst.SimpleStatementLine)
            or not isinstance(statement, cst.Expr)
            or not isinstance(call.func, cst.Attribute)
            or call.func.attr.value != "add"
        ):
            raise Unsafe
        model = self.text(call.func.value)
        suite = self.program.parents[line]
        loop = self.loop(statement)
        for node in reversed(self.program.nodes[: self.program.nodes.index(statement)]):
            if isinstance(node, cst.Assign) and self.text(node.targets[0].target) == model:
                if isinstance(node.value, cst.Call) and any(
                    item.keyword is None for item in node.value.args
                ):
                    raise Unsafe  # it has layers from the start
                if self.loop(node) is loop:
                    loop = None
                break
            if (
                isinstance(node, cst.Call)
                and isinstance(node.func, cst.Attribute)
                and node.func.attr.value == "add"
                and self.text(node.func.value) == model
            ):
                earlier = self.program.parents[self.program.parents[self.program.statement(node)]]
                if earlier is not suite:
                    raise Unsafe  # which one comes first depends on a condition
                yield self.drop(arg)
                return
        if loop or not shape:
            raise Unsafe  # in a loop only the first of these layers is the first of the model
        text, edits = self.spell("keras.Input")
        yield self.before(statement, f"{model}.add({text}({shape}))\n{self.indent(statement)}")
        yield self.drop(arg)
        yield from edits

    def loop(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """The innermost loop, in the same function, that a node stands in."""
        while not isinstance(node, cst.For | cst.While | cst.FunctionDef | cst.Module):
            node = self.program.parents[node]
        return node if isinstance(node, cst.For | cst.While) else None


REWRITES = {
    name: getattr(_Writer, name)
    for name in (
        "decay_schedule",
        "in_list",
        "input_layer",
        "kernel_size",
        "missing_import",
        "of_generator",
        "predicted_classes",
    )
}


def _name(arg: cst.Arg, call: cst.Call) -> str:
    """The keyword of an argument, or its position."""
    return arg.keyword.value if arg.keyword else str(call.args.index(arg))


def _modules(node: cst.CSTNode) -> list[str]:
    """What an import statement imports, or imports from."""
    if isinstance(node, cst.ImportFrom):
        return [module_of(node)]
    return [alias.evaluated_name for alias in node.names] if isinstance(node, cst.Import) else []


def _bound_by(node: cst.CSTNode) -> dict[str, str]:
    """The local names that an import makes, and their full names."""
    if isinstance(node, cst.Import):
        return {
            alias.evaluated_alias or alias.evaluated_name.split(".")[0]: alias.evaluated_name
            if alias.evaluated_alias
            else alias.evaluated_name.split(".")[0]
            for alias in node.names
        }
    if isinstance(node, cst.ImportFrom) and not isinstance(node.names, cst.ImportStar):
        module = module_of(node)
        return {
            alias.evaluated_alias or alias.evaluated_name: f"{module}.{alias.evaluated_name}"
            for alias in node.names
        }
    return {}


def _is_opening(line: cst.CSTNode) -> bool:
    """A docstring or `from __future__ import …`, before which nothing may be put."""
    if not isinstance(line, cst.SimpleStatementLine):
        return False
    (node, *_) = line.body
    if isinstance(node, cst.ImportFrom):
        return node.module is not None and dotted(node.module) == "__future__"
    return isinstance(node, cst.Expr) and isinstance(node.value, cst.SimpleString)


def _between(code: str, start: Place, end: Place) -> str:
    lines = code.split("\n")[start[0] - 1 : end[0]]
    lines[-1] = lines[-1][: end[1]]
    lines[0] = lines[0][start[1] :]
    return "\n".join(lines)
