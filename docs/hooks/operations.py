"""The table of TensorFlow's functions and those of `keras.ops` that do the same.

It shows `keras_primer/old/operations.toml`, by which the doctor mends programs. Functions that keep
their name share a row with those whose arguments change in the same way.
"""

from results import table

from keras_primer.old.doctor import today
from keras_primer.old.operations import Operation, operations

HEADINGS = "TensorFlow | Keras"
SAME = {"zh": "`ops.` 加原名", "en": "`ops.` and the same name"}
WRITE = {"zh": "要写 {}", "en": "write {}"}
ONLY = {"zh": "只限写了 {} 的", "en": "only with {}"}
FITTING = 23  # characters of a name that a phone shows on one line


def rows(lang: str, root: str) -> str:
    """All operations, as a table in Markdown."""
    groups: dict[tuple[str, str], list[Operation]] = {}
    for operation in operations():
        key = "" if keeps_name(operation) else operation.keras, changes(operation, lang)
        groups.setdefault(key, []).append(operation)
    return table(HEADINGS, [row(group, lang) for group in groups.values()])


def row(group: list[Operation], lang: str) -> list[str]:
    """Operations with the same changes; if there are several, they keep their names."""
    old = " ".join(code(f"tf.{name}") for operation in group for name in names(operation))
    new = SAME[lang] if len(group) > 1 else code(f"ops.{group[0].keras}")
    return [old, "<br>".join(filter(None, (new, changes(group[0], lang))))]


def names(operation: Operation) -> list[str]:
    """Its names in TensorFlow, or the short ones such as `tf.exp`, if there are some."""
    short = [name for name in operation.tensorflow if "." not in name]
    return short or list(operation.tensorflow)


def keeps_name(operation: Operation) -> bool:
    return all(name.rpartition(".")[2] == operation.keras for name in operation.tensorflow)


def changes(operation: Operation, lang: str) -> str:
    """The arguments that are called differently, and what a call has to have."""
    arguments = operation.arguments
    if arguments == {}:
        first = [today.parameters(name)[0] for name in full_names(operation)]
        arguments = dict([first])
    lines = [f"{code(old)} → {code(new)}" for old, new in (arguments or {}).items() if old != new]
    if operation.added:
        lines.append(WRITE[lang].format(code("=".join(operation.added))))
    if operation.needed:
        lines.append(ONLY[lang].format(" ".join(map(code, operation.needed))))
    return "<br>".join(lines)


def full_names(operation: Operation) -> tuple[str, str]:
    """Of the function of TensorFlow and of that of Keras."""
    return f"tensorflow.{operation.tensorflow[0]}", f"keras.ops.{operation.keras}"


def code(text: str) -> str:
    """In the line; a long name may break behind its dots."""
    return f"<code>{text.replace('.', '.<wbr>') if len(text) > FITTING else text}</code>"
