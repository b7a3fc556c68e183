"""The text of a migration: what Alembic runs to change the database, and to change it back."""

import hashlib
from collections.abc import Iterator, Sequence
from functools import partial
from textwrap import indent
from types import MappingProxyType
from typing import NamedTuple

from petsage_builder.rendering.ddl import Ddl
from petsage_builder.rendering.imports import Imports
from petsage_builder.rendering.operations import (
    BEGIN,
    FILL,
    FOLD,
    NAME,
    REFUSE_DUPLICATES,
    REFUSE_ROWS,
    RENAME,
    REWRITE,
    body_of,
)
from petsage_builder.rendering.templating import templates
from petsage_builder.schema.change import Alter, Create, Drop, ForeignKey, Index, Rename, TableChange
from petsage_builder.schema.changes import Fills, creations
from petsage_builder.schema.looks import Look
from petsage_builder.schema.table import Check, Column, Table, Unique
from petsage_builder.terms import names

FEATURE_LETTERS = 20
"""Letters of a feature's name in the names of its later migrations: Alembic keeps 32 characters of those."""


_NO_FILLS: Fills = MappingProxyType({})


class Migration(NamedTuple):
    """A migration's text, and what Alembic calls it."""

    revision: str
    text: str


def render_first(
    feature: str, tables: Sequence[Table], depends_on: Sequence[str], core: str, fills: Fills = _NO_FILLS
) -> str:
    """The migration that creates a feature's tables; `core` is what the project's core is imported as.

    With `fills` start the rows of a table that has one for each account.
    """
    return _render(list(creations(tables, fills)), depends_on, core)(
        revision=first_revision(feature), branch_labels=(feature,)
    )


def first_revision(feature: str) -> str:
    """What a feature's first migration is called: `pets_0001`."""
    return f"{feature}_0001"


def render_next(
    feature: str,
    number: int,
    changes: Sequence[TableChange],
    depends_on: Sequence[str],
    core: str,
    *,
    follows: Sequence[str],
    first: Sequence[TableChange] = (),
    looks: Sequence[Look] = (),
) -> Migration:
    """The migration of a feature with this number, which follows one, or brings several together.

    The changes in `first` rename; then it looks whether rows are in the way, and then come the other changes. A part of
    what it says is in its name: other changes with the same number, made on another branch, have another one.
    """
    down = follows[0] if len(follows) == 1 else tuple(follows)
    text = partial(_render(changes, depends_on, core, first=first, looks=looks), down_revision=down)
    part = hashlib.sha256(text(revision="").encode()).hexdigest()[:6]
    revision = f"{feature[:FEATURE_LETTERS]}_{number:04}_{part}"
    return Migration(revision, text(revision=revision))


def _render(
    changes: Sequence[TableChange],
    depends_on: Sequence[str],
    core: str,
    *,
    first: Sequence[TableChange] = (),
    looks: Sequence[Look] = (),
) -> "partial[str]":
    """The text of a migration, but for its name and its place among the others."""
    ddl = Ddl(Imports(), f"{core}.columns")
    upgrade = "\n".join(filter(None, (body_of(first, ddl), *map(_looked, looks), body_of(changes, ddl)))) or "pass"
    changes = [*first, *changes]
    downgrade = body_of([change.opposite for change in reversed(changes)], ddl) or "pass"
    helpers = {
        name
        for name in (BEGIN, FILL, FOLD, NAME, REFUSE_DUPLICATES, REFUSE_ROWS, RENAME, REWRITE)
        if f"{name}(" in upgrade + downgrade
    }
    for name in sorted(helpers):
        _import_for(name, ddl)
    return partial(
        templates().get_template("entity/migration.py.j2").render,
        summary=_summary(changes, looks),
        imports=list(ddl.use.lines()),
        down_revision=None,
        branch_labels=None,
        depends_on=tuple(depends_on) or None,
        upgrade=indent(upgrade, "    "),
        downgrade=indent(downgrade, "    "),
        helpers=helpers,
    )


def _import_for(helper: str, ddl: Ddl) -> None:
    """Import what a function of the migration needs."""
    ddl.use("alembic", "op")
    if helper != REWRITE:
        ddl.sa("text")
    if helper in (BEGIN, FILL):
        ddl.use("typing", "Any")
    if helper in (FOLD, NAME):
        ddl.use("unicodedata", "normalize")
    if helper == NAME:
        ddl.use("unicodedata", "category")
        ddl.use.module("re")


def _looked(look: Look) -> str:
    sqlite = f", sqlite={look.sqlite!r}" if look.sqlite else ""
    return f"{REFUSE_ROWS}({look.table!r}, {look.where!r}, {look.what!r}{sqlite})"


def _summary(changes: Sequence[TableChange], looks: Sequence[Look]) -> str:
    """What the migration does, and what may stop it."""
    created = [change.table for change in changes if isinstance(change, Create) and isinstance(change.thing, Table)]
    deeds = [f"create {_listed(created)}"] if created else []
    deeds += [deed for change in changes for deed in _deeds(change)]
    deeds += [] if deeds else [f"look for rows with {look.what}" for look in looks]
    deeds = deeds or ["bring the migrations of two branches together"]
    summary = f"{names.title('; '.join(deeds))}."
    if looks:
        summary += " Where rows are in the way, it says how many, and changes nothing."
    if any(isinstance(change, Create) and isinstance(change.thing, Unique) for change in changes):
        summary += " Where rows hold the same values already, it says which, and changes nothing."
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
            yield from (f"call {old} {new} in {after.name} of {table}" for old, new in words)
            if not words:
                yield f"change {after.name} of {table}"
        case Rename(table, before, columns):
            if before != table:
                yield f"call {before} {table}"
            yield from (f"call {old} of {table} {new}" for old, new in columns)
        case Create(table, ForeignKey(column, reference)):
            yield f"let {column} of {table} refer to {reference.table}"
        case Create(table, Unique(columns)):
            yield f"let {_listed(columns)} of {table} be unique"
        case Drop(table, Unique(columns)):
            yield f"let {_listed(columns)} of {table} repeat"
        case Create(table, Check(name)):
            yield f"check {name} of {table}"
        case Drop(table, Check(name)):
            yield f"check {name} of {table} no more"
        case Create(table, Index(columns)):
            yield f"index {table} by {_listed(columns)}"
        case Drop(table, Index(columns)):
            yield f"drop the index of {table} by {_listed(columns)}"
        case _:
            return


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
