"""Where everything in the picture of boxes and relations is, in pixels."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

from petsage_builder.diagram.boxes import height_of, width_of
from petsage_builder.diagram.channels import Bend, Channel, PlacedEnd, Point
from petsage_builder.diagram.columns import columns_of
from petsage_builder.diagram.content import Box, Relation
from petsage_builder.diagram.order import Columns, in_columns
from petsage_builder.diagram.placing import straightened, tops
from petsage_builder.diagram.ports import height_for, offsets
from petsage_builder.diagram.wires import Stop, hops_of

_USUAL_CHANNEL, _USUAL_GAP = 100, 30
_HEIGHT_TO_WIDTH, _LEAST_HEIGHT = 0.7, 420


@dataclass(frozen=True)
class PlacedBox:
    """A box with its corner and size."""

    box: Box
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Layout:
    """What there is to draw: boxes, wires as lines with right angles, and the ends of the wires."""

    boxes: list[PlacedBox] = field(default_factory=list)
    wires: list[tuple[Point, ...]] = field(default_factory=list)
    ends: list[PlacedEnd] = field(default_factory=list)

    @property
    def width(self) -> int:
        """How far it goes to the right."""
        return max([box.x + box.width for box in self.boxes] + [x for wire in self.wires for x, _ in wire])

    @property
    def height(self) -> int:
        """How far it goes down."""
        return max([box.y + box.height for box in self.boxes] + [y for wire in self.wires for _, y in wire])


def laid_out(boxes: Sequence[Box], relations: Sequence[Relation]) -> Layout:
    """Boxes in columns, each to the right of what it belongs to, and wires that go round them."""
    at = columns_of({box.name: height_of(box) + _USUAL_GAP for box in boxes}, _links(relations), _tallest(boxes))
    hops = hops_of(relations, at)
    needed = height_for(hops)
    heights = {box.name: max(height_of(box), needed[box.name]) for box in boxes}
    columns = in_columns(at, hops)
    ports = offsets(hops, columns, heights)
    levels, ports = straightened(hops, tops(columns, hops, heights, ports), ports)
    bends = [Bend(hop, {touch: levels[touch.stop] + ports[touch] for touch in hop.touches}) for hop in hops]
    return _assembled(columns, bends, {box.name: box for box in boxes}, levels, heights)


def _assembled(
    columns: Columns,
    bends: Sequence[Bend],
    boxes: Mapping[str, Box],
    levels: Mapping[Stop, int],
    heights: Mapping[str, int],
) -> Layout:
    layout, x = Layout(), 0
    for index, column in enumerate(columns):
        width = max((width_of(boxes[stop.box]) for stop in column if stop.box), default=0)
        for stop in column:
            if stop.box:
                layout.boxes.append(PlacedBox(boxes[stop.box], x, levels[stop], width, heights[stop.box]))
            else:
                layout.wires.append(((x, levels[stop]), (x + width, levels[stop])))
        x += width
        channel = Channel([bend for bend in bends if bend.hop.column == index])
        layout.wires.extend(channel.lines(x))
        layout.ends.extend(channel.ends(x))
        x += channel.width
    return layout


def _links(relations: Sequence[Relation]) -> Iterator[tuple[str, str]]:
    """From left to right; those that say more about the order come first."""
    for relation in sorted(relations, key=lambda relation: (relation.one.many, relation.one.optional)):
        yield relation.one.box, relation.other.box


def _tallest(boxes: Sequence[Box]) -> float:
    """How tall a column may be for the whole to be somewhat wider than tall, unless it is small."""
    room = sum((width_of(box) + _USUAL_CHANNEL) * (height_of(box) + _USUAL_GAP) for box in boxes)
    return max(_LEAST_HEIGHT, sqrt(room * _HEIGHT_TO_WIDTH))
