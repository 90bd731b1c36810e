"""`python -m keras_primer doctor`: what no longer holds in old code, and what to write instead.

The code is read, never run. The catalogue says what is old (`keras_primer.old.catalogue`). The way
of a file through this package:

- `source` reads it, and finds the Python in it;
- `tree`, `scopes`, `names`, `values` tell what stands in a program and for what; `program` has all;
- `search` finds what is old, `rewrite` writes today's form as `edits`;
- `cure` does so until nothing is left to mend, `report` says it, and `repository` does it for many.

Only `--prove` runs code: `prove` does it, by `trial`, which is a process of its own.
"""

import argparse
import sys
from pathlib import Path

from keras_primer import environment
from keras_primer.errors import InputError
from keras_primer.old.doctor import prove, report, repository, source
from keras_primer.old.doctor.cure import Report
from keras_primer.old.doctor.repository import Examined
from keras_primer.old.doctor.source import Source


def examine(old: Source) -> list[Report]:
    """All old idioms in a file, in its order.

    Raises:
        InputError: a program in it cannot be parsed.
    """
    return [item for cure in repository.cures(old) for item in cure.reports()]


def migrate(old: Source, lang: str) -> bytes:
    """The file with what is safe rewritten, and the rest marked by comments.

    Args:
        old: the file.
        lang: the language of the comments, "zh" or "en".

    Raises:
        InputError: a program in it cannot be parsed.
    """
    return Examined(Path(old.name), old, tuple(repository.cures(old))).migrated(lang)


def run(argv: list[str]) -> int:
    """Run the command.

    Args:
        argv: its words, after `doctor`.

    Returns:
        The exit code: 0 nothing old was found, 1 something was, 2 the input cannot be used. With
        `--prove`: 0 the copy ran to its end, 1 it did not.
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
        description="Read old Keras code, and say what to write today. Only --prove runs code.",
        epilog="Exit code: 0 nothing old found, 1 something found, 2 the input cannot be used. "
        "With --prove: 0 the copy ran to its end, 1 it did not.",
    )
    parser.add_argument(
        "path",
        nargs="+",
        metavar="PATH",
        help="a script (.py), a notebook (.ipynb), an article with code blocks (.md, .txt), a "
        "folder with such files, or - for standard input",
    )
    writing = parser.add_mutually_exclusive_group()
    writing.add_argument(
        "--fix",
        action="store_true",
        help="write a migrated copy beside each file, NAME.keras3.py; never over anything",
    )
    writing.add_argument(
        "--in-place",
        action="store_true",
        help="write over the files; only where git has all that is in them",
    )
    writing.add_argument(
        "--prove",
        action="store_true",
        help="RUN the migrated copy of one file, in a temporary folder, without network, with "
        f"stand-ins for data, for at most {prove.LIMIT} seconds, and say where it stops",
    )
    parser.add_argument("--lang", choices=("zh", "en"), default=environment.language())
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="report in JSON")
    form.add_argument(
        "--sarif", action="store_true", help="report in SARIF, which code hosts and editors show"
    )
    parser.add_argument(
        "--site", default="", metavar="URL", help="where the pages are, for complete links"
    )
    return parser


def _run(options: argparse.Namespace) -> int:
    single = len(options.path) == 1 and not Path(options.path[0]).is_dir()
    if options.prove and (not single or options.json or options.sarif):
        raise InputError("--prove runs one file, and reports in words only.")
    found = [_examined(options)] if single else _all_examined(options)
    old = [item for item in found if item.reports]
    copies = _written(options, old)
    site = options.site.rstrip("/") + "/" if options.site else ""
    if options.prove:
        return 0 if prove.report(found[0], options.lang, site) else 1
    if options.sarif:
        report.print_sarif(found, options.lang, site)
    elif options.json:
        report.print_json(found, copies, options.lang, site, single)
    elif single:
        report.print_file(found[0], copies, options.lang, site)
    else:
        report.print_summary(found, copies, options.lang, site)
    return 1 if old else 0


def _examined(options: argparse.Namespace) -> Examined:
    """The one file that is named, which has to be one."""
    (name,) = options.path
    if name == "-":
        if options.fix or options.in_place:
            raise InputError("--fix writes beside a file; name a file instead of -.")
        old = source.read(sys.stdin.buffer.read(source.LARGEST_NOTEBOOK + 1), "<stdin>")
    else:
        old = source.read_file(Path(name))
    return Examined(Path(name), old, tuple(repository.cures(old)))


def _all_examined(options: argparse.Namespace) -> list[Examined]:
    """The files that are named or in folders that are, as far as they can be read."""
    if "-" in options.path:
        raise InputError("standard input (-) is read alone, not together with files.")
    found = list(repository.examine_all(repository.files(map(Path, options.path))))
    if all(item.refusal for item in found):
        none = f"none of {len(found)} files can be read; " if len(found) > 1 else ""
        raise InputError(none + found[0].refusal)
    return found


def _written(options: argparse.Namespace, found: list[Examined]) -> dict[Path, Path]:
    """What was written for each of the files in which something old was found."""
    paths = [item.path for item in found]
    if options.in_place:
        repository.check_committed(paths)
        return {item.path: repository.write_over(item, options.lang) for item in found}
    if options.fix:
        repository.check_free(paths)
        return {item.path: repository.write_copy(item, options.lang) for item in found}
    return {}
