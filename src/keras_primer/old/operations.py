"""Functions of TensorFlow and what is the same in `keras.ops`, in `operations.toml`.

Keys of an operation:

`tensorflow`  its names in TensorFlow, without `tf.`.
`keras`       its name in `keras.ops`.
`arguments`   those that both have, in the order of TensorFlow: `a`, or `a=b` where `keras.ops` says
              `b`; `*` for any, the same in both. Without it, the first of each.
`added`       what is written where TensorFlow's own default differs: `axis=0`.
`needed`      arguments of TensorFlow without which `keras.ops` does something else, or fails.
`example`     a call, with `x` for a tensor.
"""

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("operations.toml")


@dataclass(frozen=True)
class Operation:
    """A function of TensorFlow that `keras.ops` has, too: see the description of this module.

    Attributes:
        arguments: TensorFlow's names of arguments and those of `keras.ops`; empty for the first
            alone, `None` for any.
        added: name and value of what is written where it is missing; empty for nothing.
        needed: TensorFlow's names of arguments without which the two are not the same.
    """

    tensorflow: tuple[str, ...]
    keras: str
    arguments: dict[str, str] | None
    added: tuple[str, ...]
    needed: tuple[str, ...]
    example: str


@functools.cache
def operations() -> tuple[Operation, ...]:
    """All operations, in the order of the file."""
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(map(_operation, table["operation"]))


@functools.cache
def by_name() -> dict[str, Operation]:
    """The operations by their full names in TensorFlow."""
    return {f"tensorflow.{name}": item for item in operations() for name in item.tensorflow}


def _operation(table: dict) -> Operation:
    pairs = [item.partition("=") for item in table.get("arguments", "").split()]
    return Operation(
        tuple(table["tensorflow"]),
        table["keras"],
        None if table.get("arguments") == "*" else {old: new or old for old, _, new in pairs},
        tuple(table["added"].split("=")) if "added" in table else (),
        tuple(table.get("needed", "").split()),
        table["example"],
    )
