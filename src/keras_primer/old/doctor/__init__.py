"""`python -m keras_primer doctor`: what no longer holds in old code, and what to write instead.

The code is read, never run. The catalogue says what is old (`keras_primer.old.catalogue`); this
package reads files (`source`), tells what names stand for (`program`), finds (`search`) and
mends (`rewrite`).
"""

import argparse
import difflib
import itertools
import json
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import libcst as cst

from keras_primer import environment
from keras_primer.errors import InputError
from keras_primer.old import catalogue
from keras_primer.old.catalogue import Entry
from keras_primer.old.doctor import rewrite, search, source
from keras_primer.old.doctor.program import Program
from keras_primer.old.doctor.source import Block, Source

PAGES = {"silent": "old/silent/#"}  # where an entry stands, by kind; the others under `ERRORS`
ERRORS = "old/errors/#"
Span = tuple[int, int]  # first and last line
WORDS = {
    "zh": {
        "today": "现在",
        "write": "改为",
        "example": "改法示例",
        "why": "原因",
        "page": "详见",
        "silent": "不报错，但结果变了",
        "cell": "单元格",
        "line": "行",
        "left_out": "第 {} 到 {} 行不是 Python，未检查",
        "left_out_cell": "第 {} 个单元格不是 Python，未检查",
        "nothing": "没有发现旧写法",
        "found": "发现 {} 处旧写法，其中 {} 处可以自动改写",
        "delete": "（删除这一行）",
        "written": "已写入 {}",
        "colon": "：",
    },
    "en": {
        "today": "today",
        "write": "write",
        "example": "the new way, for example",
        "why": "why",
        "page": "more",
        "silent": "no error, but another result",
        "cell": "cell",
        "line": "line",
        "left_out": "lines {} to {} are not Python and were not read",
        "left_out_cell": "cell {} is not Python and was not read",
        "nothing": "nothing old found",
        "found": "{} old idioms found, {} of which can be rewritten safely",
        "delete": "(delete this line)",
        "written": "written to {}",
        "colon": ": ",
    },
}


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


def examine(old: Source) -> list[Report]:
    """All old idioms in a file, in its order.

    Raises:
        InputError: a program in it cannot be parsed.
    """
    return [report for blocks, program in _programs(old) for report in _examine(blocks, program)]


def migrate(old: Source, lang: str) -> bytes:
    """The file with what is safe rewritten, and the rest marked by comments.

    Args:
        old: the file.
        lang: the language of the comments, "zh" or "en".

    Raises:
        InputError: a program in it cannot be parsed.
    """
    codes, program = [], None
    for blocks in old.programs:
        new, program = _migrate(blocks, old, program, lang)
        codes += new
    return old.replaced(codes)


def run(argv: list[str]) -> int:
    """Run the command.

    Args:
        argv: its words, after `doctor`.

    Returns:
        The exit code: 0 nothing old was found, 1 something was, 2 the input cannot be used.
    """
    options = _parser().parse_args(argv)
    try:
        return _run(options)
    except InputError as error:
        print(f"keras_primer: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m keras_primer doctor",
        description="Read old Keras code without running it, and say what to write today.",
        epilog="Exit code: 0 nothing old found, 1 something found, 2 the input cannot be used.",
    )
    parser.add_argument(
        "file",
        metavar="FILE",
        help="a script (.py), a notebook (.ipynb), an article with code blocks (.md, .txt), "
        "or - for standard input",
    )
    parser.add_argument(
        "--fix",
        action="store_true",
        help="write a migrated copy beside the file, NAME.keras3.py; never over anything",
    )
    parser.add_argument("--lang", choices=("zh", "en"), default=environment.language())
    parser.add_argument("--json", action="store_true", help="report in JSON")
    parser.add_argument(
        "--site", default="", metavar="URL", help="where the pages are, for complete links"
    )
    return parser


def _run(options: argparse.Namespace) -> int:
    if options.file == "-":
        if options.fix:
            raise InputError("--fix writes beside a file; name a file instead of -.")
        old = source.read(sys.stdin.buffer.read(source.LARGEST + 1), "<stdin>")
    else:
        old = source.read_file(Path(options.file))
    reports = examine(old)
    copy = _write_copy(options, old) if options.fix and reports else None
    site = options.site.rstrip("/") + "/" if options.site else ""
    print_report = _print_json if options.json else _print_text
    print_report(old, reports, copy, options.lang, site)
    return 1 if reports else 0


