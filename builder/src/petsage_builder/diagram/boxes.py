"""How big a box is, and how it is drawn."""

from collections.abc import Iterator
from itertools import chain
from math import ceil

from petsage_builder.diagram.content import Box, Row, heading
from petsage_builder.diagram.text import width, xml

TITLE, ROW = 32, 22
_TITLE_SIZE, _ROW_SIZE = 13, 12
_SIDE, _MARK, _FOOT = 14, 14, 8
_BETWEEN = 24


def width_of(box: Box) -> int:
    """As wide as its longest line, in pixels."""
    title = width(heading(box.name), _TITLE_SIZE, bold=True)
    rows = (_MARK + width(row.name, _ROW_SIZE) + _BETWEEN + width(row.holds, _ROW_SIZE) for row in box.rows)
    return ceil(max(chain([title], rows))) + 2 * _SIDE


def height_of(box: Box) -> int:
    """A title and all rows, in pixels."""
    return TITLE + (len(box.rows) * ROW + 2 * _FOOT if box.rows else 0)


def drawn(box: Box, x: int, y: int, wide: int, high: int) -> Iterator[str]:
    """A box as SVG: a title bar, and rows with a mark, the name and what it holds."""
    kind = "box" if box.is_own else "box foreign"
    yield f'<rect class="{kind}" x="{x}" y="{y}" width="{wide}" height="{high}" rx="8"/>'
    if not box.is_own:
        yield _text("name foreign", x + wide / 2, y + high / 2 + 4.5, heading(box.name), "middle")
        return
    yield f'<path class="bar" d="{_bar(x, y, wide, high if not box.rows else TITLE, is_whole=not box.rows)}"/>'
    yield _text("name", x + _SIDE, y + 20.5, heading(box.name))
    for index, row in enumerate(box.rows):
        yield from _row(row, x, y + TITLE + _FOOT + index * ROW, wide)


def _bar(x: int, y: int, wide: int, high: int, *, is_whole: bool) -> str:
    """The title bar's outline, round where the box is round."""
    below = f"v{high - 16}a8,8 0 0 1 -8,8h{16 - wide}a8,8 0 0 1 -8,-8v{16 - high}" if is_whole else f"v{high - 8}h{-wide}v{8 - high}"
    return f"M{x},{y + 8}a8,8 0 0 1 8,-8h{wide - 16}a8,8 0 0 1 8,8{below}z"
