"""`doctor --prove`: runs the mended copy, and says where it stops.

This is the side of the doctor. The other one, `trial`, is a process of its own, in which the
program runs in a temporary folder, without network, and with stand-ins for what is not there.
"""

import contextlib
import functools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from keras_primer import environment
from keras_primer.old import catalogue
from keras_primer.old.catalogue import Entry
from keras_primer.old.doctor import repository
from keras_primer.old.doctor.repository import Examined

LIMIT = 120  # seconds for the program
START = 600  # seconds for Keras to start before, which takes long on a machine that is busy
LARGEST = 100_000_000  # bytes of a file that the program names, to be there for it
CALL = re.compile(r'File ".*[\\/](\d+)\.py", line (\d+)')  # of a part of the program
WORDS = {
    "zh": {
        "runs": "正在单独的进程里运行 {}：不联网，数据和预训练权重用替身，每次训练只走一步，"
        "最多 {} 秒。",
        "stubs": "用到的替身：{}",
        "comma": "、",
        "place": "{}，第 {} 行：{}",
        "cell": "{}，单元格 {}，第 {} 行：{}",
        "end": "运行到了最后一行，没有报错",
        "limit": "到了时限还停在这一行，没有报错",
        "stops": "停在这里：",
        "known": "这个报错有记录：{}",
        "page": "详见：",
    },
    "en": {
        "runs": "Running {} in a process of its own: no network, stand-ins for data and pretrained "
        "weights, one step of each training, at most {} seconds.",
        "stubs": "stand-ins used: {}",
        "comma": ", ",
        "place": "{}, line {}: {}",
        "cell": "{}, cell {}, line {}: {}",
        "end": "it ran to its last line without an error",
        "limit": "the time was up in this line; there was no error",
        "stops": "it stops here: ",
        "known": "this message is on record: {}",
        "page": "more: ",
    },
}


@dataclass(frozen=True)
class Part:
    """A block of the copy: its code, and where it stands, as in `source.Block`."""

    code: str
    line: int
    cell: int | None


@dataclass(frozen=True)
class Proof:
    """How far a program ran.

    Attributes:
        ended: whether it ran to its last line.
        message: what it stopped with; empty if there was no error.
        part, line: the last line that was reached, from 1, and which part it is of; `None` where
            that is not known.
        stubs: what was used in the place of what is not there.
    """

    ended: bool = False
    message: str = ""
    part: int | None = None
    line: int = 0
    stubs: tuple[str, ...] = ()


def report(item: Examined, lang: str, site: str) -> bool:
    """Run the copy of a file, and print how far it came; returns whether that is to its end.

    Raises:
        InputError: Keras cannot be started here.
    """
    environment.check_keras()
    words, name = WORDS[lang], repository.copy_of(item.path).name
    print(words["runs"].format(name, LIMIT), flush=True)
    parts = list(_parts(item))
    proof = run(parts, item.path.parent)
    if proof.stubs:
        print(words["stubs"].format(words["comma"].join(proof.stubs)))
    if proof.part is not None:
        part = parts[proof.part]
        place = (part.cell, proof.line) if part.cell else (part.line + proof.line,)
        line = part.code.split("\n")[proof.line - 1].strip()
        print(words["cell" if part.cell else "place"].format(name, *place, line))
    if proof.message:
        print(words["stops"] + proof.message)
        _print_known(proof.message, words, lang, site)
    else:
        print(words["end" if proof.ended else "limit"])
    return proof.ended


def _print_known(message: str, words: dict[str, str], lang: str, site: str) -> None:
    if entry := entry_of(message):
        print(words["known"].format(getattr(entry.title, lang)))
        print(getattr(entry.why, lang))
        print(f"{words['page']}{site}{entry.address}")


def entry_of(message: str) -> Entry | None:
    """The entry whose message this is; the numbers in it may be others."""
    message = _without_numbers(message)
    return next((entry for known, entry in _known() if known.fullmatch(message)), None)


@functools.cache
def _known() -> list[tuple[re.Pattern, Entry]]:
    """The messages that end a program: those that say most come first."""
    known = {
        ".*".join(map(re.escape, _without_numbers(outcome.one_line).split("…"))): entry
        for entry in catalogue.entries().values()
        for outcome in (entry.today, *entry.overrides.values())
        if outcome.kind == "raises"
    }
    return [(re.compile(text), known[text]) for text in sorted(known, key=len, reverse=True)]


def _without_numbers(message: str) -> str:
    return re.sub(r"_?\d+", "", " ".join(message.split()))


def _parts(item: Examined) -> Iterator[Part]:
    moved = 0  # how many lines longer the copy is before this part
    for cure in item.cures:
        for block, code in zip(cure.blocks, cure.codes, strict=True):
            yield Part(code, block.line + moved, block.cell)
            moved += code.count("\n") - block.code.count("\n")


def run(parts: list[Part], beside: Path) -> Proof:
    """Run a program, part by part, in a temporary folder.

    Args:
        parts: of the program.
        beside: the folder of the file: its modules can be imported, and those of its files that
            the program names are copied into the temporary folder.
    """
    with tempfile.TemporaryDirectory(prefix="doctor-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        for number, part in enumerate(parts):
            (folder / f"{number}.py").write_text(part.code, encoding="utf-8")
        (folder / "here").mkdir()
        _copy_named(parts, beside, folder / "here")
        (folder / "keras").mkdir()
        if environment.settings_file().exists():
            shutil.copy(environment.settings_file(), folder / "keras")
        return _left_in(folder, _wait(folder, beside))


def _copy_named(parts: list[Part], beside: Path, to: Path) -> None:
    named = {text for part in parts for text in re.findall(r"""["']([^"'\n]+)["']""", part.code)}
    for text in named:
        old, new = beside / text, to / text
        with contextlib.suppress(OSError):  # what is no path, or cannot be read
            if new.resolve().is_relative_to(to) and old.is_file() and old.stat().st_size < LARGEST:
                new.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(old, new)


def _wait(folder: Path, beside: Path) -> int | None:
    """Run the process to its end; returns its exit code, or `None` if it had to be ended."""
    package = Path(__file__).parents[3]
    path = os.pathsep.join(filter(None, [str(package), os.environ.get("PYTHONPATH")]))
    process = subprocess.Popen(
        [sys.executable, "-m", f"{__package__}.trial", folder, beside.resolve(), str(LIMIT)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder / "here",
        env=os.environ | {"PYTHONPATH": path},
        start_new_session=True,
    )
    try:
        return process.wait(START + LIMIT)  # it ends itself before that, if it can
    except subprocess.TimeoutExpired:
        return None
    finally:
        process.kill()
        if hasattr(os, "killpg"):  # and what it has started
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def _left_in(folder: Path, code: int | None) -> Proof:
    """What the process left in its folder."""
    names = ("stubs", "result", "stack")
    stubs, result, stack = (_text(folder / name) for name in names)
    stubs = tuple(dict.fromkeys(stubs.splitlines()))
    if result:
        return Proof(**json.loads(result), stubs=stubs)
    # What faulthandler wrote: the main thread comes last, and its latest call first.
    threads = reversed(stack.split("\n\n"))
    calls = [call for thread in threads for call in CALL.findall(thread)]
    part, line = map(int, calls[0]) if calls else (None, 0)
    late = code is None or stack.startswith("Timeout")
    message = "" if late else stack.partition("\n")[0] or f"exit code {code}"
    return Proof(message=message, part=part, line=line, stubs=stubs)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""