def _write_copy(options: argparse.Namespace, old: Source) -> Path:
    path = Path(options.file)
    copy = path.with_name(f"{path.stem}.keras3{path.suffix}")
    data = migrate(old, options.lang)
    try:
        with open(copy, "xb") as file:
            file.write(data)
    except FileExistsError:
        raise InputError(f"{copy} is already there; move it away first.") from None
    except OSError as error:
        raise InputError(f"{copy} cannot be written: {error.strerror}.") from None
    return copy


def _print_text(
    old: Source, reports: list[Report], copy: Path | None, lang: str, site: str
) -> None:
    words = WORDS[lang]
    colon = words["colon"]
    for first, last in old.left_out:
        name = "left_out_cell" if old.suffix == ".ipynb" else "left_out"
        print(f"{old.name}: {words[name].format(first, last)}", file=sys.stderr)
    for (cell, line), group in itertools.groupby(reports, key=lambda item: (item.cell, item.line)):
        group = list(group)
        place = f"{words['cell']} {cell}, {words['line']} {line}" if cell else line
        print(f"{old.name}:{place}: {group[0].code}")
        for report in group:
            entry = report.entry
            print(f"  - {getattr(entry.title, lang)}")
            print(f"    {words['today']}{colon}{report.today or words['silent']}")
            print(f"    {words['why']}{colon}{getattr(entry.why, lang)}")
            print(f"    {words['page']}{colon}{site}{_page(entry)}")
            if report.mended is None:
                print(f"    {words['example']}{colon}".rstrip())
                print(textwrap.indent(entry.new, "      "))
        for mended in dict.fromkeys(report.mended for report in group):
            if mended is None:
                continue
            print(f"  {words['write']}{colon}".rstrip())
            print(textwrap.indent(mended or words["delete"], "    "))
        print()
    if not reports:
        print(words["nothing"])
    else:
        safe = sum(report.mended is not None for report in reports)
        print(words["found"].format(len(reports), safe))
    if copy:
        print(words["written"].format(copy))


def _print_json(
    old: Source, reports: list[Report], copy: Path | None, lang: str, site: str
) -> None:
    print(
        json.dumps(
            {
                "file": old.name,
                "copy": str(copy) if copy else None,
                "left_out": old.left_out,
                "findings": [
                    {
                        "id": report.entry.id,
                        "line": report.line,
                        "cell": report.cell,
                        "code": report.code,
                        "title": getattr(report.entry.title, lang),
                        "kind": report.entry.today.kind,
                        "today": report.today,
                        "mended": report.mended,
                        "new": report.entry.new,
                        "why": getattr(report.entry.why, lang),
                        "page": site + _page(report.entry),
                    }
                    for report in reports
                ],
            },
            ensure_ascii=False,
            indent=2,
        )
    )


def _page(entry: Entry) -> str:
    return PAGES.get(entry.today.kind, ERRORS) + entry.id


def _programs(old: Source) -> Iterator[tuple[list[Block], Program]]:
    """The programs of a file, each knowing what the one before it made."""
    program = None
    for blocks in old.programs:
        program = _parse([block.code for block in blocks], old, program)
        yield blocks, program


def _parse(codes: list[str], old: Source, before: Program | None) -> Program:
    try:
        return Program("".join(codes), before)
    except cst.ParserSyntaxError as error:
        raise InputError(
            f"{old.name}, line {error.raw_line}: this is not Python that can be read here."
        ) from None
    except RecursionError:
        raise InputError(f"{old.name}: this is too deeply nested to be read.") from None


def _starts(codes: list[str]) -> list[int]:
    """The lines at which the parts begin when they are put one after the other."""
    starts = [1]
    for code in codes:
        starts.append(starts[-1] + code.count("\n"))
    return starts[:-1]


def _examine(blocks: list[Block], program: Program) -> Iterator[Report]:
    starts = _starts([block.code for block in blocks])
    lines = program.code.split("\n")
    findings = search.find(program)
    changes = rewrite.changes(program, findings, starts)
    spans = [_span(program, finding.node) for finding in findings]
    # What is of Python 2 had to be rewritten already, for the program to be read.
    python2 = [
        (_span_at(program, start + line - 1), _entry_of_syntax(syntax))
        for start, block in zip(starts, blocks, strict=True)
        for line, syntax in block.python2
    ]
    rewritten = {span for span, _ in python2}
    edits: dict[Span, list[rewrite.Edit]] = {span: [] for span in (*rewritten, *spans)}
    for span, change in zip(spans, changes, strict=True):
        edits[span] = rewrite.joined([edits[span], change])
    mended = {
        span: _mended(program.code, span, its_edits, span in rewritten)
        for span, its_edits in edits.items()
        if its_edits or span in rewritten
    }
    found: dict[tuple[int, str], tuple[Entry, str, str | None]] = {
        (span[0], entry.id): (entry, entry.today.line, mended[span]) for span, entry in python2
    }
    for finding, span, change in zip(findings, spans, changes, strict=True):
        place = (finding.line, finding.entry.id)
        goes = change or rewrite.is_gone(program, finding.node, edits[span])
        if goes or place not in found:
            found[place] = (finding.entry, finding.today, mended[span] if goes else None)
    for (line, _), (entry, today, new) in sorted(found.items(), key=lambda item: item[0][0]):
        index = max(i for i, start in enumerate(starts) if start <= line)
        block = blocks[index]
        yield Report(
            entry,
            today,
            block.line + line - starts[index] + 1,
            block.cell,
            lines[line - 1].strip(),
            new,
        )


