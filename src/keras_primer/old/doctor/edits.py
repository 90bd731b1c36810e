"""Edits: stretches of a program that other text takes the place of."""

import bisect
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
    made: list[Edit] = []  # in the order of the program
    longest = 0
    kept = []
    for change in changes:
        fits = not any(new.touches(old) for new in change for old in _near(new, made, longest))
        kept.append(change if fits else [])
        for edit in kept[-1]:
            bisect.insort(made, edit)
            longest = max(longest, edit.end - edit.start)
    return kept


def _near(edit: Edit, made: list[Edit], longest: int) -> list[Edit]:
    """Those of the edits, none of them longer than that, that may touch another one."""
    first = bisect.bisect_left(made, edit.start - longest, key=lambda other: other.start)
    return made[first : bisect.bisect_right(made, edit.end, key=lambda other: other.start)]


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
        longer = [len(edit.text) - (edit.end - edit.start) for edit in self.edits]
        self.moved = [0, *itertools.accumulate(longer)]  # how far what comes before moves each
        pairs = zip(self.edits, self.moved, strict=False)
        self.new_ends = [edit.start + moved + len(edit.text) for edit, moved in pairs]

    def start(self, place: int) -> int:
        """Where something begins now that began at a place."""
        index = bisect.bisect_right(self.edits, place, key=lambda edit: edit.end)
        inside = index < len(self.edits) and self.edits[index].start < place
        return (self.edits[index].start if inside else place) + self.moved[index]

    def end(self, place: int) -> int:
        """Where something ends now that ended at a place."""
        index = bisect.bisect_left(self.edits, place, key=lambda edit: edit.start)
        inside = index > 0 and place < self.edits[index - 1].end
        return self.new_ends[index - 1] if inside else place + self.moved[index]

    def new(self, edit: Edit) -> tuple[int, int]:
        """Where the text of an edit, which is the least, stands now."""
        start = edit.start + self.moved[bisect.bisect_left(self.edits, edit)]
        return start, start + len(edit.text)

    def back(self, place: int) -> int:
        """Where something was that is at a place now; for new text where it was put."""
        index = bisect.bisect_right(self.new_ends, place)
        before = place - self.moved[index]
        return min(before, self.edits[index].start) if index < len(self.edits) else before
