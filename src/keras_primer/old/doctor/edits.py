"""Edits: stretches of a program that other text takes the place of."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Edit:
    """Put `text` in place of what stands from `start` to `end`."""

    start: int
    end: int
    text: str

    def touches(self, other: "Edit") -> bool:
        """Whether the two cannot both be made. The same import may be asked for twice."""
        if self == other:
            return False
        overlap = self.start < other.end and other.start < self.end
        return overlap or self.start == self.end == other.start == other.end

    def least(self, code: str) -> "Edit":
        """The same without what it leaves as it is at its beginning."""
        old = code[self.start : self.end]
        pairs = itertools.takewhile(
            lambda pair: pair[0] == pair[1], zip(old, self.text, strict=False)
        )
        same = sum(1 for _ in pairs)
        return Edit(self.start + same, self.end, self.text[same:])


def joined(changes: list[list[Edit]]) -> list[list[Edit]]:
    """The changes, in their order, that can be made at once; empty for those that cannot."""
    made: list[Edit] = []
    kept = []
    for change in changes:
        fits = not any(new.touches(old) for new in change for old in made)
        kept.append(change if fits else [])
        made += kept[-1]
    return kept


def apply(code: str, edits: Iterable[Edit]) -> str:
    """The code with the edits made, which do not overlap."""
    parts, place = [], 0
    for edit in sorted(set(edits)):
        parts += [code[place : edit.start], edit.text]
        place = edit.end
    return "".join([*parts, code[place:]])


class Shift:
    """Where places of a program are when edits are made, and where they were.

    Args:
        code: the program before the edits.
        edits: those that are made.
    """

    def __init__(self, code: str, edits: Iterable[Edit]):
        self.edits = sorted({edit.least(code) for edit in edits})

    def start(self, place: int) -> int:
        """Where something begins now that began at a place."""
        moved = 0
        for edit in self.edits:
            if edit.start < place < edit.end:
                return edit.start + moved
            if edit.end <= place:
                moved += len(edit.text) - (edit.end - edit.start)
        return place + moved

    def end(self, place: int) -> int:
        """Where something ends now that ended at a place."""
        moved = 0
        for edit in self.edits:
            if edit.start < place < edit.end:
                return edit.start + moved + len(edit.text)
            if edit.start < place:
                moved += len(edit.text) - (edit.end - edit.start)
        return place + moved

    def new(self, edit: Edit) -> tuple[int, int]:
        """Where the text of an edit, which is the least, stands now."""
        start = edit.start + sum(
            len(other.text) - (other.end - other.start) for other in self.edits if other < edit
        )
        return start, start + len(edit.text)

    def back(self, place: int) -> int:
        """Where something was that is at a place now; for new text where it was put."""
        moved = 0
        for edit in self.edits:
            start = edit.start + moved
            if place < start:
                break
            if place < start + len(edit.text):
                return edit.start
            moved += len(edit.text) - (edit.end - edit.start)
        return place - moved
