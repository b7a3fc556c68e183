"""How high each stop of a column stands: as near to what it is wired to as the others let it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import floor
from statistics import median
from typing import NamedTuple

from petsage_builder.diagram.order import Columns
from petsage_builder.diagram.wires import Hop, Stop, Touch

_GAP, _GAP_OF_A_WIRE = 30, 18

_SMALL_STEP = 3
_SWEEPS = (-1, 1, -1, 1, -1, 1, None, None, -1)
"""Which side of a column it is fitted to in each sweep, the left (-1), the right (1) or both."""


class _Pull(NamedTuple):
    """A stop would be level with `other` if its top were `shift` below that one's."""

    other: Stop
    shift: int


def tops(
    columns: Columns, hops: Sequence[Hop], heights: Mapping[str, int], offsets: Mapping[Touch, int]
) -> dict[Stop, int]:
    """The top of every stop; the least is 0."""
    pulls = _pulls(hops, offsets)
    found = {stop: top for column in columns for stop, top in _stacked(column, heights)}
    for side in _SWEEPS:
        for column in reversed(columns) if side == 1 else columns:
            wishes = [_wish(stop, pulls[stop], found, side) for stop in column]
            found |= zip(column, _settled(column, heights, wishes), strict=True)
    least = min(found.values(), default=0)
    return {stop: floor(top - least + 0.5) for stop, top in found.items()}


def _pulls(hops: Iterable[Hop], offsets: Mapping[Touch, int]) -> Mapping[Stop, list[_Pull]]:
    pulls = defaultdict(list)
    for hop in hops:
        for left in hop.left:
            for right in hop.right:
                shift = offsets[left] - offsets[right]
                pulls[right.stop].append(_Pull(left.stop, shift))
                pulls[left.stop].append(_Pull(right.stop, -shift))
    return pulls


def _stacked(column: Sequence[Stop], heights: Mapping[str, int]) -> Iterable[tuple[Stop, float]]:
    """The stops one below another, around 0."""
    starts = _starts(column, heights)
    middle = (starts[-1] + heights.get(column[-1].box, 0)) / 2
    return [(stop, start - middle) for stop, start in zip(column, starts, strict=True)]


def _wish(stop: Stop, pulls: Sequence[_Pull], tops: Mapping[Stop, float], side: int | None) -> tuple[float, float]:
    """Where a stop would like to be, and how much: what looks to one `side` only, or to both."""
    wanted = [tops[pull.other] + pull.shift for pull in pulls if side in (None, pull.other.column - stop.column)]
    if not wanted:
        return tops[stop], 0.1
    return median(wanted), len(wanted) * (1 if stop.box else 4)


def _settled(column: Sequence[Stop], heights: Mapping[str, int], wishes: Sequence[tuple[float, float]]) -> list[float]:
    """The tops that are nearest to the wishes (by weighted least squares) and leave every stop its room."""
    starts = _starts(column, heights)
    blocks: list[tuple[float, float, int]] = []  # place, weight, stops; places rise
    for (wish, weight), start in zip(wishes, starts, strict=True):
        block = (wish - start, weight, 1)
        while blocks and blocks[-1][0] >= block[0]:
            block = _joined(blocks.pop(), block)
        blocks.append(block)
    places = [place for place, _, count in blocks for _ in range(count)]
    return [place + start for place, start in zip(places, starts, strict=True)]


def _joined(one: tuple[float, float, int], other: tuple[float, float, int]) -> tuple[float, float, int]:
    weight = one[1] + other[1]
    return (one[0] * one[1] + other[0] * other[1]) / weight, weight, one[2] + other[2]


def _starts(column: Sequence[Stop], heights: Mapping[str, int]) -> list[int]:
    """Where each stop would be if they stood as close as they may, from 0 on."""
    starts = [0]
    for stop, following in pairwise(column):
        gap = _GAP if stop.box and following.box else _GAP_OF_A_WIRE
        starts.append(starts[-1] + heights.get(stop.box, 0) + gap)
    return starts


def straightened(
    hops: Iterable[Hop], tops: Mapping[Stop, int], offsets: Mapping[Touch, int]
) -> tuple[dict[Stop, int], dict[Touch, int]]:
    """The tops and offsets without the steps of a few pixels that wires would make."""
    moved, shifted = dict(tops), dict(offsets)
    for hop in sorted(hops, key=lambda hop: hop.column):
        level = moved[hop.left[0].stop] + shifted[hop.left[0]]
        for touch in hop.right:
            step = level - moved[touch.stop] - shifted[touch]
            if abs(step) <= _SMALL_STEP and touch.end:
                shifted[touch] += step
            elif abs(step) <= _SMALL_STEP:
                moved[touch.stop] += step
    return moved, shifted