def _entry_of_syntax(syntax: str) -> Entry:
    return next(
        entry
        for entry in catalogue.entries().values()
        if any(syntax in match.syntax for match in entry.match)
    )


def _span(program: Program, node: cst.CSTNode) -> Span:
    """The first and last line of the statement that a node stands in.

    A compound statement is not shown with all its body: of that it is what the node itself takes.
    """
    statement = program.statement(node)
    whole = statement if isinstance(statement, cst.BaseSmallStatement) else node
    place = program.position(whole)
    return place.start.line, place.end.line


def _span_at(program: Program, line: int) -> Span:
    """The lines of the simple statement that begins in a line; else the line."""
    nodes = (node for node in program.nodes if isinstance(node, cst.BaseSmallStatement))
    return next(
        (_span(program, node) for node in nodes if program.place(node)[0] == line), (line, line)
    )


def _mended(code: str, span: Span, edits: list[rewrite.Edit], changed: bool) -> str:
    """What to write for the lines of a statement, and what is new elsewhere, as an import.

    Args:
        code: the program.
        span: the lines of the statement.
        edits: what is to be made of them.
        changed: whether the statement is to be shown even if no edit changes it.
    """
    first, last = span[0] - 1, span[1]
    before, after = code.split("\n"), rewrite.apply(code, edits).split("\n")
    parts = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    changed = changed or any(
        tag != "equal" and start < last and first < end for tag, start, end, _, _ in parts
    )
    new = []
    for tag, start, end, new_start, new_end in parts:
        if tag != "equal":
            new += after[new_start:new_end]
        elif changed:  # the lines of the statement that stay
            new += before[max(start, first) : min(end, last)]
    return textwrap.dedent("\n".join(new)).strip()


def _migrate(
    blocks: list[Block], old: Source, before: Program | None, lang: str
) -> tuple[list[str], Program]:
    codes = [block.code for block in blocks]
    while True:
        starts = _starts(codes)
        program = _parse(codes, old, before)
        findings = search.find(program)
        changes = rewrite.changes(program, findings, starts)
        new = _edited(codes, starts, rewrite.joined(changes))
        if new == codes:
            return _edited(codes, starts, _marks(program, findings, lang)), program
        codes = new


def _edited(codes: list[str], starts: list[int], edits: list[rewrite.Edit]) -> list[str]:
    """The edits of a program, each made in its block."""
    new = []
    for code, start in zip(codes, starts, strict=True):
        end = start + code.count("\n")
        mine = [
            rewrite.Edit(
                (edit.start[0] - start + 1, edit.start[1]),
                (edit.end[0] - start + 1, edit.end[1]),
                edit.text,
            )
            for edit in edits
            if start <= edit.start[0] < end
        ]
        new.append(rewrite.apply(code, mine))
    return new


def _marks(program: Program, findings: list[search.Finding], lang: str) -> list[rewrite.Edit]:
    """A comment above each statement with something that no rewrite is safe for."""
    lines = program.code.split("\n")
    marks: dict[int, list[str]] = {}
    for finding in findings:
        line = program.place(program.statement(finding.node))[0]
        indent = lines[line - 1][: len(lines[line - 1]) - len(lines[line - 1].lstrip())]
        title = getattr(finding.entry.title, lang).replace("`", "")
        mark = f"{indent}# Keras 3: {title} ({_page(finding.entry)})\n"
        above = line - 2
        while above >= 0 and lines[above].lstrip().startswith("# Keras 3: "):
            if lines[above] + "\n" == mark:
                break
            above -= 1
        else:
            if mark not in marks.setdefault(line, []):
                marks[line].append(mark)
    return [
        rewrite.Edit((line, 0), (line, 0), "".join(texts)) for line, texts in marks.items() if texts
    ]
