"""A feature spec as one SVG file that needs nothing else and follows the reader's light or dark scheme."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from petsage_builder.diagram.boxes import drawn, mark
from petsage_builder.diagram.content import Row, boxes_of, heading, relations_of
from petsage_builder.diagram.layout import laid_out
from petsage_builder.diagram.lines import end_mark, path
from petsage_builder.diagram.states import state_row
from petsage_builder.diagram.style import STYLE
from petsage_builder.diagram.text import text, width, xml
from petsage_builder.spec.feature import FeatureSpec
from petsage_builder.terms import names

_PADDING, _BETWEEN, _CAPTION = 28, 32, 22
_Sign = tuple[Row, Callable[[Row], bool]]
_KEY: tuple[_Sign, ...] = (
    (Row("required", ""), lambda row: not row.optional and not row.computed),
    (Row("optional", "", optional=True), lambda row: row.optional),
    (Row("unique", "", unique=True), lambda row: row.unique),
    (Row("computed", "", computed=True), lambda row: row.computed),
)
"""A sample of each sign, and which rows have it."""


@dataclass(frozen=True)
class _Section:
    """A part of the picture with its own top left corner at 0, 0."""

    width: int
    height: int
    elements: Sequence[str]


def to_svg(spec: FeatureSpec) -> str:
    """Entities with their fields, relations with their ends and roles, lifecycles with their steps."""
    sections = list(_sections(spec))
    wide = max(section.width for section in sections) + 2 * _PADDING
    body: list[str] = []
    y = _PADDING
    for section in sections:
        body += [f'<g transform="translate({_PADDING},{y})">', *section.elements, "</g>"]
        y += section.height + _BETWEEN
    high = y - _BETWEEN + _PADDING
    return "\n".join([*_head(spec, wide, high), *body, "</svg>"]) + "\n"


def _head(spec: FeatureSpec, wide: int, high: int) -> Iterator[str]:
    size = f'width="{wide}" height="{high}"'
    yield f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {size} viewBox="0 0 {wide} {high}">'
    yield f"<title>{xml(names.title(spec.feature.replace('_', ' ')))}</title>"
    yield f"<desc>{xml(spec.description)}</desc>"
    yield f"<style>{STYLE}</style>"
    yield f'<rect class="canvas" {size} rx="10"/>'


def _sections(spec: FeatureSpec) -> Iterator[_Section]:
    if spec.is_static:
        said = "One endpoint that answers with a status; nothing is kept."
        yield _Section(ceil(width(said, 12)), 16, [text("field", 0, 12, said)])
        return
    yield _relations(spec)
    yield from _lifecycles(spec)
    yield _legend([row for box in boxes_of(spec) for row in box.rows])


def _relations(spec: FeatureSpec) -> _Section:
    layout = laid_out(boxes_of(spec), [relation for entity in spec.entities for relation in relations_of(entity)])
    elements = [f'<path class="wire" d="{path(points)}"/>' for points in layout.wires]
    elements += [element for end in layout.ends for element in end_mark(end)]
    for placed in layout.boxes:
        elements += drawn(placed.box, placed.x, placed.y, placed.width, placed.height)
    return _Section(layout.width, layout.height, elements)


def _lifecycles(spec: FeatureSpec) -> Iterator[_Section]:
    for entity in spec.entities:
        if entity.lifecycle:
            row = state_row(entity.lifecycle)
            moved = [f'<g transform="translate(0,{_CAPTION})">', *row.elements, "</g>"]
            yield _Section(row.width, row.height + _CAPTION, [text("caption", 0, 10, heading(entity.name)), *moved])


def _legend(rows: Sequence[Row]) -> _Section:
    """What the signs mean that there are."""
    elements: list[str] = []
    x = 0
    for sample, is_shown in _KEY:
        if any(map(is_shown, rows)):
            elements += [mark(sample, x + 4, 6), text("key", x + 14, 10, sample.name)]
            x += 34 + ceil(width(sample.name, 11))
    return _Section(x, 12, elements)
