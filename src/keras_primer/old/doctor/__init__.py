"""`python -m keras_primer doctor`: what no longer holds in old code, and what to write instead.

The code is read, never run. The catalogue says what is old (`keras_primer.old.catalogue`). The way
of a file through this package:

- `source` reads it, and finds the Python in it;
- `tree`, `scopes`, `names`, `values` tell what stands in a program and for what; `program` has all;
- `search` finds what is old, `rewrite` writes today's form as `edits`;
- `cure` does so until nothing is left to mend, and `report` says it.
"""

import argparse
import sys
from pathlib import Path

from keras_primer import environment
from keras_primer.errors import InputError
from keras_primer.old.doctor import report, source
from keras_primer.old.doctor.cure import Cure, Report
from keras_primer.old.doctor.source import Source


def examine(old: Source) -> list[Report]:
    """All old idioms in a file, in its order.

    Raises:
        InputError: a program in it cannot be parsed.
    """
    return _reports(_cures(old))


def migrate(old: Source, lang: str) -> bytes:
    """The file with what is safe rewritten, and the rest marked by comments.

    Args:
        old: the file.
        lang: the language of the comments, "zh" or "en".

    Raises:
        InputError: a program in it cannot be parsed.
    """
    return _copy(old, _cures(old), lang)


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
    cures = _cures(old)
    reports = _reports(cures)
    copy = None
    if options.fix and reports:
        copy = _write_copy(Path(options.file), _copy(old, cures, options.lang))
    site = options.site.rstrip("/") + "/" if options.site else ""
    print_report = report.print_json if options.json else report.print_text
    print_report(old, reports, copy, options.lang, site)
    return 1 if reports else 0


def _write_copy(path: Path, data: bytes) -> Path:
    copy = path.with_name(f"{path.stem}.keras3{path.suffix}")
    try:
        with open(copy, "xb") as file:
            file.write(data)
    except FileExistsError:
        raise InputError(f"{copy} is already there; move it away first.") from None
    except OSError as error:
        raise InputError(f"{copy} cannot be written: {error.strerror}.") from None
    return copy


def _cures(old: Source) -> list[Cure]:
    """The programs of a file, each knowing what the one before it made."""
    cures: list[Cure] = []
    for blocks in old.programs:
        before = cures[-1].old if cures else None
        cures.append(Cure(blocks, old.name, before))
    return cures


def _reports(cures: list[Cure]) -> list[Report]:
    return [item for cure in cures for item in cure.reports()]


def _copy(old: Source, cures: list[Cure], lang: str) -> bytes:
    return old.replaced([code for cure in cures for code in cure.marked(lang)])
