"""Changes as Alembic's operations: the bodies of a migration's functions."""

import ast
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from textwrap import indent
from typing import Literal, NamedTuple

from petsage_builder.rendering.ddl import LIVE, Ddl
from petsage_builder.rendering.helpers import BEGIN, FOLD, LET_REPEAT, REFUSE_DUPLICATES, REFUSE_FOLDED, RENAME, REWRITE
from petsage_builder.schema.change import (
    Alter,
    Create,
    Drop,
    ForeignKey,
    Index,
    Names,
    Rename,
    Rewrite,
    Rule,
    TableChange,
)
from petsage_builder.schema.naming import name_of
from petsage_builder.schema.table import Check, Column, Table, Unique
from petsage_builder.terms.column import ColumnType

_VALUES = {"Decimal": "decimal"} | dict.fromkeys(("UTC", "date", "datetime", "time", "timedelta"), "datetime")
"""Where the names come from that a row's value is written with."""


_PLAIN = ("string", "text", "integer", "big integer", "boolean", "choice")
"""The kinds of columns that every database keeps in the form that Python has."""


class _Step(NamedTuple):
    """One statement. First columns and what is dropped, then what rows get, then what holds for them all.

    Last go defaults that only the rows had that were there. A method of `batch` begins with a dot.
    """

    phase: Literal[0, 1, 2, 3]
    text: str


def body_of(changes: Iterable[TableChange], ddl: Ddl) -> str:
    """The statements that make the changes."""
    return "\n".join(line for (table, _), group in groupby(changes, _group) for line in _lines(table, group, ddl))


def _group(change: TableChange) -> tuple[str, bool]:
    """What shares a batch: changes of one table, under one name."""
    return change.table, isinstance(change, Rename | Rewrite)


def _lines(table: str, changes: Iterable[TableChange], ddl: Ddl) -> Iterator[str]:
    """The statements that change one table: alterations that follow each other share a batch."""
    steps = sorted((step for change in changes for step in _steps(change, ddl)), key=lambda step: step.phase)
    for (is_batched, _), group in groupby(steps, lambda step: (step.text.startswith("."), step.phase == 3)):
        if is_batched:
            yield f"with {ddl.use('alembic', 'op')}.batch_alter_table({table!r}) as batch:"
            yield indent("\n".join(f"batch{step.text}" for step in group), "    ")
        else:
            yield from (step.text for step in group)


def _steps(change: TableChange, ddl: Ddl) -> Iterator[_Step]:
    match change:
        case Create(_, Table() as table):
            yield _Step(0, f"{ddl.use('alembic', 'op')}.create_table({ddl.table(table)})")
            if table.is_of_accounts:
                yield _Step(1, _begun(table, change.starts, ddl))
        case Drop(_, Table() as table):
            yield _Step(0, f"{ddl.use('alembic', 'op')}.drop_table({table.name!r})")
        case Create(table, Column() as column, str(fill)):
            yield _Step(0, f".add_column({ddl.column(column, f'server_default={_default(column, fill, ddl)}')})")
            yield _Step(3, f".alter_column({column.name!r}, server_default=None)")
        case Create(table, Column() as column):
            yield _Step(0, f".add_column({ddl.column(_until_folded(column))})")
            yield from _folded(table, column)
        case Drop(table, Column() as column):
            if column.type.kind == "choice":
                yield _Step(0, f".drop_constraint({final_name(table, column.type, ddl)}, type_='check')")
            yield _Step(0, f".drop_column({column.name!r})")
        case Alter(table, before, after, _, words):
            between = replace(after, type=replace(after.type, values=(*after.type.values, *(old for old, _ in words))))
            yield from _altered(before, _until_folded(between), ddl)
            yield from _rescaled(table, before, after, ddl)
            yield from _respelled(table, between, after, words, ddl)
            yield from _folded(table, after)
        case Rename():
            yield from _renamed(change, ddl)
        case Rewrite():
            ddl.use("alembic", "op")
            yield _Step(0, rewriting(change))
        case Create() | Drop() if change.perhaps:
            yield _Step(0 if isinstance(change, Drop) else 2, _perhaps(change, ddl))
        case Create(table, ForeignKey() | Unique() | Index() | Check() as rule):
            if isinstance(rule, Unique):
                yield _Step(1, refusing_duplicates(table, rule))
            yield _Step(2, _created(table, rule, ddl, unvalidated=change.unvalidated))
        case Drop(table, ForeignKey() | Unique() | Index() | Check() as rule):
            yield _Step(0, _dropped(table, rule, ddl))


