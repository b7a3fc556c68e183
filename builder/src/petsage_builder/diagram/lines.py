"""Wires and their ends as SVG paths."""

from collections.abc import Iterator, Sequence

from petsage_builder.diagram.channels import END, PlacedEnd, Point
from petsage_builder.diagram.text import text

_RADIUS = 7


def path(points: Sequence[Point]) -> str:
    """A line through points, each level with or upright from the one before, its corners rounded."""
    steps = [f"M{points[0][0]},{points[0][1]}"]
    for before, at, after in zip(points, points[1:], points[2:], strict=False):
        radius = min(_RADIUS, _distance(before, at) / 2, _distance(at, after) / 2)
        (x1, y1), (x2, y2) = _towards(at, before, radius), _towards(at, after, radius)
        steps.append(f"L{x1:g},{y1:g}Q{at[0]},{at[1]} {x2:g},{y2:g}")
    steps.append(f"L{points[-1][0]},{points[-1][1]}")
    return "".join(steps)


def _distance(one: Point, other: Point) -> int:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _towards(start: Point, end: Point, by: float) -> tuple[float, float]:
    far = _distance(start, end) or 1
    return start[0] + (end[0] - start[0]) * by / far, start[1] + (end[1] - start[1]) * by / far


def end_mark(placed: PlacedEnd) -> Iterator[str]:
    """The crow's foot or bar of an end, the ring of one that may be none, and its label."""
    x, y, way, end = placed.x, placed.y, placed.direction, placed.touch.end
    if end is None:
        return
    if end.many:
        yield f'<path class="end" d="M{x},{y - 6}L{x + 12 * way},{y}L{x},{y + 6}"/>'
    else:
        yield f'<path class="end" d="M{x + 7 * way},{y - 6}v12"/>'
    if end.optional:
        yield f'<circle class="end" cx="{x + 16 * way}" cy="{y}" r="4"/>'
    else:
        yield f'<path class="end" d="M{x + (16 if end.many else 12) * way},{y - 6}v12"/>'
    if placed.touch.label:
        yield text("role", x + END * way, y - 5, placed.touch.label, "start" if way == 1 else "end")
