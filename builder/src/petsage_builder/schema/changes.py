"""What has to change in the database when a spec does: always so that the rows there are stay whole."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from petsage_builder.errors import NotUnderstoodError, Problem
from petsage_builder.schema.change import Alter, Create, Drop, ForeignKey, Index, TableChange
from petsage_builder.schema.table import Column, Table
from petsage_builder.schema.widening import narrowing, respelled
from petsage_builder.spec.feature import FeatureSpec

Fills = Mapping[tuple[str, str], str]
"""By table and column, what a row without a value gets, as a Python expression."""


def changes_between(old: Sequence[Table], new: Sequence[Table], fills: Fills) -> list[TableChange]:
    """What makes the new tables of the old ones, in an order that works.

    Raises:
        NotUnderstoodError: rows would be lost or can't follow; with every reason.
    """
    before, after = {table.name: table for table in old}, {table.name: table for table in new}
    kept = [(before[table.name], table) for table in new if table.name in before]
    problems = [_lost_table(table) for table in old if table.name not in after]
    problems += [problem for pair in kept for problem in _problems(*pair, fills)]
    if problems:
        raise NotUnderstoodError(*problems)
    altered = [change for pair in kept for change in _alterations(*pair, fills)]
    return [*creations([table for table in new if table.name not in before]), *altered]


def creations(tables: Sequence[Table]) -> Iterator[TableChange]:
    """Creates tables, each after those that it refers to; where they refer to each other, a foreign key comes later."""
    later: list[TableChange] = []
    waiting = {table.name: table for table in tables}
    while waiting:
        table = min(waiting.values(), key=lambda table: _open_references(table, waiting))
        del waiting[table.name]
        columns = []
        for column in table.columns:
            if column.references and column.references.table in waiting:
                later.append(Create(table.name, ForeignKey(column.name, column.references)))
                column = replace(column, references=None)
            columns.append(column)
        yield Create(table.name, replace(table, columns=tuple(columns)))
    yield from later


def fills_of(spec: FeatureSpec) -> dict[tuple[str, str], str]:
    """What rows get that are there before a field or a lifecycle is: the default, or the initial state."""
    fills = {}
    for entity in spec.entities:
        for field in entity.fields:
            if field.default is not None:
                fills[entity.table, field.snake] = field.type.fill(field.default)
        if entity.lifecycle:
            fills[entity.table, "status"] = repr(entity.lifecycle.initial)
    return fills


def _open_references(table: Table, waiting: Mapping[str, Table]) -> tuple[int, int]:
    """How many required and how many optional references lead to tables that aren't there yet."""
    open_ = [c for c in table.columns if c.references and c.references.table in waiting.keys() - {table.name}]
    required = sum(not column.nullable for column in open_)
    return required, len(open_) - required


def _alterations(old: Table, new: Table, fills: Fills) -> Iterator[TableChange]:
    before = {column.name: column for column in old.columns}
    yield from (Drop(old.name, unique) for unique in old.uniques if unique not in new.uniques)
    yield from (Drop(old.name, Index(columns)) for columns in old.indexes if columns not in new.indexes)
    kept = {column.name for column in new.columns}
    yield from (Drop(old.name, column) for column in old.columns if column.name not in kept)
    for column in new.columns:
        fill = None if column.nullable else fills.get((new.name, column.name))
        if column.name not in before:
            yield Create(new.name, column, fill)
        else:
            yield from _column_alterations(new.name, before[column.name], column, fill)
    yield from (Create(new.name, unique) for unique in new.uniques if unique not in old.uniques)
    yield from (Create(new.name, Index(columns)) for columns in new.indexes if columns not in old.indexes)


def _column_alterations(table: str, old: Column, new: Column, fill: str | None) -> Iterator[TableChange]:
    if sorted(old.type.values) == sorted(new.type.values):
        new = replace(new, type=replace(new.type, values=old.type.values))  # a database has words in no order
    if (old.nullable, old.type) != (new.nullable, new.type):
        words = tuple(respelled(old.type, new.type).items())
        yield Alter(table, old, new, fill if old.nullable else None, words)
    if old.references and new.references and old.references != new.references:
        yield Drop(table, ForeignKey(old.name, old.references))
        yield Create(table, ForeignKey(new.name, new.references))


def _problems(old: Table, new: Table, fills: Fills) -> Iterator[Problem]:
    """Why the rows of a table can't follow it."""
    before, after = {column.name: column for column in old.columns}, {column.name: column for column in new.columns}
    for column in old.columns:
        if column.folds:
            continue  # what it has can be told from another column
        if column.name not in after:
            advice = "leave it in, as an optional one if it isn't needed any more"
            yield Problem(_place(old, column), "would be dropped, with what it holds in every row", advice)
        elif reason := _reason(column, after[column.name], fills.get((new.name, column.name))):
            yield Problem(_place(old, column), *reason)
    for column in new.columns:
        if column.name in before or column.nullable or column.folds:
            continue
        if (new.name, column.name) not in fills:
            advice = "let it be optional" if column.references else "make it optional, or say what it starts as"
            yield Problem(_place(new, column), "is new and required, but rows have no value for it yet", advice)


def _reason(old: Column, new: Column, fill: str | None) -> tuple[str, str] | None:
    """Why a column's values can't follow it, and what to do instead."""
    if (old.references and old.references.table) != (new.references and new.references.table):
        return "would refer to something else than it holds", "give the new relation another name"
    if narrow := narrowing(old.type, new.type):
        return narrow, "leave it as it is, and add another field for what is new"
    if old.nullable and not new.nullable and fill is None:
        return "becomes required, but rows may have no value for it", "leave it optional, or say what it starts as"
    return None


def _lost_table(table: Table) -> Problem:
    advice = "leave its sentences in; only removing the whole feature deletes its rows"
    return Problem(f"{table.entity}, table {table.name}", "would be dropped, with all of its rows", advice)


def _place(table: Table, column: Column) -> str:
    return f"{table.entity}, {column.origin or column.name}"
