"""Where in a channel the upright parts of its wires run."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from petsage_builder.diagram.wires import Hop

_TOUCHING = 10
"""How many crossings one place where two wires would lie on each other counts for."""


@dataclass(frozen=True)
class Bend:
    """A hop with the heights at which it leaves and arrives."""

    hop: Hop
    left: tuple[int, ...]
    right: tuple[int, ...]

    @property
    def top(self) -> int:
        """Where its upright part begins."""
        return min(self.left + self.right)

    @property
    def bottom(self) -> int:
        """Where its upright part ends."""
        return max(self.left + self.right)

    @property
    def is_straight(self) -> bool:
        """Whether it has no upright part."""
        return self.top == self.bottom


def tracks(bends: Sequence[Bend]) -> list[int]:
    """The track of each bend, from 0 on the left, such that few cross and none lie on each other where that can be."""
    found = [0] * len(bends)
    ordered = _settled([index for index, bend in enumerate(bends) if not bend.is_straight], lambda one, other: _cost(bends[one], bends[other]))
    for position, index in enumerate(ordered):
        beside = [found[other] for other in ordered[:position] if _are_beside(bends[index], bends[other])]
        found[index] = max(beside, default=-1) + 1
    return found


def _settled(order: list[int], cost: Callable[[int, int], int]) -> list[int]:
    """The order after swaps of neighbours, each of which makes it cost less."""
    for _ in order:
        before = list(order)
        for at in range(len(order) - 1):
            one, other = order[at : at + 2]
            if cost(other, one) < cost(one, other):
                order[at : at + 2] = other, one
        if order == before:
            break
    return order


def _cost(one: Bend, other: Bend) -> int:
    """How much it costs to have `one` to the left of `other`."""
    crossings = sum(other.top <= y <= other.bottom for y in one.right) + sum(one.top <= y <= one.bottom for y in other.left)
    return crossings + _TOUCHING * len(set(one.right) & set(other.left))


def _are_beside(one: Bend, other: Bend) -> bool:
    """Whether two can't have the same track."""
    return one.top - 12 <= other.bottom and other.top - 12 <= one.bottom
