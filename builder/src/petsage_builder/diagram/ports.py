"""Where on the side of a box its wires end."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean

from petsage_builder.diagram.order import Columns
from petsage_builder.diagram.wires import Hop, Stop, Touch

SPACING = 18
_MARGIN = 8


def height_for(hops: Iterable[Hop]) -> Mapping[str, int]:
    """How high each box has to be for its wires."""
    sides: dict[tuple[str, bool], int] = defaultdict(int)
    for hop in hops:
        for touch in hop.touches:
            sides[touch.stop.box, touch in hop.left] += 1
    heights: dict[str, int] = defaultdict(int)
    for (box, _), count in sides.items():
        heights[box] = max(heights[box], (count - 1) * SPACING + 2 * _MARGIN)
    return heights


def offsets(hops: Sequence[Hop], columns: Columns, heights: Mapping[str, int]) -> dict[Touch, int]:
    """How far below the top of its stop each touch is: in the order of what it leads to, around the middle."""
    places = {stop: (index + 0.5) / len(column) for column in columns for index, stop in enumerate(column)}
    sides: dict[tuple[Stop, bool], list[tuple[float, Touch]]] = defaultdict(list)
    for hop in hops:
        for mine, others in ((hop.left, hop.right), (hop.right, hop.left)):
            for touch in mine:
                aim = fmean(places[other.stop] for other in others) if others else 1.0
                sides[touch.stop, mine is hop.left].append((aim, touch))
    found: dict[Touch, int] = {}
    for (stop, _), touches in sides.items():
        first = (heights.get(stop.box, 0) - (len(touches) - 1) * SPACING) // 2
        ordered = sorted(touches, key=lambda aimed: aimed[0])
        found |= {touch: first + index * SPACING for index, (_, touch) in enumerate(ordered)}
    return found
