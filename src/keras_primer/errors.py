"""The one exception that is meant for the user of a command rather than for a programmer."""

from __future__ import annotations  # so that an older Python gets to say that it is too old

import sys
from collections.abc import Callable


class InputError(ValueError):
    """Something given from outside cannot be used.

    The message is one sentence or two: what is wrong with it, and what to do instead. The command
    line prints it and exits with code 2.
    """


def first_line(error: BaseException) -> str:
    """The beginning of what an exception says, or its name if it says nothing."""
    return next(iter(str(error).strip().splitlines()), type(error).__name__).rstrip(":")


def guarded(command: Callable[[], int | None]) -> int:
    """Run a command for a person at a terminal.

    Returns:
        The exit code: that of the command, 0 if it has none, 2 if something given could not be
        used, or if Ctrl-C stopped it.
    """
    try:
        return command() or 0
    except InputError as error:
        print(f"keras_primer: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nkeras_primer: stopped by Ctrl-C; nothing unfinished was kept.", file=sys.stderr)
    return 2
