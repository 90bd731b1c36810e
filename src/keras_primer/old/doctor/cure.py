"""Cures programs: what is found, what to write, and the copy come from one computation.

A program is mended in rounds, until nothing more can be mended. Each statement in which something
is found is followed through the edits, so that the report shows it as it stands in the copy.
"""

import ast
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass, field

from keras_primer.errors import InputError
from keras_primer.old import catalogue
from keras_primer.old.catalogue import Entry
from keras_primer.old.doctor import edits, gone, rewrite
from keras_primer.old.doctor.edits import Edit, Shift
from keras_primer.old.doctor.program import Program
from keras_primer.old.doctor.search import Finding, Search
from keras_primer.old.doctor.source import Block
from keras_primer.old.doctor.tree import COMPOUND, Span, Tree

Place = tuple[int, str]  # a line of the old program, and the id of what is found in it


@dataclass(frozen=True)
class Report:
    """One old idiom in a file.

    Attributes:
        entry: what the catalogue says about it.
        today: what the terminal prints; empty for a silent change.
        line: in the file, from 1; in a notebook, in the cell.
        cell: the number of the cell in a notebook, from 1.
        code: the line as it is.
        mended: what to write for the statement and all in it that can be rewritten; empty where it
            is to be deleted, `None` where no rewrite of this idiom is safe.
    """

    entry: Entry
    today: str
    line: int
    cell: int | None
    code: str
    mended: str | None


@dataclass
class Passage:
    """The lines of a statement, followed through the edits.

    Attributes:
        old: the lines as they were.
        lines: where they are now.
        others: where else now something stands for its sake, as an import.
        python2: whether it had to be changed already, to be read.
    """

    old: str
    lines: Span
    others: list[Span] = field(default_factory=list)
    python2: bool = False

    def move(self, shift: Shift) -> None:
        """Follow the edits of a round."""
        self.lines = shift.start(self.lines[0]), shift.end(self.lines[1])
        self.others = [(shift.start(start), shift.end(end)) for start, end in self.others]

    def text(self, code: str) -> str:
        """What to write for it, and what is new elsewhere; empty if it is to be deleted."""
        start, end = self.lines
        spans = [*self.others]
        if start < end and (self.python2 or not spans or code[start:end] != self.old):
            spans.append(self.lines)
        lines = {place for span in spans for place in _line_starts(code, span)}
        text = "\n".join(code[place : _line_end(code, place)] for place in sorted(lines))
        return textwrap.dedent(text).strip()


class Cure:
    """A program, what is old in it, and the program of today.

    Args:
        blocks: the blocks of the program.
        name: that of the file, for messages.
        before: the program that stands before it in the same article.

    Attributes:
        old: the program as it was.
        codes: the new code of each block.

    Raises:
        InputError: it cannot be parsed.
    """

    def __init__(self, blocks: list[Block], name: str, before: Program | None):
        self.blocks = blocks
        self.name = name
        self.codes = [block.code for block in blocks]
        self._shifts: list[Shift] = []
        self._passages: dict[Span, Passage] = {}
        self._found: dict[Place, tuple[Entry, str, Passage]] = {}
        self._mended: set[Place] = set()
        self.old = self._program = self._parse(before)
        self._find_python2()
        search = None
        while True:
            search = Search(self._program, search)
            found = search.find()
            found += gone.find(search, found)
            self._findings = sorted(found, key=lambda item: (item.start, item.entry.id))
            if not self._mend():
                break
            self._program = self._parse(before)

    def reports(self) -> Iterable[Report]:
        """All old idioms in the program, in its order."""
        lines = self.old.code.split("\n")
        starts = self._starts([block.code for block in self.blocks])
        for place, (entry, today, passage) in sorted(
            self._found.items(), key=lambda item: item[0][0]
        ):
            start = self.old.tree.line_start(place[0])
            index = max(index for index, first in enumerate(starts) if first <= start)
            block = self.blocks[index]
            yield Report(
                entry,
                today,
                block.line + place[0] - self.old.tree.line(starts[index]) + 1,
                block.cell,
                lines[place[0] - 1].strip(),
                None if place in self._left - self._mended else passage.text(self._program.code),
            )

    def marked(self, lang: str) -> list[str]:
        """The new code of each block, with a comment where something old is left."""
        return _edited(
            self.codes, self._starts(self.codes), _marks(self._program, self._findings, lang)
        )

    # Rounds

    def _parse(self, before: Program | None) -> Program:
        try:
            return Program("".join(self.codes), before)
        except SyntaxError as error:
            raise InputError(
                f"{self.name}, line {error.lineno}: this is not Python that can be read here."
            ) from None
        except (RecursionError, MemoryError):
            raise InputError(f"{self.name}: this is too deeply nested to be read.") from None

    def _mend(self) -> bool:
        """Make the edits of a round; say whether there were any."""
        tree, code = self._program.tree, self._program.code
        passages = [self._passage(_lines_of(tree, item.node)) for item in self._findings]
        places = list(map(self._place, self._findings, passages))
        for finding, place, passage in zip(self._findings, places, passages, strict=True):
            self._found.setdefault(place, (finding.entry, finding.today, passage))
        starts = self._starts(self.codes)
        changes = rewrite.changes(self._program, self._findings, starts)
        made = [edit for change in changes for edit in change]
        self.codes, before = _edited(self.codes, starts, made), self.codes
        if self.codes == before:
            self._left = set(places)
            return False
        shift = Shift(code, made)
        for passage in self._passages.values():
            passage.move(shift)
        for passage, change in zip(passages, changes, strict=True):
            least = [edit.least(code) for edit in change]
            passage.others += [shift.new(edit) for edit in least if not _takes_lines(tree, edit)]
        self._mended |= {place for place, change in zip(places, changes, strict=True) if change}
        self._shifts.append(shift)
        return True

    def _back(self, place: int) -> int:
        """Where what is at a place now was in the old program."""
        for shift in reversed(self._shifts):
            place = shift.back(place)
        return place

    def _place(self, finding: Finding, passage: Passage) -> Place:
        """The line in which something was in the old program, and the entry."""
        place = self.old.tree.line(self._back(finding.start)), finding.entry.id
        # An edit may have moved within its statement what was found there before.
        known = (
            other
            for other, (entry, _, where) in self._found.items()
            if entry is finding.entry and where is passage
        )
        return place if place in self._found or not self._shifts else next(known, place)

    def _passage(self, lines: Span) -> Passage:
        """The passage that now has these lines: a new statement belongs to what it was made of."""
        first, last = (self.old.tree.line(self._back(place)) for place in lines)
        known = (key for key in self._passages if key[0] <= first <= last <= key[1])
        key = next(known, None) if self._shifts else (first, last)
        if key is None or key not in self._passages:
            tree, key = self.old.tree, (first, last)
            start, end = tree.line_start(first), _line_end(tree.code, tree.line_start(last))
            self._passages[key] = Passage(tree.code[start:end], lines)
        return self._passages[key]

    def _find_python2(self) -> None:
        """What is of Python 2 had to be rewritten already, for the program to be read."""
        tree = self.old.tree
        simple = {
            tree.line(tree.start(node)): node
            for node in reversed(tree.nodes)
            if isinstance(node, ast.stmt) and not isinstance(node, COMPOUND)
        }
        for start, block in zip(self._starts(self.codes), self.blocks, strict=True):
            for line, syntax in block.python2:
                line += tree.line(start) - 1
                place = tree.line_start(line)
                lines = place, _line_end(tree.code, place)
                passage = self._passage(_lines_of(tree, simple[line]) if line in simple else lines)
                passage.python2 = True
                entry = _entry_of_syntax(syntax)
                self._found[line, entry.id] = entry, entry.today.line, passage

    def _starts(self, codes: list[str]) -> list[int]:
        """Where the blocks begin when they are put one after the other."""
        starts = [0]
        for code in codes:
            starts.append(starts[-1] + len(code))
        return starts[:-1]


