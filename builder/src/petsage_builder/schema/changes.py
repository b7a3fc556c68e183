"""What has to change in the database when a spec does: always so that the rows there are stay whole."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from petsage_builder.errors import Problem
from petsage_builder.schema.change import Alter, Create, Drop, ForeignKey, Index, TableChange
from petsage_builder.schema.looks import Loss, column_loss, table_loss
from petsage_builder.schema.table import Column, Table
from petsage_builder.schema.widening import narrowing, respelled
from petsage_builder.spec.feature import FeatureSpec
from petsage_builder.terms import names

Fills = Mapping[tuple[str, str], str]
"""By table and column, what a row without a value gets, as a Python expression."""


def changes_between(old: Sequence[Table], new: Sequence[Table], fills: Fills) -> list[TableChange]:
    """What makes the new tables of the old ones, in an order that works: what is lost goes last."""
    before, after = {table.name: table for table in old}, {table.name: table for table in new}
    altered = [change for pair in in_both(old, new) for change in _alterations(*pair, fills)]
    dropped = [Drop(table.name, table) for table in reversed(old) if table.name not in after]
    return [*creations([table for table in new if table.name not in before], fills), *altered, *dropped]


def in_both(old: Sequence[Table], new: Sequence[Table]) -> list[tuple[Table, Table]]:
    """The tables that are there before and after."""
    before = {table.name: table for table in old}
    return [(before[table.name], table) for table in new if table.name in before]


def problems_between(old: Sequence[Table], new: Sequence[Table], fills: Fills) -> Iterator[Problem]:
    """Why rows can't follow from the old tables to the new ones, whatever is allowed to go."""
    for pair in in_both(old, new):
        yield from _problems(*pair, fills)


def losses_between(old: Sequence[Table], new: Sequence[Table]) -> Iterator[Loss]:
    """What goes with the columns and tables that are dropped, one for each that a person would name."""
    after = {table.name: table for table in new}
    entities = {table.entity for table in new if table.kind == "entity"}
    added = [table for table in new if table.name not in {table.name for table in old} and table.kind == "entity"]
    for table in old:
        if table.name not in after and (table.kind == "entity" or table.entity in entities):
            instead = _renamed_table(table, added) if table.kind == "entity" else ""
            yield table_loss(table, with_entity=table.kind == "entity", instead=instead)
        elif table.name in after:
            kept = {column.name for column in after[table.name].columns}
            gone = [column for column in table.columns if column.name not in kept and column.origin]
            yield from (
                column_loss(table, column, _renamed_column(table, column, after[table.name])) for column in gone
            )


def _renamed_column(table: Table, column: Column, after: Table) -> str:
    """The sentence that lets a column live on under another name, where one of its type is new."""
    before = {one.name for one in table.columns}
    alike = [one for one in after.columns if one.name not in before and one.origin and _alike(one, column)]
    was = f"was formerly called {column.origin}."
    return f"{names.subject(table.entity)}'s {alike[0].origin} {was}" if alike else ""


def _renamed_table(table: Table, added: Sequence[Table]) -> str:
    def shared(other: Table) -> int:
        return len({column.origin for column in table.columns if column.origin} & {one.origin for one in other.columns})

    best = max(added, key=shared, default=None)
    if best is None or not shared(best):
        return ""
    return f"{names.subject(best.entity)} was formerly called {names.with_article(table.entity)}."


def _alike(one: Column, other: Column) -> bool:
    return one.type.kind == other.type.kind and one.references == other.references


def creations(tables: Sequence[Table], fills: Fills) -> Iterator[TableChange]:
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
        starting = [column.name for column in columns if table.is_of_accounts]
        starts = tuple((name, fills[table.name, name]) for name in starting if (table.name, name) in fills)
        yield Create(table.name, replace(table, columns=tuple(columns)), starts=starts)
    yield from later


def fills_of(spec: FeatureSpec) -> dict[tuple[str, str], str]:
    """What rows get that are there before a field or a lifecycle is: the default, or the initial state.

    Where a field is made from another one, it is what each of them is made from that has nothing there.
    """
    fills = {}
    for entity in spec.entities:
        for field in entity.fields:
            if field.default is not None:
                fills[entity.table, field.snake] = field.type.fill(field.default)
            elif field.made_from is not None:
                fills[entity.table, field.snake] = repr("")
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
    yield from (Drop(old.name, check) for check in old.checks if check not in new.checks)
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
    yield from (Create(new.name, check) for check in new.checks if check not in old.checks)


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
        if column.name in after and (reason := _reason(column, after[column.name])):
            yield Problem(_place(old, column), *reason)
    for column in new.columns:
        if column.name in before or column.nullable or column.folds:
            continue
        if (new.name, column.name) not in fills:
            advice = "let it be optional" if column.references else "make it optional, or say what it starts as"
            yield Problem(_place(new, column), "is new and required, but rows have no value for it yet", advice)


def _reason(old: Column, new: Column) -> tuple[str, str] | None:
    """Why a column's values can't follow it, and what to do instead."""
    if (old.references and old.references.table) != (new.references and new.references.table):
        return "would refer to something else than it holds", "give the new relation another name"
    if narrow := narrowing(old.type, new.type):
        return narrow, "leave it as it is, and add another field for what is new"
    return None


def _place(table: Table, column: Column) -> str:
    return f"{table.entity}, {column.origin or column.name}"
