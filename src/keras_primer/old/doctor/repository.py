"""Reads many files: what is old in each of them, counted by kind and by file."""

import functools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from keras_primer.errors import InputError
from keras_primer.old.doctor import source
from keras_primer.old.doctor.cure import Cure, Report
from keras_primer.old.doctor.source import Source

READ = {".py", ".pyw", ".ipynb", ".md"}
# What is not the author's own code, or only made of it.
SKIPPED = {"node_modules", "site-packages", "__pycache__", "build", "dist"}
MIGRATED = ".keras3"  # in the name of a copy


@dataclass(frozen=True)
class Examined:
    """A file that was examined.

    Attributes:
        path: where it is.
        old: what it holds; `None` if it cannot be read, or holds no Python.
        cures: its programs, each knowing what the one before it made.
        refusal: why it cannot be read; empty if it can.
    """

    path: Path
    old: Source | None
    cures: tuple[Cure, ...] = ()
    refusal: str = ""

    @functools.cached_property
    def reports(self) -> list[Report]:
        """All old idioms in it, in its order."""
        return [item for cure in self.cures for item in cure.reports()]

    def migrated(self, lang: str) -> bytes:
        """It with what is safe rewritten, and the rest marked by comments in a language."""
        return self.old.replaced([code for cure in self.cures for code in cure.marked(lang)])


def files(paths: Iterable[Path]) -> list[Path]:
    """The files that are named, and those in the folders that are.

    Left out are hidden folders, virtual environments, packages of others, and migrated copies.

    Raises:
        InputError: a folder holds no file that could be examined.
    """
    found: dict[Path, None] = {}
    for path in paths:
        inside = sorted(_walk(path)) if path.is_dir() else [path]
        if not inside:
            raise InputError(f"{path} holds no {', '.join(sorted(READ))} file.")
        found.update(dict.fromkeys(inside))
    return list(found)


def examine(path: Path) -> Examined:
    """Read a file, and find what is old in it; an article without Python has nothing."""
    try:
        old = source.read_file(path)
        return Examined(path, old, tuple(cures(old)))
    except source.NoPython:
        return Examined(path, None)
    except InputError as error:
        return Examined(path, None, refusal=str(error))


def cures(old: Source) -> Iterator[Cure]:
    """The programs of a file, each knowing what the one before it made.

    Raises:
        InputError: a program in it cannot be parsed.
    """
    before = None
    for blocks in old.programs:
        cure = Cure(blocks, old.name, before)
        before = cure.old
        yield cure


def examine_all(paths: list[Path]) -> Iterator[Examined]:
    """Examine files, with a bar on the terminal that tells how far it is."""
    shown = sys.stderr.isatty()
    for number, path in enumerate(paths, 1):
        yield examine(path)
        if shown:
            done = 30 * number // len(paths)
            bar = "#" * done + "." * (30 - done)
            end = "\n" if number == len(paths) else ""
            print(f"\r{bar} {number}/{len(paths)}", end=end, file=sys.stderr, flush=True)


def copy_of(path: Path) -> Path:
    """Where the migrated copy of a file is written: beside it."""
    return path.with_name(f"{path.stem}{MIGRATED}{path.suffix}")


def check_free(paths: Iterable[Path]) -> None:
    """Raise `InputError` if the copy of a file would be written over something."""
    for copy in map(copy_of, paths):
        if copy.exists():
            raise InputError(f"{copy} is already there; move it away first.")


def write_copy(item: Examined, lang: str) -> Path:
    """Write a migrated copy beside a file; never over anything.

    Raises:
        InputError: it is there already, or cannot be written.
    """
    copy = copy_of(item.path)
    try:
        with open(copy, "xb") as file:
            file.write(item.migrated(lang))
    except OSError as error:
        raise InputError(f"{copy} cannot be written: {error.strerror}.") from None
    return copy


def check_committed(paths: Iterable[Path]) -> None:
    """Raise `InputError` if git could not bring back what is written over these files."""
    folders: dict[Path, list[str]] = {}
    for path in paths:
        folders.setdefault(path.parent, []).append(path.name)
    for folder, names in folders.items():
        if _git(folder, "rev-parse").returncode:
            raise InputError(f"{folder} is not in a git repository; use --fix instead.")
        if _git(folder, "ls-files", "--error-unmatch", "--", *names).returncode:
            raise InputError(f"git does not know all files of {folder}; use --fix instead.")
        if _git(folder, "status", "--porcelain").stdout.strip():
            raise InputError(
                f"the git repository of {folder} has changes that are not committed; commit them "
                "first, so that you can go back."
            )


def _git(folder: Path, *words: str) -> subprocess.CompletedProcess:
    try:
        return subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True)
    except FileNotFoundError:
        raise InputError("--in-place needs git, which is not installed; use --fix.") from None


def write_over(item: Examined, lang: str) -> Path:
    """Put the migrated file in the place of the old one, whole or not at all.

    Raises:
        InputError: it cannot be written.
    """
    path = item.path.resolve()  # where a link leads to
    try:
        with tempfile.TemporaryDirectory(prefix=".doctor-", dir=path.parent) as folder:
            new = Path(folder, path.name)
            new.write_bytes(item.migrated(lang))
            shutil.copymode(path, new)
            os.replace(new, path)
    except OSError as error:
        raise InputError(f"{item.path} cannot be written: {error.strerror}.") from None
    return item.path


def _walk(folder: Path) -> Iterator[Path]:
    for where, folders, names in os.walk(folder):
        folders[:] = [
            name
            for name in folders
            if not name.startswith(".")
            and name not in SKIPPED
            and not (Path(where, name) / "pyvenv.cfg").exists()
        ]
        for name in names:
            path = Path(where, name)
            if path.suffix.lower() in READ and not path.stem.endswith(MIGRATED):
                yield path
