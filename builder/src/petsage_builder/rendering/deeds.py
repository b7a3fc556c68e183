"""What a migration does, in words: the first thing that somebody reads of it."""

from collections.abc import Iterator, Sequence

from petsage_builder.schema.change import Alter, Create, Drop, ForeignKey, Index, Rename, TableChange
from petsage_builder.schema.looks import Look
from petsage_builder.schema.online import Fill, OnlineStep, Require, Respell, Validate
from petsage_builder.schema.table import Check, Column, Table, Unique
from petsage_builder.terms import names
from petsage_builder.terms.marking import listed

AFTERWARDS = "What reads or writes every row is done by the migration after this one."
"""Of a migration that another one completes."""

IN_USE = "The tables stay in use: on PostgreSQL each step is a transaction. Where it was interrupted, upgrade again."
"""Of a migration that runs beside those who read and write the rows."""


def summary_of(changes: Sequence[TableChange], looks: Sequence[Look], *, looks_for_duplicates: bool) -> str:
    """What a migration changes, and what may stop it."""
    created = [change.table for change in changes if isinstance(change, Create) and isinstance(change.thing, Table)]
    deeds = [f"create {listed(created)}"] if created else []
    deeds += [deed for change in changes for deed in _deeds(change)]
    deeds += [] if deeds else [f"look for rows with {look.what}" for look in looks]
    deeds = deeds or ["bring the migrations of two branches together"]
    summary = f"{names.title('; '.join(deeds))}."
    if looks:
        summary += " Where rows are in the way, it says how many, and changes nothing."
    if looks_for_duplicates:
        summary += " Where rows hold the same values already, it says which, and changes nothing."
    return summary


def online_summary_of(steps: Sequence[OnlineStep]) -> str:
    """What a migration does while tables are in use, and what may stop it."""
    deeds = dict.fromkeys(deed for step in steps for deed in _online_deeds(step))
    summary = f"{names.title('; '.join(deeds) or 'write new names into the changes that are kept')}. {IN_USE}"
    if any(isinstance(step, Create) and isinstance(step.thing, Unique) for step in steps):
        summary += " Where rows hold the same values, it says which, and goes no further."
    return summary


def _deeds(change: TableChange) -> Iterator[str]:
    """What a change of a table does; nothing where that is part of another one."""
    match change:
        case Create(table, Column(name)):
            yield f"add {name} to {table}"
        case Drop(_, Table(name)):
            yield f"drop {name}"
        case Drop(table, Column(name)):
            yield f"drop {name} of {table}"
        case Alter(table, _, after, _, words):
            yield from _called(table, after.name, words)
            if not words:
                yield f"change {after.name} of {table}"
        case Rename(table, before, columns):
            if before != table:
                yield f"call {before} {table}"
            yield from (f"call {old} of {table} {new}" for old, new in columns)
        case Create(table, ForeignKey(column, reference)):
            yield f"let {column} of {table} refer to {reference.table}"
        case Create(table, Unique(columns)):
            yield f"let {listed(columns)} of {table} be unique"
        case Drop(table, Unique(columns)):
            yield f"let {listed(columns)} of {table} repeat"
        case Create(table, Check(name)):
            yield f"check {name} of {table}"
        case Drop(table, Check(name)):
            yield f"check {name} of {table} no more"
        case Create(table, Index(columns)):
            yield f"index {table} by {listed(columns)}"
        case Drop(table, Index(columns)):
            yield f"drop the index of {table} by {listed(columns)}"
        case _:
            return


def _online_deeds(step: OnlineStep) -> Iterator[str]:
    match step:
        case Fill(table, column):
            yield f"fill {column.name} of {table}"
        case Respell(table, column, words):
            yield from _called(table, column, words)
        case Require(table, column):
            yield f"require {column} of {table}"
        case Validate(table, ForeignKey(column)):
            yield f"validate what {column} of {table} refers to"
        case Validate(table, Check(name)):
            yield f"validate {name} of {table}"
        case Create() | Drop():
            yield from _deeds(step)
        case _:
            return


def _called(table: str, column: str, words: Sequence[tuple[str, str]]) -> Iterator[str]:
    return (f"call {old} {new} in {column} of {table}" for old, new in words)
