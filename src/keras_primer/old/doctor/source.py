"""Reads old code as it is found: scripts, notebooks, articles, in the encodings of their time."""

import ast
import io
import json
import re
import textwrap
import tokenize
from dataclasses import dataclass, field
from pathlib import Path

from keras_primer.errors import InputError
from keras_primer.old.doctor import prompts
from keras_primer.old.doctor.tree import parse

LARGEST = 2_000_000  # bytes; no script that a person wrote is larger
LARGEST_NOTEBOOK = 100_000_000  # with its pictures; its code is limited as a script is
NOT_PYTHON = (SyntaxError, ValueError, RecursionError, MemoryError)  # the last two: nested deeply
PYTHON = {"python", "python2", "python3", "py", "py2", "py3", "ipython", "ipython3", "pycon"}
# What only IPython understands: %magic, !command, files = !ls, Dense?, ?Dense.
MAGIC = re.compile(r"(\s*)([%!].*|[\w.\[\], ]+=\s*[%!].*|\?{1,2}[\w.]+|[\w.]+\?{1,2})\s*")
HIDDEN = re.compile(r"^(\s*)pass  #magic# ?(.*)$", re.MULTILINE)
FENCE = re.compile(r"^([ \t]*)(`{3,}|~{3,})[ \t]*([^\s`]*)[^`]*$")


class NoPython(InputError):
    """A file that can be read, in which there is no Python."""


@dataclass
class Block:
    """A stretch of Python: a whole script, a cell of a notebook, a fenced block of an article.

    Attributes:
        code: as Python 3, ending with a line break.
        line: how many lines of the file come before it; 0 in a notebook.
        cell: the number of the cell in a notebook, from 1.
        lines: how many lines of the file it takes.
        indent: what stands before every line in the file.
        python2: what had to be changed to read it, as (line in the block, `syntax` of a match).
        prompts: whether it stands behind `>>>` in the file.
    """

    code: str
    line: int = 0
    cell: int | None = None
    lines: int = 0
    indent: str = ""
    python2: list[tuple[int, str]] = field(default_factory=list)
    prompts: bool = False


@dataclass
class Source:
    """A file and the Python in it.

    Attributes:
        name: for messages.
        suffix: ".py", ".ipynb", or another, which is that of an article.
        programs: blocks that run one after the other, and share their names.
        left_out: first and last line of what should be Python and cannot be read as such.
    """

    name: str
    suffix: str
    text: str
    encoding: str
    newline: str
    programs: list[list[Block]]
    left_out: list[tuple[int, int]]

    @property
    def blocks(self) -> list[Block]:
        """All blocks in the order of the file."""
        return [block for program in self.programs for block in program]

    def replaced(self, codes: list[str]) -> bytes:
        """The file with other code in its blocks, all else as it was.

        Args:
            codes: the new code of each of `blocks`.
        """
        pairs = list(zip(self.blocks, codes, strict=True))
        if self.suffix == ".ipynb":
            text = _replace_cells(self.text, pairs)
        else:
            lines = self.text.split("\n")
            for block, code in reversed(pairs):
                new = _shown(code).removesuffix("\n")
                new = textwrap.indent(prompts.shown(new) if block.prompts else new, block.indent)
                lines[block.line : block.line + block.lines] = new.split("\n")
            text = "\n".join(lines)
        return text.replace("\n", self.newline).encode(self.encoding)


def read(data: bytes, name: str, suffix: str = "") -> Source:
    """Read a file.

    Args:
        data: its contents.
        name: for messages.
        suffix: of its name; without one the contents decide.

    Raises:
        InputError: it is too large, or not text, or there is no Python in it.
    """
    _check_size(len(data), name, suffix or (".ipynb" if data.lstrip()[:1] == b"{" else ""))
    text, encoding = _decode(data, name)
    newline = "\r\n" if "\r\n" in text else "\n"
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    suffix = suffix.lower() or _guess(text)
    left_out: list[tuple[int, int]] = []
    if suffix == ".ipynb":
        programs = _notebook(text, name, left_out)
    elif suffix in (".py", ".pyw"):
        programs = [[_script(text, name)]]
    else:
        programs = _article(text, name, left_out)
    return Source(name, suffix, text, encoding, newline, programs, left_out)


def read_file(path: Path) -> Source:
    """Read a file by its path.

    Raises:
        InputError: as `read`, or there is no such file.
    """
    try:
        _check_size(path.stat().st_size, str(path), path.suffix)
        return read(path.read_bytes(), str(path), path.suffix)
    except FileNotFoundError:
        raise InputError(f"{path} does not exist; check the path.") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from None


def _check_size(size: int, name: str, suffix: str) -> None:
    kind, largest = "script", LARGEST
    if suffix.lower() == ".ipynb":
        kind, largest = "notebook", LARGEST_NOTEBOOK
    if size > largest:
        raise InputError(f"{name} has {size} bytes; a {kind} has at most {largest}.")


