"""Relations as wires that run from left to right, channel by channel, past the columns between their ends."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from petsage_builder.diagram.content import End, Relation


class Stop(NamedTuple):
    """A place in a column: a box, or the gap that a wire goes through."""

    column: int
    box: str = ""
    wire: int = -1


@dataclass(frozen=True, eq=False)
class Touch:
    """Where a wire meets a box, or (without an end) goes on past a column."""

    stop: Stop
    end: End | None = None
    label: str = ""


@dataclass(frozen=True)
class Hop:
    """A wire's part in the channel to the right of a column: all its touches there are joined."""

    left: tuple[Touch, ...]
    right: tuple[Touch, ...]

    @property
    def column(self) -> int:
        """The column on the left of the channel."""
        return self.left[0].stop.column

    @property
    def touches(self) -> tuple[Touch, ...]:
        """Those on both sides."""
        return self.left + self.right


@dataclass(frozen=True)
class _Wire:
    source: Touch
    targets: list[Touch]


def hops_of(relations: Iterable[Relation], columns: Mapping[str, int]) -> list[Hop]:
    """The wires of all relations, cut into hops. Relations share a wire where they start from the same single end."""
    hops: list[Hop] = []
    wires: dict[object, _Wire] = {}
    for number, relation in enumerate(relations):
        one, other = _touches(relation, columns)
        if one.stop == other.stop:
            hops.append(Hop((one, other), ()))
            continue
        source, target = (one, other) if one.stop < other.stop else (other, one)
        is_shared = source is one and not relation.one.many
        wires.setdefault(relation.one if is_shared else number, _Wire(source, [])).targets.append(target)
    for number, wire in enumerate(wires.values()):
        hops += _hops(number, wire)
    return hops


def _touches(relation: Relation, columns: Mapping[str, int]) -> tuple[Touch, Touch]:
    one, other = relation.one, relation.other
    first = Touch(Stop(columns[one.box], one.box), one)
    return first, Touch(Stop(columns[other.box], other.box), other, _label(relation))


def _label(relation: Relation) -> str:
    """The role, where the box at the other end doesn't say it already."""
    role = "" if relation.role == relation.one.box else relation.role
    return ", ".join(part for part in (role, f"≤ {relation.at_most}" if relation.at_most else "") if part)


def _hops(number: int, wire: _Wire) -> Iterator[Hop]:
    left = wire.source
    last = max(target.stop.column for target in wire.targets)
    for column in range(left.stop.column + 1, last + 1):
        right = [target for target in wire.targets if target.stop.column == column]
        onward = Touch(Stop(column, wire=number))
        if column < last:
            right.append(onward)
        yield Hop((left,), tuple(right))
        left = Touch(onward.stop)
