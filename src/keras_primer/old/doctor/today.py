"""What exists today: the public names of Keras, of TensorFlow's Keras and of TensorFlow.

`today.json` holds them, made by `keras_primer.old.doctor.inventory` from what was installed:

`made_with`   the versions of the packages.
`signatures`  the names of arguments, each list once; "**" where there may be others, "-" for none,
              empty where it is not known. A name refers to one by its number.
`names`       modules as tables of names, in tables of one line for each name at the top.
`moved`       names of TensorFlow 1 and where the same object is in TensorFlow 2.
`nearest`     other names of TensorFlow 1 and what TensorFlow's table puts in their place, or that
              they are kept in `tf.compat.v1`.
"""

import difflib
import functools
import json
import re
from pathlib import Path

FILE = Path(__file__).with_name("today.json")
ROOTS = ("keras", "tensorflow")


@functools.cache
def contents() -> dict:
    """The file."""
    return json.loads(FILE.read_text(encoding="utf-8"))


@functools.cache
def names() -> dict:
    """All names, as tables within tables: the number of a signature for what is no module."""
    top: dict = {root: {} for root in ROOTS}
    for name, below in contents()["names"].items():
        root, _, rest = name.partition(".")
        top[root][rest] = below
    return top


@functools.cache
def missing(name: str) -> str | None:
    """The beginning of a full name that does not exist today; `None` if all of it may."""
    table = names()
    parts = re.sub(r"^tensorflow\.compat\.(v2|v1(?=\.keras\b))", "tensorflow", name).split(".")
    for count, part in enumerate(parts, 1):
        if (
            not isinstance(table, dict)
            or part.startswith("_")
            or (count == 1 and part not in ROOTS)
        ):
            return None
        if part not in table:
            return ".".join(parts[:count])
        table = table[part]
    return None


def parameters(name: str) -> list[str] | None:
    """The names of the arguments of a function or class, in order; `None` if it is not known.

    "**" among them stands for any others.
    """
    table = names()
    for part in name.split("."):
        table = table.get(part, 0) if isinstance(table, dict) else 0
    signature = contents()["signatures"][table] if isinstance(table, int) else ""
    return [item for item in signature.split(",") if item != "-"] if signature else None


@functools.cache
def keywords(name: str) -> set[str] | None:
    """The keywords that a function or class takes; `None` if there may be any."""
    known = parameters(name)
    return None if known is None or "**" in known else set(known)


def moved(name: str) -> str | None:
    """Where TensorFlow has the same object under another name."""
    new = contents()["moved"].get(name.removeprefix("tensorflow."))
    return new and f"tensorflow.{new}"


def listed(name: str) -> str | None:
    """The beginning of a full name, as long as can be, that TensorFlow's table has."""
    parts = name.split(".")
    for count in range(len(parts), 1, -1):
        rest = ".".join(parts[1:count])
        if parts[0] == "tensorflow" and (
            rest in contents()["moved"] or rest in contents()["nearest"]
        ):
            return f"tensorflow.{rest}"
    return None


@functools.cache
def nearest(name: str) -> str:
    """The name of today that is most like one that is gone; empty if none is."""
    root, _, rest = name.partition(".")
    if root == "tensorflow" and rest in contents()["nearest"]:
        return f"tensorflow.{contents()['nearest'][rest]}"
    if name.startswith("tensorflow.keras.") and not missing(name.removeprefix("tensorflow.")):
        return name.removeprefix("tensorflow.")
    module, _, leaf = name.rpartition(".")
    there = _everywhere(root)
    if leaf in there:
        return there[leaf]
    near = [other for other, full in there.items() if full.startswith(f"{module}.")]
    found = difflib.get_close_matches(leaf, near, 1, 0.75) or [
        *difflib.get_close_matches(leaf, there, 1, 0.9)
    ]
    return there[found[0]] if found else ""


@functools.cache
def _everywhere(root: str) -> dict[str, str]:
    """The full name of each name of a package, the shortest where there are several."""
    found: dict[str, str] = {}
    stack = [(root, names()[root])]
    while stack:
        full, table = stack.pop()
        for name, below in table.items():
            path = f"{full}.{name}"
            if isinstance(below, dict) and path not in ("tensorflow.compat", "tensorflow.keras"):
                stack.append((path, below))
            if name not in found or len(path) < len(found[name]):
                found[name] = path
    return found
