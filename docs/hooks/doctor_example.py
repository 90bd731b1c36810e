"""The doctor at work on `examples/old/old_mnist.py`, run while its page is built."""

import contextlib
import io
from pathlib import Path

from keras_primer.old import doctor
from keras_primer.old.doctor import source

PATIENT = Path(__file__).parent.parent.parent / "examples" / "old" / "old_mnist.py"


def before(lang: str, root: str) -> str:
    """The old script."""
    return fence("python", PATIENT.read_text(encoding="utf-8"))


def report(lang: str, root: str) -> str:
    """What the doctor says of it."""
    with contextlib.redirect_stdout(io.StringIO()) as printed, contextlib.chdir(PATIENT.parent):
        doctor.run([PATIENT.name, "--lang", lang])
    return fence("text", printed.getvalue())


def after(lang: str, root: str) -> str:
    """The copy that `--fix` writes."""
    return fence("python", doctor.migrate(source.read_file(PATIENT), lang).decode())


def fence(language: str, text: str) -> str:
    return f"```{language}\n{text.rstrip()}\n```"