def _begun(table: Table, starts: Names, ddl: Ddl) -> str:
    """What gives each account a row of a new table."""
    for _, start in starts:
        import_values(start, ddl)
    given = [f"{name}={ddl.sa('literal')}({start}, {ddl.type(table.column(name).type)})" for name, start in starts]
    return f"{BEGIN}({', '.join([repr(table.name), *given])})"


def import_values(fill: str, ddl: Ddl) -> None:
    """Import the names that a row's value is written with."""
    for node in ast.walk(ast.parse(fill)):
        if isinstance(node, ast.Name):
            ddl.use(_VALUES[node.id], node.id)


def rewriting(change: Rewrite) -> str:
    """The statement that gives names in kept changes new ones."""
    words = {key: dict(names) for key, names in change.words}
    return f"{REWRITE}({change.table!r}, {dict(change.keys)!r}, {words!r})"


def refusing_duplicates(table: str, rule: Unique, folds: Names = ()) -> str:
    """The statement that stops where rows are the same that are to be unique; `folds` aren't there yet."""
    columns = f"{', '.join(map(repr, rule.columns))}{f', among={LIVE!r}' if rule.live else ''}"
    return (
        f"{REFUSE_FOLDED}({table!r}, {dict(folds)!r}, {columns})"
        if folds
        else f"{REFUSE_DUPLICATES}({table!r}, {columns})"
    )


def _until_folded(column: Column) -> Column:
    return replace(column, nullable=True) if column.folds else column


def _default(column: Column, fill: str, ddl: Ddl) -> str:
    """What the rows that are there have in a new column: PostgreSQL keeps that beside the table, and writes no row."""
    if column.type.kind == "document":
        return repr(json.dumps(ast.literal_eval(fill), ensure_ascii=False))
    match ast.parse(fill, mode="eval").body:
        case ast.Constant(bool() as value) if column.type.kind in _PLAIN:
            return ddl.sa("true()" if value else "false()")
        case ast.Constant(int()) if column.type.kind in _PLAIN:
            return ddl.sa(f"text({fill!r})")
        case ast.Constant(str()) if column.type.kind in _PLAIN:
            return fill
        case _:
            import_values(fill, ddl)
            return ddl.sa(f"literal({fill}, {ddl.type(column.type)})")


def _folded(table: str, column: Column) -> Iterator[_Step]:
    """Gives rows a text without capitals, and then requires it."""
    if column.folds:
        yield _Step(1, f"{FOLD}({table!r}, {column.folds!r}, {column.name!r})")
        if not column.nullable:
            yield _Step(2, f".alter_column({column.name!r}, nullable=False)")


def _renamed(change: Rename, ddl: Ddl) -> Iterator[_Step]:
    op = ddl.use("alembic", "op")
    if change.before != change.table:
        yield _Step(0, f"{op}.rename_table({change.before!r}, {change.table!r})")
    for old, new in change.columns:
        yield _Step(0, f"{op}.alter_column({change.table!r}, {old!r}, new_column_name={new!r})")
    if change.rules:
        yield _Step(0, f"{RENAME}({change.table!r}, {dict(change.rules)!r})")


