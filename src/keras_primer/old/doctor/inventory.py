"""Lists what Keras, the Keras of TensorFlow and TensorFlow have today, for `today.json`.

    python -m keras_primer.old.doctor.inventory

writes the list anew from what is installed. The names that TensorFlow 2 moved are those of its own
table (tensorflow/tools/compatibility/renames_v2.py and all_renames_v2.py, Apache License 2.0).
"""

import importlib.metadata
import inspect
import json
import pkgutil
import types
from collections.abc import Iterator
from pathlib import Path

FILE = Path(__file__).with_name("today.json")
# Below these nothing is listed: the doctor does not judge what is there.
CLOSED = {
    *("keras.src", "tensorflow.keras", "tensorflow.compat.v2", "tensorflow.dtensor"),
    *("tensorflow.compat.v1.compat", "tensorflow.compat.v1.keras"),
}
# What `Layer` takes besides what its signature says.
OF_LAYERS = ("input_shape", "batch_shape", "batch_input_shape", "input_dim", "input_dtype")


def make() -> dict:
    """The list: see `keras_primer.old.doctor.today`."""
    import keras
    import tensorflow

    signatures: list[str] = [""]
    keras_names = _listed(keras, "keras", signatures)
    names = {"keras": keras_names, "tensorflow": _listed(tensorflow, "tensorflow", signatures)}
    names["tensorflow"]["keras"] = _listed(tensorflow.keras, "tensorflow.keras", signatures)
    moved, nearest = _moved(tensorflow, names["tensorflow"]["compat"]["v1"])
    return {
        "made_with": {name: importlib.metadata.version(name) for name in ("keras", "tensorflow")},
        "signatures": signatures,
        "names": names,
        "moved": moved,
        "nearest": nearest,
    }


def text(listed: dict) -> str:
    """The list as the file has it: one line for each name at the top, so that changes show."""
    parts = []
    for key, value in listed.items():
        if key == "names":
            rows = {f"{name}.{top}": below for name in value for top, below in value[name].items()}
            body = ",\n".join(f"{json.dumps(row)}: {_packed(below)}" for row, below in rows.items())
            parts.append(f'"names": {{\n{body}\n}}')
        else:
            parts.append(f"{json.dumps(key)}: {_packed(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _packed(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


def _listed(module: types.ModuleType, full: str, signatures: list[str]) -> dict:
    """What is in a module: modules as dictionaries, all else as the number of a signature."""
    found = {}
    for name, item in sorted(_public(module)):
        path = f"{full}.{name}"
        if path in CLOSED:
            found[name] = 0
        elif not isinstance(item, types.ModuleType):
            found[name] = _number(_signature(item), signatures)
        elif not _is_part(item, path):
            found[name] = 0
        else:
            found[name] = _listed(item, path, signatures)
    if "." not in full:  # packages that nobody promised, but which are there
        for _, name, _ in pkgutil.iter_modules(module.__path__):
            if not name.startswith("_"):
                found.setdefault(name, 0)
    return found


def _public(module: types.ModuleType) -> Iterator[tuple[str, object]]:
    for name in dir(module):
        if not name.startswith("_"):
            try:
                item = getattr(module, name)
                dir(item)  # of what TensorFlow loads only now, and cannot
            except (ImportError, AttributeError):
                continue
            yield name, item


def _is_part(module: types.ModuleType, path: str) -> bool:
    """Whether a module belongs to the public names, and is not what one imports for itself."""
    name = getattr(module, "__name__", "")
    public = name.startswith(("keras.", "tensorflow._api.")) and not name.startswith("keras.src")
    return public or name == path


def _number(signature: str, signatures: list[str]) -> int:
    if signature not in signatures:
        signatures.append(signature)
    return signatures.index(signature)


def _signature(item: object) -> str:
    """The names of all arguments; `**` at the end if there may be others; empty if unknown."""
    import keras

    try:
        parameters = inspect.signature(item).parameters.values()
    except (TypeError, ValueError):
        return ""
    variable = (inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL)
    named = [parameter.name for parameter in parameters if parameter.kind not in variable]
    if all(parameter.kind != inspect.Parameter.VAR_KEYWORD for parameter in parameters):
        return ",".join(named) or "-"
    if isinstance(item, type) and issubclass(item, keras.Model):
        return ""  # what it takes depends on how it is called
    if isinstance(item, type) and issubclass(item, keras.layers.Layer):
        inherited = _inherited(item, keras.layers.Layer)
        if inherited is not None:
            return ",".join(dict.fromkeys([*named, *inherited, *OF_LAYERS]))
    return ",".join([*named, "**"])


def _inherited(layer: type, last: type) -> list[str] | None:
    """The arguments that a layer hands on to its bases, if all of them say which they take."""
    found = []
    for base in layer.__mro__[1:]:
        if "__init__" in vars(base):
            parameters = inspect.signature(base.__init__).parameters.values()
            found += [item.name for item in parameters if item.kind in (1, 3)][1:]
            if base is last:
                return found
            if all(item.kind != inspect.Parameter.VAR_KEYWORD for item in parameters):
                return found
    return None


def _moved(
    tensorflow: types.ModuleType, first_names: dict
) -> tuple[dict[str, str], dict[str, str]]:
    """Names of TensorFlow 1: those of which the same object has another name, and the others."""
    from tensorflow.tools.compatibility import all_renames_v2

    moved, nearest = {}, {}
    for old, new in sorted(all_renames_v2.symbol_renames.items()):
        old, new = (name.removeprefix("tf.") for name in (old, new))
        if _get(tensorflow, old) is not None or _get(tensorflow, new) is None:
            continue
        first = _get(tensorflow.compat.v1, old)
        same = first is not None and first is _get(tensorflow, new)
        # What is kept for version 1 may need its sessions.
        (moved if same and not new.startswith("compat.") else nearest)[old] = new
    for old in _flat(first_names):
        if old not in moved and old not in nearest and _get(tensorflow, old) is None:
            nearest[old] = f"compat.v1.{old}"
    return moved, dict(sorted(nearest.items()))


def _flat(table: dict) -> Iterator[str]:
    for name, below in table.items():
        if isinstance(below, dict):
            yield from (f"{name}.{rest}" for rest in _flat(below))
        else:
            yield name


def _get(item: object, name: str) -> object:
    for part in name.split("."):
        try:
            item = getattr(item, part, None)
        except ImportError:  # a module that is loaded when it is asked for, and is not there
            return None
    return item


if __name__ == "__main__":
    FILE.write_text(text(make()), encoding="utf-8")
    print(f"Written: {FILE}.")
