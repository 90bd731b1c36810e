"""Writes today's form of an old idiom where that is safe, by the `fix` tables of the catalogue.

A change is a set of replacements of stretches of the code, found in its syntax tree. All else, the
layout and the comments, stays as it is.
"""

import ast
import builtins
import re
import string
from collections.abc import Iterator, Sequence

from keras_primer.old import catalogue, operations
from keras_primer.old.doctor import today
from keras_primer.old.doctor.edits import Edit, joined
from keras_primer.old.doctor.names import FAMILY, one_keras, rename, renamed
from keras_primer.old.doctor.names import today as as_of_today
from keras_primer.old.doctor.program import Program
from keras_primer.old.doctor.search import Finding
from keras_primer.old.doctor.tree import (
    COMPOUND,
    STRING,
    Argument,
    Span,
    bound_by,
    elements,
    is_star,
    module_of,
    parse,
    root,
)
from keras_primer.old.operations import Operation

# The keywords that mean the same in `keras.ops` as in the backend of Keras 2.
KEPT = {"axis", "dtype", "from_logits", "keepdims", "num_classes"}
DENSE = "keras.layers.Dense"


class Unsafe(Exception):
    """The idiom cannot be rewritten here without knowing more than the code says."""


def changes(program: Program, findings: list[Finding], starts: list[int]) -> list[list[Edit]]:
    """The edits that mend each finding; none where there is no safe way.

    All can be made at once. What makes a name is deleted only if all that uses the name goes at
    the same time.

    Args:
        program: the program of the findings.
        findings: what is to be mended.
        starts: where the program's blocks begin, at which imports may be put.
    """
    imports: dict[str, list[Edit]] = {}
    made = [_change(program, finding, starts, imports) for finding in findings]
    while True:
        fitting = joined(made)
        edits = [edit for change in fitting for edit in change]
        kept = [
            change if all(is_gone(program, node, edits) for node in _left(program, finding)) else []
            for finding, change in zip(findings, made, strict=True)
        ]
        if kept == made:
            return fitting
        made = kept


def is_gone(program: Program, node: ast.AST, edits: list[Edit]) -> bool:
    """Whether edits take a node away."""
    start, end = program.tree.span(node)
    text = re.compile(rf"(?<![\w.]){re.escape(program.code[start:end])}(?!\w)")
    return any(
        edit.start <= start and end <= edit.end and not text.search(edit.text) for edit in edits
    )


def _change(
    program: Program, finding: Finding, starts: list[int], imports: dict[str, list[Edit]]
) -> list[Edit]:
    if finding.entry.fix is None:
        return []
    try:
        return list(_Writer(program, finding, starts, imports).edits())
    except Unsafe:
        return []


def _left(program: Program, finding: Finding) -> list[ast.Name]:
    """The uses of the names that are no longer made when the finding is deleted."""
    if finding.entry.fix is None or finding.entry.fix.statement != "":
        return []
    statement = program.tree.statement(finding.node)
    if isinstance(finding.node, ast.alias):
        names = {finding.node.asname or finding.node.name.split(".")[0]}
    elif isinstance(statement, ast.Assign):
        names = {target.id for target in statement.targets}
    else:
        return []
    return [
        node
        for name in names
        for binding in program.scopes.seen(statement, name)
        for node in binding.references
    ]


