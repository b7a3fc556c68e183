"""Changes of tables that are in use: what is done at once, and what can be done while rows are read and written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from petsage_builder.schema.change import (
    Alter,
    Create,
    Drop,
    ForeignKey,
    Index,
    Names,
    Rewrite,
    TableChange,
)
from petsage_builder.schema.naming import name_of
from petsage_builder.schema.table import Check, Column, Table, Unique
from petsage_builder.terms.column import ColumnType

WORD = ColumnType("string", length=40)
"""How a choice is kept, beside its check."""


@dataclass(frozen=True)
class Fill:
    """Gives the rows that have nothing in a column a value: a Python expression, or what it folds or is made from."""

    table: str
    column: Column
    value: str | None


@dataclass(frozen=True)
class Respell:
    """Writes words of a choice otherwise."""

    table: str
    column: str
    words: Names


@dataclass(frozen=True)
class Recheck:
    """Puts a check in the place of the one of the same name."""

    table: str
    check: Check


@dataclass(frozen=True)
class Require:
    """Has every row hold something in a column."""

    table: str
    column: str


@dataclass(frozen=True)
class Validate:
    """Looks whether the rows that are there meet what new ones have to."""

    table: str
    rule: Check | ForeignKey


OnlineStep = Fill | Respell | Recheck | Require | Validate | Create | Drop | Rewrite
"""What is done while a table is in use; of `Create` and `Drop` those of indexes and of what is unique."""

_ORDER = (Rewrite, Fill, Respell, Recheck, Require, Create, Validate, Drop)
"""First what rows get, then what holds for them all; an index is in use until others are there."""


class Stages(NamedTuple):
    """What renames, what else is done at once, and what is done afterwards while the tables are in use."""

    first: tuple[TableChange, ...]
    at_once: tuple[TableChange, ...]
    online: tuple[OnlineStep, ...]


def staged(first: Sequence[TableChange], changes: Sequence[TableChange]) -> Stages:
    """Both kinds of what changes a database; `first` renames. A table that is created here isn't in use yet."""
    every = [*first, *changes]
    new = {change.table for change in every if isinstance(change, Create) and isinstance(change.thing, Table)}
    online = [change for change in every if change.table not in new and _is_online(change, every)]
    words = {(one.table, one.after.name): one.words for one in first if isinstance(one, Alter) and _is_safe(one.words)}
    steps = [step for one in every if one.table not in new for step in _online(one, online, words)]
    return Stages(
        tuple(part for one in first if one not in online for part in _at_once(one, new, {})),
        tuple(part for one in changes if one not in online for part in _at_once(one, new, words)),
        tuple(sorted(_last(steps), key=lambda step: _ORDER.index(type(step)))),
    )


def check_of(column: Column) -> Check:
    """The check that a choice is one of its words."""
    words = ", ".join(f"'{word}'" for word in column.type.values)
    return Check(column.type.name, f"{column.name} IN ({words})")


def _is_safe(names: Names) -> bool:
    """Whether giving new names can be done again: no name is both an old and a new one."""
    return not {old for old, _ in names} & {new for _, new in names}


def _is_online(change: TableChange, every: Sequence[TableChange]) -> bool:
    """Whether the whole of a change is done while its table is in use."""
    match change:
        case Create(_, Unique() | Index()):
            return True
        case Drop(table, Index(columns) as index):
            gone = {one.thing.name for one in every if isinstance(one, Drop) and isinstance(one.thing, Column)}
            made = [one.thing for one in every if isinstance(one, Create) and one.table == table]
            again = {name_of(table, one) for one in made if isinstance(one, Unique | Index)}
            return not gone.intersection(columns) and name_of(table, index) not in again
        case Rewrite(_, keys, words):
            return all(map(_is_safe, (keys, *(names for _, names in words))))
        case _:
            return False