def _decode(data: bytes, name: str) -> tuple[str, str]:
    """The text, and the encoding in which a copy is to be written."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError:
                raise InputError(f"{name} is not text: it is damaged or binary.") from None
    if b"\0" in data:
        raise InputError(f"{name} is not text, but a binary file.")
    declared = re.match(rb"(?:[^\n]*\n)?[ \t\f]*#[^\n]*coding[:=][ \t]*([-\w.]+)", data)
    if declared:
        encoding = declared[1].decode("ascii", "replace")
        try:
            return data.decode(encoding), encoding
        except (LookupError, UnicodeDecodeError):
            pass
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        try:  # The encoding of Chinese Windows. Python 3 does not read it undeclared: write UTF-8.
            return data.decode("gb18030"), "utf-8"
        except UnicodeDecodeError:
            raise InputError(f"{name} is neither UTF-8 nor GBK text.") from None


def _guess(text: str) -> str:
    """The suffix for text without a name."""
    if text.lstrip().startswith("{"):
        try:
            if "cells" in json.loads(text):
                return ".ipynb"
        except ValueError:
            pass
    return ".md" if re.search(r"^\s*(```|~~~)", text, re.MULTILINE) else ".py"


def _script(text: str, name: str) -> Block:
    try:
        code, python2 = _as_python3(text)  # it may have been exported from a notebook
    except TabError as error:
        raise InputError(
            f"{name}, line {error.lineno}: the indentation mixes tabs and spaces; use spaces only."
        ) from None
    except NOT_PYTHON as error:
        line = f", line {error.lineno}" if getattr(error, "lineno", None) else ""
        reason = getattr(error, "msg", None) or str(error) or "it is nested too deeply"
        raise InputError(f"{name}{line}: this is not Python ({reason}).") from None
    return Block(code, lines=code.count("\n"), python2=python2)


def _notebook(text: str, name: str, left_out: list) -> list[list[Block]]:
    try:
        cells = json.loads(text)["cells"]
        codes = [
            (number, "".join(cell["source"]))
            for number, cell in enumerate(cells, 1)
            if cell["cell_type"] == "code"
        ]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InputError(
            f"{name} is not a notebook of today's form (JSON with a list of cells)."
        ) from None
    _check_size(sum(len(cell) for _, cell in codes), f"the code in {name}", ".py")
    blocks = []
    for number, cell in codes:
        if re.match(r"\s*%%(?!time|capture|prun)", cell):
            continue  # another language
        try:
            code, python2 = _as_python3(cell)
            blocks.append(Block(code, cell=number, python2=python2))
        except NOT_PYTHON:
            left_out.append((number, number))
    return [blocks]


def _replace_cells(text: str, pairs: list[tuple[Block, str]]) -> str:
    notebook = json.loads(text)
    for block, code in pairs:
        if code == block.code and not block.python2:
            continue
        cell = notebook["cells"][block.cell - 1]
        code = _shown(code).removesuffix("\n")
        as_list = isinstance(cell["source"], list)
        cell["source"] = re.findall(r"[^\n]*\n|[^\n]+", code) if as_list else code
    indent = re.match(r"\{\n?( *)", text)
    new = json.dumps(notebook, indent=len(indent[1]) or None, ensure_ascii=False)
    return new + "\n" * text.endswith("\n")


def _article(text: str, name: str, left_out: list) -> list[list[Block]]:
    """The fenced blocks; a block that imports anew what was imported begins another program."""
    programs: list[list[Block]] = []
    imported: set[str] = set()
    for block in _fenced(text, left_out):
        new = _imported(block.code)
        if not programs or new & imported:
            programs.append([])
            imported = set()
        programs[-1].append(block)
        imported |= new
    if not programs:
        raise NoPython(f"{name} has no block (``` and ``` around it) that can be read as Python.")
    return programs


def _fenced(text: str, left_out: list) -> list[Block]:
    blocks = []
    lines = text.split("\n")
    start = None
    for number, line in enumerate(lines):
        fence = FENCE.match(line)
        if start is None:
            if fence:
                start, indent, mark, language = number + 1, *fence.groups()
        elif re.match(rf"\s*{mark[0]}{{{len(mark)},}}\s*$", line):
            body = [part.removeprefix(indent) for part in lines[start:number]]
            language = language.lower().strip("{}.")
            must = language in PYTHON
            asked = prompts.has_prompts(body)
            code, python2, length = "", [], 0
            if must or not language:
                read = _beginning if must and not asked else _all_or_nothing
                code, python2, length = read(prompts.program(body) if asked else body)
            if length:
                blocks.append(Block(code, start, None, length, indent, python2, asked))
            if must and length < len(body):
                left_out.append((start + length + 1, number))
            start = None
    return blocks


def _beginning(lines: list[str]) -> tuple[str, list, int]:
    """As many lines as are Python: below a program many authors paste what it printed."""
    while lines:
        try:
            return (*_as_python3("\n".join(lines)), len(lines))
        except SyntaxError as error:
            lines = lines[: min(max((error.lineno or 0) - 1, 0), len(lines) - 1)]
        except NOT_PYTHON:
            break
    return "", [], 0


def _all_or_nothing(lines: list[str]) -> tuple[str, list, int]:
    """For a block that does not say that it is Python, or shows a dialogue."""
    try:
        return (*_as_python3("\n".join(lines)), len(lines))
    except NOT_PYTHON:
        return "", [], 0


def _imported(code: str) -> set[str]:
    return {
        alias.asname or alias.name
        for node in ast.walk(parse(code))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }


def _as_python3(text: str) -> tuple[str, list[tuple[int, str]]]:
    """The code as Python 3, and what of Python 2 was changed for that.

    Lines for IPython may stand in it; they are hidden in comments.

    Raises:
        SyntaxError: it is neither.
    """
    code, python2 = text.removesuffix("\n") + "\n", []
    while True:
        try:
            parse(code)
            return code, python2
        except TabError:
            raise
        except SyntaxError as error:
            changed = _hidden(code, error.lineno or 0)
            if changed == code and not python2:
                changed, python2 = _from_python2(code)
            if changed == code:
                raise
            code = changed


def _hidden(code: str, number: int) -> str:
    """The code with the magic that Python refuses, and its continuation, as comments."""
    lines = code.split("\n")
    start = MAGIC.fullmatch(lines[number - 1]) if 0 < number <= len(lines) else None
    while start:
        line = lines[number - 1].removeprefix(start[1])
        lines[number - 1] = f"{start[1]}pass  #magic# {line}"
        if not line.endswith("\\") or number == len(lines):
            break
        number += 1
    return "\n".join(lines)


def _shown(code: str) -> str:
    """The code with its magics as they were."""
    return HIDDEN.sub(r"\1\2", code)


def _from_python2(code: str) -> tuple[str, list[tuple[int, str]]]:
    """Write `print x` as a call, and `except X, e` with `as`."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(code).readline))
    except (tokenize.TokenError, SyntaxError):
        return code, []
    changes = []
    for statement in _simple_statements(tokens):
        first, rest = statement[0], statement[1:]
        if first.string == "print" and not (rest and rest[0].string in ("(", "=", ".")):
            end = rest[-1].end if rest else first.end
            changes.append((first.start, end, _print_call(rest, code), "print-statement"))
        if first.string == "except":
            for comma in _outer_commas(rest):
                changes.append((comma.start, comma.end, " as", "except-comma"))
    lines = code.split("\n")
    for (row, column), (last, end), new, _ in reversed(changes):
        tail = lines[last - 1][end:]
        lines[row - 1 : last] = (lines[row - 1][:column] + new + tail).split("\n")
    return "\n".join(lines), [(start[0], syntax) for start, _, _, syntax in changes]


