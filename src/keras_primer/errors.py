"""The one exception that is meant for the user of a command rather than for a programmer."""


class InputError(ValueError):
    """Something given from outside cannot be used.

    The message is one sentence or two: what is wrong with it, and what to do instead. The command
    line prints it and exits with code 2.
    """


def first_line(error: BaseException) -> str:
    """The beginning of what an exception says, or its name if it says nothing."""
    return next(iter(str(error).strip().splitlines()), type(error).__name__).rstrip(":")
