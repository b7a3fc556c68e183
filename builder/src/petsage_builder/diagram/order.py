"""In which order boxes and wires stand in their columns, so that few wires cross."""

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean

from petsage_builder.diagram.wires import Hop, Stop

Neighbours = Mapping[Stop, Sequence[Stop]]
Columns = list[list[Stop]]

_SWEEPS = 12


def in_columns(boxes: Mapping[str, int], hops: Sequence[Hop]) -> Columns:
    """Every stop, column by column, from top to bottom; wires go through the middle unless that makes more cross."""
    columns: Columns = [[] for _ in range(max(boxes.values(), default=-1) + 1)]
    for box, column in boxes.items():
        columns[column].append(Stop(column, box))
    gaps = [touch.stop for hop in hops for touch in hop.right if not touch.stop.box]
    for gap in gaps:
        stops = columns[gap.column]
        stops.insert((len(stops) + 1) // 2, gap)
    return _untangled(columns, hops)


def _untangled(columns: Columns, hops: Sequence[Hop]) -> Columns:
    """The best of a few sweeps that put each stop at the average place of its neighbours on one side."""
    before, after = _neighbours(hops)
    best = columns
    for sweep in range(_SWEEPS):
        forward = sweep % 2 == 0
        columns, places = list(columns), _places(columns)
        for index in range(len(columns)) if forward else reversed(range(len(columns))):
            columns[index] = _by_neighbours(columns[index], before if forward else after, places)
            places |= _places([columns[index]])
        if _crossings(columns, after) < _crossings(best, after):
            best = columns
    return best


def _by_neighbours(column: Sequence[Stop], neighbours: Neighbours, places: Mapping[Stop, float]) -> list[Stop]:
    def mean(stop: Stop) -> float:
        near = neighbours.get(stop)
        return fmean(places[other] for other in near) if near else places[stop]

    return sorted(column, key=mean)


def _neighbours(hops: Iterable[Hop]) -> tuple[Neighbours, Neighbours]:
    before, after = defaultdict(list), defaultdict(list)
    for hop in hops:
        for left in hop.left:
            for right in hop.right:
                after[left.stop].append(right.stop)
                before[right.stop].append(left.stop)
    return before, after


def _places(columns: Columns) -> dict[Stop, float]:
    """Where each stop is in its column: 0 is the top, 1 the bottom."""
    return {stop: (index + 0.5) / len(column) for column in columns for index, stop in enumerate(column)}


def _crossings(columns: Columns, after: Neighbours) -> int:
    places = _places(columns)
    return sum(
        _inversions([(places[stop], places[other]) for stop in column for other in after.get(stop, ())])
        for column in columns
    )


def _inversions(links: list[tuple[float, float]]) -> int:
    seen: list[float] = []
    count = 0
    for _, place in sorted(links):
        count += len(seen) - bisect_right(seen, place)
        insort(seen, place)
    return count
