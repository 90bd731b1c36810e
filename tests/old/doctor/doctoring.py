"""What tests of the doctor ask of it."""

from keras_primer.old import catalogue, doctor
from keras_primer.old.doctor import source


def script(code: str) -> source.Source:
    return source.read(code.encode(), "old.py", ".py")


def found(code: str) -> dict[int, set[str]]:
    """The ids that the doctor reports, by line."""
    lines: dict[int, set[str]] = {}
    for report in doctor.examine(script(code)):
        lines.setdefault(report.line, set()).add(report.entry.id)
    return lines


def fixed(code: str) -> str:
    return doctor.migrate(script(code), "en").decode()


def whole(entry: catalogue.Entry) -> str:
    """The old snippet of an entry behind its preamble, as a program."""
    setup = catalogue.setups()[entry.setup] if entry.setup else ""
    return f"{setup}{entry.old}\n"