def _respelled(table: str, between: Column, after: Column, words: Names, ddl: Ddl) -> Iterator[_Step]:
    """Writes the words of a choice otherwise, while both spellings are allowed."""
    for old, new in words:
        sql = f"UPDATE {table} SET {after.name} = '{new}' WHERE {after.name} = '{old}'"
        yield _Step(1, f"{ddl.use('alembic', 'op')}.execute({sql!r})")
    if words:
        yield from _altered(between, replace(after, nullable=between.nullable), ddl, phase=2)


def _altered(before: Column, after: Column, ddl: Ddl, phase: Literal[0, 2] = 0) -> Iterator[_Step]:
    parts = [repr(after.name)]
    if before.type != after.type:
        if before.type.kind == "choice":
            parts.append(f"existing_type={ddl.type(before.type)}")
        parts.append(f"type_={ddl.type(after.type)}")
    if before.nullable != after.nullable:
        parts.append(f"nullable={after.nullable}")
    if len(parts) > 1:
        yield _Step(phase, f".alter_column({', '.join(parts)})")


def _rescaled(table: str, before: Column, after: Column, ddl: Ddl) -> Iterator[_Step]:
    """Keeps the values of a number whose decimals change, where they are whole numbers of its smallest unit."""
    more = after.type.decimals - before.type.decimals
    if more:
        name = after.name
        value = f"{name} * {10**more}" if more > 0 else f"round({name} / {10.0**-more})"
        yield _Step(
            1,
            f"if {ddl.use('alembic', 'op')}.get_context().dialect.name == 'sqlite':  # it keeps whole smallest units\n"
            f"    op.execute('UPDATE {table} SET {name} = {value}')",
        )


def _created(table: str, rule: Rule, ddl: Ddl, *, unvalidated: bool) -> str:
    name, how = final_name(table, rule, ddl), ", postgresql_not_valid=True" if unvalidated else ""
    match rule:
        case ForeignKey(column, reference):
            columns = f"[{column!r}], ['id'], ondelete={reference.on_delete!r}"
            return f".create_foreign_key({name}, {reference.table!r}, {columns}{how})"
        case Unique(columns, live=True):
            return f".create_index({name}, {list(columns)!r}, {ddl.live()})"
        case Unique(columns):
            return f".create_unique_constraint({name}, {list(columns)!r})"
        case Index(columns):
            return f".create_index({name}, {list(columns)!r})"
        case Check(_, sql):
            return f".create_check_constraint({name}, {sql!r}{how})"


def _perhaps(change: Create | Drop, ddl: Ddl) -> str:
    """What creates or drops an index, or drops what is unique, where it isn't so already."""
    table, op = change.table, ddl.use("alembic", "op")
    match change, change.thing:
        case Drop(), Unique(live=False) as rule:
            return f"{LET_REPEAT}({table!r}, {final_name(table, rule, ddl)})"
        case Drop(), Unique() | Index() as rule:
            return f"{op}.drop_index({final_name(table, rule, ddl)}, table_name={table!r}, if_exists=True)"
        case Create(), Index(columns) as rule:
            name = final_name(table, rule, ddl)
            return f"{op}.create_index({name}, {table!r}, {list(columns)!r}, if_not_exists=True)"
        case _:
            raise ValueError(f"nothing is made or dropped twice but an index: {change}")


def _dropped(table: str, rule: Rule, ddl: Ddl) -> str:
    name = final_name(table, rule, ddl)
    match rule:
        case ForeignKey():
            return f".drop_constraint({name}, type_='foreignkey')"
        case Check():
            return f".drop_constraint({name}, type_='check')"
        case Unique(live=False):
            return f".drop_constraint({name}, type_='unique')"
        case _:
            return f".drop_index({name})"


def final_name(table: str, thing: Rule | ColumnType, ddl: Ddl) -> str:
    """A constraint's name, said to be final: where it is too long for a database, it is cut as the model's is."""
    return f"{ddl.use('alembic', 'op')}.f({name_of(table, thing)!r})"