def _simple_statements(tokens: list[tokenize.TokenInfo]):
    """The tokens of each simple statement or header of a compound one, without the end mark."""
    statement, depth = [], 0
    for token in tokens:
        if token.type in (tokenize.COMMENT, tokenize.NL, tokenize.INDENT, tokenize.DEDENT):
            continue
        depth += (token.string in ("(", "[", "{")) - (token.string in (")", "]", "}"))
        if token.type == tokenize.NEWLINE or (depth == 0 and token.string in (";", ":")):
            if statement:
                yield statement
            statement = []
        elif token.type != tokenize.ENDMARKER:
            statement.append(token)


def _outer_commas(tokens: list[tokenize.TokenInfo]) -> list[tokenize.TokenInfo]:
    commas, depth = [], 0
    for token in tokens:
        depth += (token.string in ("(", "[", "{")) - (token.string in (")", "]", "}"))
        if token.string == "," and depth == 0:
            commas.append(token)
    return commas


def _print_call(arguments: list[tokenize.TokenInfo], code: str) -> str:
    extra = ""
    if arguments and arguments[0].string == ">>":
        commas = _outer_commas(arguments)
        cut = arguments.index(commas[0]) if commas else len(arguments)
        extra = f", file={_text(arguments[1:cut], code)}"
        arguments = arguments[cut + 1 :]
    elif arguments and arguments[-1].string == ",":
        extra = ', end=" "'
        arguments = arguments[:-1]
    return f"print({(_text(arguments, code) + extra).removeprefix(', ')})"


def _text(tokens: list[tokenize.TokenInfo], code: str) -> str:
    """What stands in the code from the first token to the last."""
    if not tokens:
        return ""
    (row, column), (last, end) = tokens[0].start, tokens[-1].end
    lines = code.split("\n")[row - 1 : last]
    lines[-1] = lines[-1][:end]
    lines[0] = lines[0][column:]
    return "\n".join(lines)
