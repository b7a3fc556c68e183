"""How big a box is, and how it is drawn."""

from collections.abc import Iterator
from math import ceil

from petsage_builder.diagram.content import Box, Row, heading
from petsage_builder.diagram.text import text, width

_TITLE, _ROW = 32, 22
_TITLE_SIZE, _ROW_SIZE = 13, 12
_SIDE, _MARK, _BETWEEN, _FOOT = 14, 14, 24, 8


def width_of(box: Box) -> int:
    """As wide as its longest line, in pixels."""
    title = width(heading(box.name), _TITLE_SIZE, bold=True)
    rows = [_MARK + width(row.name, _ROW_SIZE) + _BETWEEN + width(row.holds, _ROW_SIZE) for row in box.rows]
    return ceil(max([title, *rows])) + 2 * _SIDE


def height_of(box: Box) -> int:
    """A title and all rows, in pixels."""
    return _TITLE + (len(box.rows) * _ROW + 2 * _FOOT if box.rows else 0)


def drawn(box: Box, x: int, y: int, wide: int, high: int) -> Iterator[str]:
    """A box as SVG: a title bar, and rows with a mark, the name and what it holds."""
    if not box.is_own:
        yield f'<rect class="box foreign" x="{x}" y="{y}" width="{wide}" height="{high}" rx="8"/>'
        yield text("foreign", x + wide // 2, y + high // 2 + 4, heading(box.name), "middle")
        return
    yield f'<rect class="box" x="{x}" y="{y}" width="{wide}" height="{high}" rx="8"/>'
    yield f'<path class="bar" d="{_bar(x, y, wide, _TITLE if box.rows else high, is_all=not box.rows)}"/>'
    yield text("title", x + _SIDE, y + 21, heading(box.name))
    for index, row in enumerate(box.rows):
        yield from _row(row, x + _SIDE, y + _TITLE + _FOOT + index * _ROW, wide - 2 * _SIDE)


def _bar(x: int, y: int, wide: int, high: int, *, is_all: bool) -> str:
    """The title bar's outline, round where the box is round."""
    below = (
        f"v{high - 16}a8,8 0 0 1 -8,8h{16 - wide}a8,8 0 0 1 -8,-8v{16 - high}"
        if is_all
        else f"v{high - 8}h{-wide}v{8 - high}"
    )
    return f"M{x},{y + 8}a8,8 0 0 1 8,-8h{wide - 16}a8,8 0 0 1 8,8{below}z"


def _row(row: Row, x: int, y: int, wide: int) -> Iterator[str]:
    yield mark(row, x + 3, y + 11)
    yield text("field", x + _MARK, y + 15, row.name)
    yield text("holds", x + wide, y + 15, row.holds, "end")


def mark(row: Row, x: int, y: int) -> str:
    """The sign before a field: filled where it is required, a diamond where it is unique, `=` where it is computed."""
    if row.computed:
        return f'<path class="mark" d="M{x - 3},{y - 2}h6m-6,4h6"/>'
    kind = "mark" if row.optional else "mark full"
    if row.unique:
        return f'<path class="{kind}" d="M{x},{y - 4.5}l4.5,4.5l-4.5,4.5l-4.5,-4.5z"/>'
    return f'<circle class="{kind}" cx="{x}" cy="{y}" r="3"/>'
