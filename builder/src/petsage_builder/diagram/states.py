"""A lifecycle as a row of states with an arrow for each step."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import fmean

from petsage_builder.diagram.lines import path
from petsage_builder.diagram.text import text, width
from petsage_builder.spec.entity import Lifecycle

_SIZE, _PILL, _GAP, _SIDE = 12, 28, 38, 16
_PORT, _LANE, _HEAD, _START = 14, 14, 5, 34


@dataclass(frozen=True)
class Detour:
    """The steps to one state that aren't from its neighbour on the left: they share an arrow below the row."""

    target: int
    sources: tuple[int, ...]

    @property
    def ends(self) -> tuple[int, ...]:
        """The states that it touches."""
        return (self.target, *self.sources)

    @property
    def span(self) -> tuple[int, int]:
        """The first and the last of them."""
        return min(self.ends), max(self.ends)


@dataclass(frozen=True)
class StateRow:
    """A lifecycle's picture: its size in pixels, and its SVG with the top left corner at 0, 0."""

    width: int
    height: int
    elements: tuple[str, ...]


def state_row(life: Lifecycle) -> StateRow:
    """The states from left to right, the first one first, with the steps between them."""
    states = [life.initial, *(state for state in life.states if state != life.initial)]
    steps = {(states.index(source), states.index(target)) for source, target in life.moves}
    detours = _detours(steps)
    lanes = _lanes(detours)
    pills = _pills(states, detours)
    finals = set(range(len(states))) - {source for source, _ in steps}
    elements = [
        f'<circle class="start" cx="5" cy="{_PILL // 2}" r="5"/>',
        *_arrow([(10, _PILL // 2), (_START, _PILL // 2)]),
        *(element for index, state in enumerate(states) for element in _pill(state, pills[index], index in finals)),
        *(
            element
            for one, other in sorted(steps)
            if other == one + 1
            for element in _straight(pills[one], pills[other])
        ),
        *_detour_arrows(detours, lanes, pills),
    ]
    depth = max(lanes, default=-1) + 1
    return StateRow(pills[-1][1], _PILL + (depth * _LANE + 8 if depth else 0), tuple(elements))


def _detours(steps: set[tuple[int, int]]) -> list[Detour]:
    sources: dict[int, list[int]] = defaultdict(list)
    for source, target in sorted(steps):
        if target != source + 1:
            sources[target].append(source)
    detours = [Detour(target, tuple(found)) for target, found in sources.items()]
    return sorted(detours, key=lambda detour: (detour.span[1] - detour.span[0], detour.target))


def _lanes(detours: Sequence[Detour]) -> list[int]:
    """How deep below the row each detour runs, from 0: those that share a stretch have lanes of their own."""
    lanes: list[int] = []
    for index, detour in enumerate(detours):
        taken = {lanes[other] for other in range(index) if _overlap(detour.span, detours[other].span)}
        lanes.append(next(lane for lane in range(index + 1) if lane not in taken))
    return lanes


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _pills(states: Sequence[str], detours: Sequence[Detour]) -> list[tuple[int, int]]:
    """Where each state begins and ends: wide enough for its name and for what comes in and goes out below it."""
    pills: list[tuple[int, int]] = []
    x = _START
    for index, state in enumerate(states):
        ports = sum(index in detour.ends for detour in detours)
        wide = max(ceil(width(state, _SIZE)) + 2 * _SIDE, (ports + 1) * _PORT)
        pills.append((x, x + wide))
        x += wide + _GAP
    return pills


def _pill(state: str, pill: tuple[int, int], is_final: bool) -> Iterator[str]:
    start, end = pill
    yield _outline(start, 0, end - start, _PILL)
    if is_final:
        yield _outline(start + 3, 3, end - start - 6, _PILL - 6)
    yield text("field", (start + end) / 2, _PILL // 2 + 4, state, "middle")


def _outline(x: int, y: int, wide: int, high: int) -> str:
    return f'<rect class="state" x="{x}" y="{y}" width="{wide}" height="{high}" rx="{high // 2}"/>'


def _straight(one: tuple[int, int], other: tuple[int, int]) -> Iterator[str]:
    return _arrow([(one[1], _PILL // 2), (other[0], _PILL // 2)])


def _detour_arrows(detours: Sequence[Detour], lanes: Sequence[int], pills: Sequence[tuple[int, int]]) -> Iterator[str]:
    ports = _ports(detours, pills)
    for detour, lane in zip(detours, lanes, strict=True):
        low, x = _PILL + (lane + 1) * _LANE, ports[detour, detour.target]
        for source in detour.sources:
            start = ports[detour, source]
            yield from _arrow([(start, _PILL), (start, low), (x, low), (x, _PILL)])


def _ports(detours: Sequence[Detour], pills: Sequence[tuple[int, int]]) -> Mapping[tuple[Detour, int], int]:
    """Where on the lower side of each state each detour meets it: those that lead left further left."""
    found: dict[tuple[Detour, int], int] = {}
    for index, (start, end) in enumerate(pills):
        here = sorted((detour for detour in detours if index in detour.ends), key=lambda detour: _aim(detour, index))
        first = (start + end - (len(here) - 1) * _PORT) // 2
        found |= {(detour, index): first + place * _PORT for place, detour in enumerate(here)}
    return found


def _aim(detour: Detour, index: int) -> float:
    return fmean(detour.sources) if index == detour.target else detour.target


def _arrow(points: Sequence[tuple[int, int]]) -> Iterator[str]:
    """A line with a head at its end, which lies to the right or above."""
    x, y = points[-1]
    is_level = points[-2][1] == y
    tip = (x - _HEAD, y) if is_level else (x, y + _HEAD)
    yield f'<path class="step" d="{path([*points[:-1], tip])}"/>'
    head = f"l{-_HEAD - 2},-4v8z" if is_level else f"l-4,{_HEAD + 2}h8z"
    yield f'<path class="head" d="M{x},{y}{head}"/>'
