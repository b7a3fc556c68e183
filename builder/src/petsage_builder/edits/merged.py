"""What a three-way merge comes to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple

YOURS, BETWEEN, BUILT = "<<<<<<< yours", "=======", ">>>>>>> built"
"""The lines around and between the two sides of a clash, where it is written down."""


@dataclass(frozen=True)
class Clash:
    """Where both sides changed the same: `line` is the first of it in the edited text.

    `kept` is what it becomes where hand edits win, with what is new beside them.
    """

    line: int
    base: str
    yours: str
    new: str
    kept: str

    @property
    def marked(self) -> str:
        """Both sides between the usual markers, from where they differ to where they don't any more."""
        same, yours, new, again = apart(self.yours, self.new)
        lines = [*same, YOURS, *yours, BETWEEN, *new, BUILT, *again]
        return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


@dataclass(frozen=True)
class Merged:
    """A merged text in its parts."""

    parts: tuple[str | Clash, ...]

    @classmethod
    def of(cls, parts: Iterable[str | Clash]) -> "Merged":
        return cls(tuple(parts))

    @property
    def is_whole(self) -> bool:
        """Whether the sides nowhere changed the same."""
        return all(isinstance(part, str) for part in self.parts)


class Apart(NamedTuple):
    """The lines of two texts: those that both begin with, each one's own, and those that both end with."""

    same: Sequence[str]
    yours: Sequence[str]
    new: Sequence[str]
    again: Sequence[str]


def apart(one: str, other: str) -> Apart:
    """Where two texts differ."""
    yours, new = one.splitlines(True), other.splitlines(True)
    head = alike(yours, new)
    tail = alike(yours[head:][::-1], new[head:][::-1])
    end = len(yours) - tail
    return Apart(yours[:head], yours[head:end], new[head : len(new) - tail], yours[end:])


def alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines are the same from the start."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
