"""What keeps rows of a table from being deleted: rows that refer to them, or to rows that would go along with them."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Column, ColumnElement, FromClause, false, or_, select, true

from .tables import Base, live

Condition = Callable[[FromClause], ColumnElement[bool]]


def needed(table: FromClause) -> ColumnElement[bool]:
    """Rows that can't be deleted because of others."""
    return or_(false(), *_needs(table, table, lambda _rows: true(), frozenset({table})))


def needed_by_live(table: FromClause) -> ColumnElement[bool]:
    """Rows that could not be deleted because of others which don't count as deleted themselves."""
    return or_(false(), *_needs(table, table, live, frozenset({table})))


def _needs(
    table: FromClause, rows: FromClause, counts: Condition, passed: frozenset[FromClause]
) -> Iterator[ColumnElement[bool]]:
    """A condition on `rows` of the table for each column that refers to it and can make a row needed."""
    for column, referred, on_delete in _references(table):
        others = column.table.alias()
        needs: list[ColumnElement[bool]] = [true()] if on_delete == "RESTRICT" else []
        if on_delete == "CASCADE" and column.table not in passed:
            needs = list(_needs(column.table, others, counts, passed | {column.table}))
        if needs:
            refers = others.c[column.key] == rows.c[referred.key]
            yield select(others).where(refers, counts(others), or_(*needs)).correlate(rows).exists()


def _references(table: FromClause) -> Iterator[tuple[Column[Any], Column[Any], str | None]]:
    """The columns, of whatever feature, that refer to the table: to which column, and what a deletion does to them."""
    for other in Base.metadata.tables.values():
        for column in other.columns:
            for key in column.foreign_keys:
                if key.column.table is table:
                    yield column, key.column, key.ondelete
