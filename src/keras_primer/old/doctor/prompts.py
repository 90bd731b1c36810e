"""Programs as Python's prompt shows them: `>>> print(1)`, and below it what was printed."""

import ast
from collections.abc import Iterable

FIRST, NEXT = ">>> ", "... "
PRINTED = "#printed# "


def has_prompts(lines: Iterable[str]) -> bool:
    """Whether there is a prompt in it."""
    return any(line.startswith(FIRST) for line in lines)


def program(lines: Iterable[str]) -> list[str]:
    """The program in it, line by line, with what was printed in comments."""
    return list(map(_without_prompt, lines))


def shown(code: str) -> str:
    """A program, which can be parsed, behind prompts again; a blank line ends a loop there."""
    inside = {
        line
        for statement in ast.parse(code).body
        for line in range(statement.lineno + 1, statement.end_lineno + 1)
    }
    lines = code.split("\n")
    ends = {number + 1 for number in inside if number < len(lines) and not lines[number]}
    return "\n".join(
        _with_prompt(line, NEXT if number in inside | ends else FIRST)
        for number, line in enumerate(lines, 1)
    )


def _without_prompt(line: str) -> str:
    for prompt in (FIRST, NEXT):
        if line.startswith(prompt):
            return line[len(prompt) :]
        if line == prompt.rstrip():
            return ""
    return PRINTED + line


def _with_prompt(line: str, prompt: str) -> str:
    if line.startswith(PRINTED):
        return line.removeprefix(PRINTED)
    return prompt + line if line else prompt.rstrip()
