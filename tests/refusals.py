"""Promise 9: bad input gets one clear sentence and exit code 2, and nothing is lost."""

import re
from pathlib import Path

# What TensorFlow's C++ writes at every start, before it reads any setting.
TENSORFLOW = re.compile(r"WARNING: All log messages before absl|[IE]\d{4} ")


def contents(folder: Path) -> dict[str, bytes | None]:
    """Every file of a folder with its bytes, and every folder in it; but not the Keras cache."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
        if path.name not in ("keras", "keras.json")
    }


def check(code: int, stderr: str, *words: str) -> None:
    """Assert that a command was refused, in one sentence that has certain words in it."""
    assert code == 2
    lines = [line for line in stderr.splitlines() if line and not TENSORFLOW.match(line)]
    assert len(lines) == 1, stderr
    line = lines[0]
    assert line.startswith("keras_primer: "), line
    assert [word for word in words if word not in line] == [], line
