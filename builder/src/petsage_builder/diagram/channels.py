"""The space between two columns, where wires change their height."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from math import ceil

from petsage_builder.diagram.text import width
from petsage_builder.diagram.wires import Hop, Touch

END = 24
"""How much of a wire its end takes."""

LABEL_SIZE = 11

Point = tuple[int, int]

_TRACK, _CLEARANCE = 14, 16
_LYING_ON_EACH_OTHER = 10
"""How many crossings such a place counts for."""

_TANGLE = 100
"""More wires than this in one channel can't be told apart, whatever their order."""


@dataclass(frozen=True)
class PlacedEnd:
    """A touch where it meets its box; `direction` is 1 where the wire leaves to the right, or -1."""

    touch: Touch
    x: int
    y: int
    direction: int


@dataclass(frozen=True)
class Bend:
    """A hop with the height of each of its touches."""

    hop: Hop
    heights: Mapping[Touch, int]

    @cached_property
    def left(self) -> set[int]:
        """Where it comes in."""
        return {self.heights[touch] for touch in self.hop.left}

    @cached_property
    def right(self) -> set[int]:
        """Where it goes out."""
        return {self.heights[touch] for touch in self.hop.right}

    @cached_property
    def top(self) -> int:
        """Where its upright part begins."""
        return min(self.heights.values())

    @cached_property
    def bottom(self) -> int:
        """Where its upright part ends."""
        return max(self.heights.values())

    def lines(self, start: int, middle: int, end: int) -> Iterator[tuple[Point, ...]]:
        """A line to each touch, from the first, by way of the upright part at `middle`."""
        first, *others = self.hop.touches
        high = self.heights[first]
        for touch in others:
            low = self.heights[touch]
            x = start if touch in self.hop.left else end
            yield ((start, high), (x, low)) if high == low else ((start, high), (middle, high), (middle, low), (x, low))


class Channel:
    """All bends between two columns, each on a track that keeps it from the others."""

    def __init__(self, bends: Sequence[Bend]) -> None:
        self._tracks = _tracks(bends)
        self._left = _room(touch for bend in bends for touch in bend.hop.left)
        self._right = _room(touch for bend in bends for touch in bend.hop.right)

    @cached_property
    def width(self) -> int:
        """In pixels, ends and labels included."""
        return self._left + max((track for _, track in self._tracks), default=0) * _TRACK + self._right

    def lines(self, x: int) -> Iterator[tuple[Point, ...]]:
        """The wires as lines with right angles, for a channel that begins at `x`."""
        for bend, track in self._tracks:
            yield from bend.lines(x, x + self._left + track * _TRACK, x + self.width)

    def ends(self, x: int) -> Iterator[PlacedEnd]:
        """The touches at boxes, for a channel that begins at `x`."""
        for bend, _ in self._tracks:
            for touches, at, direction in ((bend.hop.left, x, 1), (bend.hop.right, x + self.width, -1)):
                for touch in touches:
                    if touch.end:
                        yield PlacedEnd(touch, at, bend.heights[touch], direction)


def _room(touches: Iterator[Touch]) -> int:
    """How much the ends on one side and their labels need."""
    needs = (END + ceil(width(touch.label, LABEL_SIZE)) for touch in touches if touch.end)
    return max(needs, default=0) + _CLEARANCE


def _tracks(bends: Sequence[Bend]) -> list[tuple[Bend, int]]:
    """The bends with their tracks, 0 on the left, such that few cross and, if that can be, none lie on each other."""
    straight = [bend for bend in bends if bend.top == bend.bottom]
    found: list[tuple[Bend, int]] = []
    for bend in _settled([bend for bend in bends if bend.top < bend.bottom]):
        beside = [track for other, track in found if _are_beside(bend, other)]
        found.append((bend, max(beside, default=-1) + 1))
    return found + [(bend, 0) for bend in straight]


def _settled(order: Sequence[Bend]) -> Sequence[Bend]:
    """The order after each in turn has gone where it costs least; a tangle stays as it is."""
    if len(order) > _TANGLE:
        return order
    for bend in [*order, *order]:
        others = [other for other in order if other is not bend]
        savings = [_cost(other, bend) - _cost(bend, other) for other in others]
        costs = list(accumulate(savings, initial=0))
        at = costs.index(min(costs))
        order = [*others[:at], bend, *others[at:]]
    return order


def _cost(one: Bend, other: Bend) -> int:
    """How much it costs to have `one` to the left of `other`."""
    crossings = [other.top <= y <= other.bottom for y in one.right] + [one.top <= y <= one.bottom for y in other.left]
    return sum(crossings) + _LYING_ON_EACH_OTHER * len(one.right & other.left)


def _are_beside(one: Bend, other: Bend) -> bool:
    """Whether two need tracks of their own."""
    return one.top - _TRACK < other.bottom and other.top - _TRACK < one.bottom