def _at_once(change: TableChange, new: set[str], words: Mapping[tuple[str, str], Names]) -> Iterator[TableChange]:
    """What of a change is done at once: it looks at no row, and writes none."""
    match change:
        case _ if change.table in new:
            yield change
        case Create(table, Column() as column, fill):
            yield from _added(table, column, fill)
        case Create(_, ForeignKey() | Check()):
            yield replace(change, unvalidated=True)
        case Alter(table, before, after) if _is_choice(change):
            old = (*(old for old, _ in change.words), *(old for old, _ in words.get((table, after.name), ())))
            yield Drop(table, check_of(before))
            yield Create(table, check_of(_with_words(after, old)), unvalidated=True)
            if after.nullable and not before.nullable:
                yield Alter(table, replace(after, nullable=False), after)
        case Alter(table, before, after):
            after = replace(after, nullable=before.nullable or after.nullable, folds="", made_from="")
            if (before.type, before.nullable) != (after.type, after.nullable):
                yield Alter(table, before, after, words=change.words)
        case _:
            yield change


def _added(table: str, column: Column, fill: str | None) -> Iterator[TableChange]:
    """A new column, and what holds for it."""
    plain = replace(column, references=None, folds="", made_from="")
    if column.type.kind == "choice":
        plain = replace(plain, type=WORD)
    if column.folds or column.made_from:
        plain, fill = replace(plain, nullable=True), None
    yield Create(table, plain, fill)
    yield from (Create(table, rule, unvalidated=True) for rule in _rules_of(column))


def _rules_of(column: Column) -> Iterator[Check | ForeignKey]:
    if column.references:
        yield ForeignKey(column.name, column.references)
    if column.type.kind == "choice":
        yield check_of(column)


def _is_choice(change: Alter) -> bool:
    """Whether what changes is the words of a choice, and each step of that can be done again."""
    kinds = {change.before.type.kind, change.after.type.kind}
    return kinds == {"choice"} and change.before.type != change.after.type and _is_safe(change.words)


def _with_words(column: Column, words: Sequence[str]) -> Column:
    more = dict.fromkeys((*column.type.values, *words))
    return replace(column, type=replace(column.type, values=tuple(more)))


def _online(
    change: TableChange, whole: Sequence[TableChange], words: Mapping[tuple[str, str], Names]
) -> Iterator[OnlineStep]:
    """What of a change is done while its table is in use; `whole` are the changes of which all is."""
    match change:
        case Create() | Drop() | Rewrite() if change in whole:
            yield change
        case Create(table, Column() as column, fill):
            yield from _completed(table, column, fill)
            yield from (Validate(table, rule) for rule in _rules_of(column))
        case Create(table, ForeignKey() | Check() as rule):
            yield Validate(table, rule)
        case Alter(table, before, after, fill):
            if _is_choice(change):
                yield from _rechecked(change, respelled=(table, after.name) in words)
            if fill is not None or after.folds:
                yield Fill(table, after, fill)
            if before.nullable and not after.nullable:
                yield Require(table, after.name)
        case _:
            return


def _completed(table: str, column: Column, fill: str | None) -> Iterator[OnlineStep]:
    """What a new column still needs whose rows don't all get the same."""
    if column.folds or (column.made_from and fill is not None):
        yield Fill(table, column, fill)
        if not column.nullable:
            yield Require(table, column.name)


def _rechecked(change: Alter, *, respelled: bool) -> Iterator[OnlineStep]:
    """What makes a choice one of its words alone, once rows are written so."""
    check = check_of(change.after)
    if change.words:
        yield Respell(change.table, change.after.name, change.words)
    if change.words or respelled:
        yield Recheck(change.table, check)
    yield Validate(change.table, check)


def _last(steps: Sequence[OnlineStep]) -> Iterator[OnlineStep]:
    """The steps without those of a check that another one of the same name comes after."""
    for number, step in enumerate(steps):
        if not any(_is_renewed_by(step, other) for other in steps[number + 1 :]):
            yield step


def _is_renewed_by(step: OnlineStep, other: OnlineStep) -> bool:
    match step, other:
        case (Recheck(table, check), Recheck(again, renewed)) | (
            Validate(table, Check() as check),
            Validate(again, Check() as renewed),
        ):
            return (table, check.name) == (again, renewed.name)
        case _:
            return False