class _Writer:
    def __init__(
        self,
        program: Program,
        finding: Finding,
        starts: list[int],
        imports: dict[str, list[Edit]],
    ):
        self.program = program
        self.tree, self.names, self.values = program.tree, program.names, program.values
        self.finding = finding
        self.fix = finding.entry.fix
        self.starts = starts
        self.imports = imports  # those that are put in for earlier findings, by what they say
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
            yield self.replace_attribute(self.node.func, fix.method)
        if fix.attribute:
            yield self.replace_attribute(self.node, fix.attribute)
        if fix.expression:
            yield self.replace(self.node, self.filled(fix.expression))
        if fix.statement is not None:
            yield self.replace_statement(self.filled(fix.statement))
        if fix.rewrite:
            yield from REWRITES[fix.rewrite](self)
        for statement in fix.imports:
            yield from self.needs(statement)

    # Places and texts

    def replace(self, node: ast.AST, text: str) -> Edit:
        return Edit(*self.tree.span(node), text)

    def replace_attribute(self, node: ast.Attribute, name: str) -> Edit:
        end = self.tree.span(node)[1]
        return Edit(end - len(node.attr), end, name)

    def replace_keyword(self, arg: Argument, name: str) -> Edit:
        start = arg.span[0]
        return Edit(start, start + len(arg.keyword), name)

    def before(self, node: ast.AST, text: str) -> Edit:
        place = self.tree.start(node)
        return Edit(place, place, text)

    def after(self, node: ast.AST, text: str) -> Edit:
        place = self.tree.span(node)[1]
        return Edit(place, place, text)

    def written(self, span: Span) -> str:
        return self.program.code[slice(*span)]

    def args(self, call: ast.Call | None = None) -> list[Argument]:
        return self.tree.arguments(call or self.node)

    def filled(self, template: str) -> str:
        """A template of the catalogue with the fields of this call."""
        call = self.node
        fields = {}
        if isinstance(call, ast.Call):
            fields["function"] = self.tree.text(call.func)
            fields["arguments"] = ", ".join(self.written(arg.span) for arg in self.args())
            if isinstance(call.func, ast.Attribute):
                fields["object"] = self.tree.text(call.func.value)
            for arg in self.args():
                if arg.star:
                    raise Unsafe
                fields[arg.name] = self.tree.text(arg.value)
        asked = {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}
        if asked - fields.keys():
            raise Unsafe
        if self.fix.expression and isinstance(call, ast.Call):
            known = asked | {arg.name for arg in self.finding.arguments}
            if "arguments" not in asked and {arg.name for arg in self.args()} - known:
                raise Unsafe  # something would be left out
        return re.sub(r"\{(\w+)\}", lambda found: fields[found[1]], template)

    # Names

    def rename(self) -> Iterator[Edit]:
        if is_star(self.node):
            yield self.replace_module(self.node, self.today(module_of(self.node)))
            return
        if not isinstance(self.node, ast.alias):
            yield from self.rename_use(self.node)
            return
        statement = self.tree.statement(self.node)
        if isinstance(statement, ast.ImportFrom):
            yield from self.rename_import_from(statement)
            return
        old = self.node.name
        new = self.today(old)
        if not self.node.asname and new.split(".")[0] != old.split(".")[0]:
            raise Unsafe  # another name would be bound
        start = self.tree.start(self.node)
        yield self.in_place(start, old, new)

    def replace_module(self, statement: ast.ImportFrom, new: str) -> Edit:
        """Put another module behind `from`."""
        start = self.tree.start(statement)
        found = re.compile(r"from\s+").match(self.program.code, start)
        return self.in_place(found.end(), module_of(statement), new)

    def in_place(self, start: int, old: str, new: str) -> Edit:
        """Put one dotted name in the place of another, if it is written without white space."""
        end = start + len(old)
        if self.written((start, end)) != old:
            raise Unsafe
        return Edit(start, end, new)

    def today(self, spelled: str) -> str:
        """Today's full name, in the same Keras: that of TensorFlow stays that of TensorFlow."""
        plain = one_keras(spelled)
        beginning = spelled[: len(spelled) - len(plain)]
        new = rename(plain, self.fix.names)
        full = f"{beginning}{new}" if new.startswith("keras") else new
        if new == plain or today.missing(full):
            raise Unsafe
        return full

    def rename_use(self, node: ast.expr) -> Iterator[Edit]:
        old = self.names.spelled(node)
        new = self.today(old)
        self.check_keywords(node, old, new)
        if hasattr(builtins, new):
            if self.program.scopes.seen(node, new):
                raise Unsafe  # it means something else here
            yield self.replace(node, new)
            return
        first = root(node)
        base = self.names.spelled(first)
        if new.startswith(f"{base}."):
            yield self.replace(node, first.id + new.removeprefix(base))
            return
        text, edits = self.spell(new)
        yield self.replace(node, text)
        yield from edits

    def check_keywords(self, node: ast.expr, old: str, new: str) -> None:
        """The functions of the backend have other arguments today, except for a few."""
        call = self.tree.parents[node]
        if not isinstance(call, ast.Call) or call.func is not node:
            return
        keywords = {arg.keyword for arg in self.args(call) if arg.keyword}
        known = today.keywords(new)
        if known is not None and keywords - known:
            raise Unsafe
        backend = one_keras(old).startswith("keras.backend.")
        if backend and not new.startswith("keras.random.") and keywords - KEPT:
            raise Unsafe

    def check_use(self, node: ast.expr, new: str) -> None:
        """What is used of a module that moves is there, or has a safe new name of its own."""
        while isinstance(parent := self.tree.parents[node], ast.Attribute):
            node, new = parent, f"{new}.{parent.attr}"
        full = as_of_today(self.names.full(node))
        if today.missing(full):
            raise Unsafe
        if today.missing(new):
            self.check_keywords(node, self.names.spelled(node), full)

    def spell(self, full: str) -> tuple[str, list[Edit]]:
        """A full name of today as this program writes it, and the import that it needs."""
        for local, bound in self.names.imports.items():
            begins = full == bound or full.startswith(f"{bound}.")
            if begins and self.is_bound(local):
                return local + full.removeprefix(bound), []
        only_tensorflow = not any(one.startswith("keras") for one in self.names.imports.values())
        inside = f"tensorflow.{full}"
        if full.startswith("keras.") and only_tensorflow and not today.missing(inside):
            for local, bound in self.names.imports.items():
                if bound == "tensorflow" and self.is_bound(local):
                    return local + inside.removeprefix(bound), []
        return full, self.needs(f"import {full.split('.')[0]}")

    def rename_import_from(self, statement: ast.ImportFrom) -> Iterator[Edit]:
        module = module_of(statement)
        groups: dict[str, list[str]] = {}
        locals_: dict[str, str] = {}
        changed: dict[str, str] = {}
        moved = True  # the names are the same in another module
        for alias in statement.names:
            full = f"{module}.{alias.name}"
            try:
                new = changed[full] = self.today(full)
            except Unsafe:
                if alias is self.node:
                    raise
                new = full
            target, _, leaf = new.rpartition(".")
            if not target and hasattr(builtins, leaf):
                raise Unsafe  # it needs no import
            local = alias.asname or alias.name
            if alias.asname is None and leaf != local:
                if leaf in self.names.imports or leaf in self.names.undefined:
                    text = f"{leaf} as {local}"
                else:
                    locals_[local] = leaf
                    text = leaf
            else:
                text = f"{leaf} as {local}" if alias.asname else leaf
            groups.setdefault(target, []).append(text)
            moved = moved and leaf == alias.name
        uses = [
            node
            for local in bound_by(statement)
            for node in self.tree.named.get(local, [])
            if self.names.spelled(node) in changed
        ]
        for node in uses:
            full = self.names.spelled(node)
            self.check_keywords(node, full, changed[full])
            self.check_use(node, changed[full])
        if len(groups) == 1 and moved and not groups.keys() & {module, ""}:
            yield self.replace_module(statement, next(iter(groups)))
            return
        if "#" in self.written(self.tree.span(statement)):
            raise Unsafe
        shared = len(self.tree.mates(statement)) > 1
        between = "; " if shared else "\n" + self.tree.indent(statement)
        imports = [
            (f"from {target} import " if target else "import ") + ", ".join(dict.fromkeys(names))
            for target, names in groups.items()
        ]
        yield self.replace(statement, between.join(imports))
        for node in uses:
            if node.id in locals_:
                yield self.replace(node, locals_[node.id])

    # Imports

    def is_bound(self, local: str) -> bool:
        """Whether an import at the top level, before the finding, makes this name."""
        return any(
            self.tree.start(node) < self.finding.start and local in bound_by(node)
            for node in self.tree.module.body
        )

    def needs(self, statement: str) -> list[Edit]:
        """The edits that bring in an import, if it is not yet there."""
        wanted = parse(statement).body[0]
        (local, full), *_ = bound_by(wanted).items()
        bound = self.names.imports.get(local)
        if bound is not None and rename(one_keras(bound), renamed()) != one_keras(full):
            raise Unsafe  # the name means something else here
        if bound is not None and self.is_bound(local):
            return []
        if statement not in self.imports:
            self.imports[statement] = [self.new_import(statement, wanted, local)]
        return self.imports[statement]

    def new_import(self, statement: str, wanted: ast.stmt, local: str) -> Edit:
        """Put in an import, in the block of the finding."""
        start = max(start for start in self.starts if start <= self.finding.start)
        near = [
            node
            for node in self.tree.module.body
            if start <= self.tree.start(node) <= self.finding.start and not _is_opening(node)
        ]
        for node in near:
            if self.is_same_module(node, wanted):
                return self.after(node.names[-1], f", {local}")
        lines = [node for node in near if not self.tree.before(self.tree.start(node))]
        if not lines:
            raise Unsafe  # all stands on one line with a docstring
        # What stands before the first import of Keras may choose its backend.
        first = next((node for node in lines if self.imports_keras(node)), lines[0])
        return self.before(first, statement + "\n")

    def imports_keras(self, node: ast.stmt) -> bool:
        """Whether a statement imports Keras or TensorFlow, and does so where it stands."""
        inner = [node]
        if isinstance(node, ast.Try | ast.If | ast.With):
            inner = node.body
        elif not isinstance(node, COMPOUND):
            inner = self.tree.mates(node)
        return any(module.startswith(FAMILY) for node in inner for module in _modules(node))

    def is_same_module(self, node: ast.stmt, wanted: ast.stmt) -> bool:
        """Whether `from a import b` can be joined to an import that is there."""
        return (
            isinstance(node, ast.ImportFrom)
            and isinstance(wanted, ast.ImportFrom)
            and not is_star(node)
            and one_keras(module_of(node)) == module_of(wanted)
        )

    # Arguments

    def rename_arguments(self) -> Iterator[Edit]:
        present = {arg.keyword for arg in self.args()}
        for arg in self.args():
            if arg.keyword not in self.fix.arguments:
                continue
            new = self.fix.arguments[arg.keyword]
            if new in present:
                raise Unsafe
            yield self.replace_keyword(arg, new) if new else self.drop(arg)

    def drop(self, arg: Argument) -> Edit:
        """Take an argument out of its call."""
        args = self.args()
        return self.drop_from([other.span for other in args], args.index(arg))

    def drop_from(self, items: Sequence[Span], index: int) -> Edit:
        """Take an item and its comma out of a list of items."""
        start, end = items[index]
        if index:  # with the comma before it
            start = items[index - 1][1]
        elif len(items) > 1:
            end = items[1][0]
        if "#" in self.written((start, end)):
            raise Unsafe
        return Edit(start, end, "")

    def replace_values(self) -> Iterator[Edit]:
        if isinstance(self.node, ast.Subscript):
            values = [self.node.slice]
        elif self.finding.match.key:
            values = [self.node.args[0]]
        elif self.finding.arguments:
            values = [arg.value for arg in self.finding.arguments]
        else:  # the arguments that get another name
            values = [arg.value for arg in self.args() if arg.keyword in self.fix.arguments]
        found = False
        for value in values:
            for element in elements(value):
                constant = self.values.constant(element)
                if not isinstance(constant, str) or constant not in self.fix.values:
                    continue
                written = STRING.fullmatch(self.written(self.tree.span(element)))
                if not written:
                    raise Unsafe  # a variable, which may have other uses
                found = True
                prefix, quote, _ = written.groups()
                new = self.fix.values[constant]
                yield self.replace(element, f"{prefix}{quote}{new}{quote}")
        if not found and not self.fix.arguments:
            raise Unsafe

    # Statements

    def replace_statement(self, text: str) -> Edit:
        statement = self.tree.statement(self.node)
        if not self.tree.has_own_line(statement) or len(self.tree.mates(statement)) > 1:
            raise Unsafe
        if isinstance(self.node, ast.alias):
            if len(statement.names) > 1 and not text:
                spans = [self.tree.span(alias) for alias in statement.names]
                return self.drop_from(spans, statement.names.index(self.node))
        elif not self.finding.match.attribute:
            made = statement.targets if isinstance(statement, ast.Assign) else []
            if (
                not isinstance(statement, ast.Expr | ast.Assign)
                or statement.value is not self.node
                or not all(isinstance(target, ast.Name) for target in made)
            ):
                raise Unsafe  # the statement does more than call it
        if text:
            return self.replace(statement, text.replace("\n", "\n" + self.tree.indent(statement)))
        return self.delete(statement)

    def delete(self, statement: ast.stmt) -> Edit:
        """Take a statement out with its lines."""
        block, owner = self.tree.block(statement), self.tree.parents[statement]
        if isinstance(owner, ast.Try) and block is owner.body:
            raise Unsafe  # that it fails is what `except` is there for
        start, end = self.tree.span(statement)
        first = self.tree.line_start(self.tree.line(start))
        after = self.tree.line_start(self.tree.line(end) + 1)
        if isinstance(owner, ast.Module) or block[-1] is not statement:
            return Edit(first, after, "")
        if len(block) == 1:
            return self.replace(statement, "pass")
        # The edit holds the statement before it, too, lest two edits empty the block.
        before = self.tree.line_start(self.tree.line(self.tree.start(block[-2])))
        return Edit(before, after, self.written((before, first)))

    # Rewrites that need more than a table

    def missing_import(self) -> Iterator[Edit]:
        """Import a name where it is used without."""
        name = self.node.id
        full = rename(self.names.imports.get(name, ""), renamed())
        full = full or catalogue.unimported()[name]  # else as where it comes too late
        module, _, last = full.rpartition(".")
        if full == name:
            yield from self.needs(f"import {full}")
        elif last == name:
            yield from self.needs(f"from {module} import {name}")
        else:
            yield from self.needs(f"import {full} as {name}")

    def of_generator(self) -> Iterator[Edit]:
        """`fit_generator` as `fit`, in which the arguments behind the data have other places."""
        args = self.args()
        if len(args) > 1 and args[1].keyword is None:
            raise Unsafe
        yield self.replace_attribute(self.node.func, self.node.func.attr.removesuffix("_generator"))
        for arg in args:
            if arg.keyword == "generator":
                yield self.replace_keyword(arg, "x")

    def operation(self) -> Iterator[Edit]:
        """A function of TensorFlow, or of its Keras's backend, as that of `keras.ops`."""
        full = self.names.full(self.node.func)
        known = operations.by_name().get(full)
        new = f"keras.ops.{known.keras}" if known else full
        if not new.startswith("keras.ops.") or today.missing(new):
            raise Unsafe
        if known:
            yield from self.of_operation(known, today.parameters(full), today.parameters(new))
        else:
            self.check_keywords(self.node.func, self.names.spelled(self.node.func), new)
        text, edits = self.spell(new)
        yield self.replace(self.node.func, text)
        yield from edits

    def of_operation(self, known: Operation, old: list[str], new: list[str]) -> Iterator[Edit]:
        """The arguments of a function of TensorFlow as those of `keras.ops`."""
        mapping = known.arguments if known.arguments != {} else {old[0]: new[0]}
        kept, by_keyword, written, given = [], False, set(), set()
        for place, arg in enumerate(self.args()):
            if arg.star or (mapping is not None and arg.keyword is None and place >= len(old)):
                raise Unsafe
            name = arg.keyword or (old[place] if mapping is not None else "")
            if name == "name":
                yield self.drop(arg)
                continue
            kept.append(arg)
            if mapping is None:
                continue
            if name not in mapping:
                raise Unsafe
            target = mapping[name]
            given.add(name)
            written.add(target)
            by_keyword = by_keyword or arg.keyword is not None or new.index(target) != place
            if arg.keyword:
                yield self.replace_keyword(arg, target)
            elif by_keyword:
                yield Edit(arg.span[0], arg.span[0], f"{target}=")
        if set(known.needed) - given:
            raise Unsafe
        if known.added and known.added[0] not in written:
            end = kept[-1].span[1]
            yield Edit(end, end, f", {'='.join(known.added)}")

    def assigned(self) -> Iterator[Edit]:
        """`K.set_value(variable, value)` as what the variable itself does."""
        call = self.tree.parents[self.node]
        statement = self.tree.parents.get(call)
        args = self.args(call) if isinstance(call, ast.Call) and call.func is self.node else []
        if not isinstance(statement, ast.Expr) or [arg.name for arg in args] != ["0", "1"]:
            raise Unsafe
        variable, value = (arg.value for arg in args)
        text = f"{self.tree.text(variable)}.assign({self.tree.text(value)})"
        if isinstance(variable, ast.Attribute) and variable.attr in ("lr", "learning_rate"):
            owner = self.tree.text(variable.value)
            text = f"{owner}.learning_rate = {self.tree.text(value)}"
        yield self.replace(call, text)

    def as_array(self) -> Iterator[Edit]:
        """A list of numbers as an array."""
        for arg in self.finding.arguments:
            yield self.before(arg.value, "np.array(")
            yield self.after(arg.value, ")")
        yield from self.needs("import numpy as np")

    def as_int(self) -> Iterator[Edit]:
        """A number of NumPy's as Python's own."""
        for arg in self.finding.arguments:
            yield self.before(arg.value, "int(")
            yield self.after(arg.value, ")")

    def in_list(self) -> Iterator[Edit]:
        """`metrics="accuracy"` as a list."""
        for arg in self.finding.arguments:
            yield self.replace(arg.value, f"[{self.tree.text(arg.value)}]")

    def output_shape(self) -> Iterator[Edit]:
        """A layer's `output_shape`; where it was in a list, as of an input layer, without that."""
        yield self.replace_attribute(self.node, "output.shape")
        first = self.tree.parents[self.node]
        if isinstance(first, ast.Subscript) and isinstance(self.tree.parents[first], ast.Subscript):
            if self.values.constant(first.slice) != 0:
                raise Unsafe  # the second of several outputs
            yield Edit(self.tree.span(self.node)[1], self.tree.span(first)[1], "")

    def kernel_size(self) -> Iterator[Edit]:
        """Rows and columns of a kernel, two arguments, as one."""
        _, rows, columns = self.args()[:3]
        if any(arg.star or isinstance(arg.value, ast.Tuple | ast.List) for arg in (rows, columns)):
            raise Unsafe  # these are sizes of two numbers already
        yield Edit(
            rows.span[0],
            columns.span[1],
            f"({self.tree.text(rows.value)}, {self.tree.text(columns.value)})",
        )

    def decay_schedule(self) -> Iterator[Edit]:
        """`decay=` as the schedule that it was."""
        (decay,) = self.finding.arguments
        if self.values.constant(decay.value) == 0:
            yield self.drop(decay)
            return
        rate = [arg for arg in self.args() if arg.keyword in ("lr", "learning_rate")]
        if len(rate) != 1 or any(map(self.sets_rate, self.tree.nodes)):
            raise Unsafe
        schedule, edits = self.spell("keras.optimizers.schedules.InverseTimeDecay")
        yield self.replace(
            rate[0].value,
            f"{schedule}({self.tree.text(rate[0].value)}, decay_steps=1, "
            f"decay_rate={self.tree.text(decay.value)})",
        )
        yield self.drop(decay)
        yield from edits

    def sets_rate(self, node: ast.AST) -> bool:
        """Whether it sets the learning rate of an optimizer, which none may with a schedule."""
        setters = {"keras.callbacks.ReduceLROnPlateau", "keras.callbacks.LearningRateScheduler"}
        if isinstance(node, ast.Call):
            return self.names.full(node.func) in setters
        return (
            isinstance(node, ast.Attribute)
            and node.attr in ("lr", "learning_rate")
            and "optimizer" in self.values.kinds(node.value)
        )

    def predicted_classes(self) -> Iterator[Edit]:
        """`predict_classes`, for the kind of output that the loss and the last layer tell of."""
        losses = self.program.losses
        call = self.replace_attribute(self.node.func, "predict")
        if losses and losses <= {"categorical_crossentropy", "sparse_categorical_crossentropy"}:
            yield from self.needs("import numpy as np")
            yield self.before(self.node, "np.argmax(")
            yield call
            yield self.after(self.node, ", axis=-1)")
        elif losses == {"binary_crossentropy"} and self.last_units() == 1:
            yield self.before(self.node, "(")
            yield call
            yield self.after(self.node, ' > 0.5).astype("int32")')
        else:
            raise Unsafe

    def last_units(self) -> object:
        """The number of units of the last `Dense` in the program, if it is written there."""
        units = None
        for node in self.tree.calls:
            if self.names.full(node.func) == DENSE:
                given = (
                    self.values.constant(arg.value)
                    for arg in self.args(node)
                    if arg.name in ("0", "units", "output_dim")
                )
                units = next(given, None)
        return units

    def input_layer(self) -> Iterator[Edit]:
        """The shape of the input as a line of its own, or nowhere if it never counted."""
        (arg,) = self.finding.arguments
        shape = self.input_shape(arg)
        layer = self.node
        parent = self.tree.parents[layer]
        if isinstance(parent, ast.Call) and parent.func is layer:  # called on a tensor
            yield self.drop(arg)
        elif isinstance(parent, ast.List | ast.Tuple):
            yield from self.input_in_list(arg, parent, shape)
        elif call := self.tree.call_of(layer):
            yield from self.input_added(arg, call, shape)
        else:
            raise Unsafe

    def input_shape(self, arg: Argument) -> str:
        """The shape of the input as the argument of `Input`; empty where it is not all of it."""
        others = {other.name for other in self.args()} - {arg.name}
        if {"batch_size", "input_length", "input_shape", "batch_input_shape"} & others:
            raise Unsafe  # these belong to the shape
        value = self.tree.text(arg.value)
        number = isinstance(arg.value, ast.Constant) and type(arg.value.value) is int
        if arg.keyword == "batch_input_shape":
            return f"batch_shape={value}"
        if arg.keyword == "input_shape" and not number:
            return f"shape={value}"
        if arg.keyword == "input_dim" and self.names.full(self.node.func) != DENSE:
            return ""  # of a recurrent or 1D layer it is the last of two numbers
        return f"shape=({value},)"

    def input_in_list(
        self, arg: Argument, layers: ast.List | ast.Tuple, shape: str
    ) -> Iterator[Edit]:
        call = self.tree.call_of(layers)
        sequential = ("keras.Sequential", "keras.models.Sequential")
        if not call or self.names.full(call.func) not in sequential:
            raise Unsafe
        yield self.drop(arg)
        if layers.elts[0] is self.node:
            if not shape:
                raise Unsafe
            text, edits = self.spell("keras.Input")
            alone = self.tree.before(self.tree.start(self.node)).isspace()
            between = "\n" + self.tree.indent(self.node) if alone else " "
            yield self.before(self.node, f"{text}({shape}),{between}")
            yield from edits

    def input_added(self, arg: Argument, call: ast.Call, shape: str) -> Iterator[Edit]:
        statement = self.tree.parents[call]
        if (
            not isinstance(statement, ast.Expr)
            or not self.tree.has_own_line(statement)
            or not self.is_adding(call)
        ):
            raise Unsafe
        model = self.tree.text(call.func.value)
        loop = self.tree.loop(statement)
        for node in reversed(self.tree.nodes[: self.tree.nodes.index(statement)]):
            if isinstance(node, ast.Assign) and self.tree.text(node.targets[0]) == model:
                if isinstance(node.value, ast.Call) and node.value.args:
                    raise Unsafe  # it has layers from the start
                if self.tree.loop(node) is loop:
                    loop = None
                break
            if self.is_adding(node) and self.tree.text(node.func.value) == model:
                earlier = self.tree.block(self.tree.statement(node))
                if statement not in earlier:
                    raise Unsafe  # which one comes first depends on a condition
                yield self.drop(arg)
                return
        if loop or not shape:
            raise Unsafe  # in a loop only the first of these layers is the first of the model
        text, edits = self.spell("keras.Input")
        indent = self.tree.indent(statement)
        yield self.before(statement, f"{model}.add({text}({shape}))\n{indent}")
        yield self.drop(arg)
        yield from edits

    def is_adding(self, node: ast.AST) -> bool:
        """Whether it is `model.add(…)`."""
        match node:
            case ast.Call(func=ast.Attribute(attr="add")):
                return True
        return False


REWRITES = {
    name: getattr(_Writer, name)
    for name in (
        "as_array",
        "as_int",
        "assigned",
        "decay_schedule",
        "in_list",
        "input_layer",
        "kernel_size",
        "missing_import",
        "of_generator",
        "operation",
        "output_shape",
        "predicted_classes",
    )
}


def _modules(node: ast.AST) -> list[str]:
    """What an import statement imports, or imports from."""
    if isinstance(node, ast.ImportFrom):
        return [module_of(node)]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []


def _is_opening(node: ast.stmt) -> bool:
    """A docstring or `from __future__ import …`, before which nothing may be put."""
    match node:
        case ast.Expr(value=ast.Constant(value=str())):
            return True
        case ast.ImportFrom(module="__future__"):
            return True
    return False