def _edited(codes: list[str], starts: list[int], made: list[Edit]) -> list[str]:
    """The edits of a program, each made in its block."""
    return [
        edits.apply(
            code,
            [
                Edit(edit.start - start, edit.end - start, edit.text)
                for edit in made
                if start <= edit.start < start + len(code)
            ],
        )
        for code, start in zip(codes, starts, strict=True)
    ]


def _marks(program: Program, findings: list[Finding], lang: str) -> list[Edit]:
    """A comment above each statement with something that no rewrite is safe for."""
    tree = program.tree
    lines = program.code.split("\n")
    marks: dict[int, list[str]] = {}
    for finding in findings:
        statement = tree.statement(finding.node)
        line = tree.line(tree.start(statement))
        title = getattr(finding.entry.title, lang).replace("`", "")
        mark = f"{tree.indent(statement)}# Keras 3: {title} ({finding.entry.address})"
        above = line - 2
        while above >= 0 and lines[above].lstrip().startswith("# Keras 3: "):
            if lines[above] == mark:
                break
            above -= 1
        else:
            if mark not in marks.setdefault(line, []):
                marks[line].append(mark)
    return [
        Edit(tree.line_start(line), tree.line_start(line), "".join(f"{text}\n" for text in texts))
        for line, texts in marks.items()
        if texts
    ]


def _entry_of_syntax(syntax: str) -> Entry:
    return next(
        entry
        for entry in catalogue.entries().values()
        if any(syntax in match.syntax for match in entry.match)
    )


def _lines_of(tree: Tree, node: ast.AST) -> Span:
    """From the first to the last line of the statement that a node stands in.

    A compound statement is not shown with all its body: of that it is what the node itself takes.
    """
    statement = tree.statement(node)
    start, end = tree.span(node if isinstance(statement, COMPOUND) else statement)
    return tree.line_start(tree.line(start)), _line_end(tree.code, end)


def _takes_lines(tree: Tree, edit: Edit) -> bool:
    """Whether an edit does nothing but take lines away."""
    ends = tree.code[edit.end - 1 : edit.end] == "\n"
    return not edit.text and edit.start < edit.end and ends and not tree.before(edit.start)


def _line_starts(code: str, span: Span) -> Iterable[int]:
    """Where the lines of a stretch begin; at least one."""
    start, end = span
    place = code.rfind("\n", 0, start) + 1
    yield place
    while (place := _line_end(code, place) + 1) < end:
        yield place


def _line_end(code: str, place: int) -> int:
    end = code.find("\n", place)
    return len(code) if end < 0 else end
