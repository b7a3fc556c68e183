"""The text of a migration: what Alembic runs to change the database, and to change it back."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from textwrap import indent
from types import MappingProxyType
from typing import NamedTuple

from petsage_builder.rendering.ddl import Ddl
from petsage_builder.rendering.deeds import AFTERWARDS, IN_USE, online_summary_of, summary_of
from petsage_builder.rendering.helpers import REFUSE_ROWS, helpers_in
from petsage_builder.rendering.imports import Imports
from petsage_builder.rendering.online import online_body_of
from petsage_builder.rendering.operations import body_of, refusing_duplicates
from petsage_builder.rendering.templating import templates
from petsage_builder.schema.change import Create, Drop, Names, TableChange
from petsage_builder.schema.changes import Fills, creations
from petsage_builder.schema.looks import Look
from petsage_builder.schema.online import OnlineStep, Stages, staged
from petsage_builder.schema.table import Column, Table, Unique

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
    changes = list(creations(tables, fills))
    summary = summary_of(changes, (), looks_for_duplicates=False)
    text = _render(_Part(summary, changes=changes, back=_back(changes)), depends_on, core)
    return text(revision=first_revision(feature), branch_labels=(feature,))


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
) -> list[Migration]:
    """The migrations of a feature from this number on, which follow one, or bring several together.

    The changes in `first` rename; then they look whether rows are in the way, and then come the other changes: those in
    one transaction, and in a migration of their own those that are made while tables are in use. A part of what it says
    is in a migration's name: other changes with the same number, made on another branch, have another one.
    """
    made: list[Migration] = []
    for part in _parts(first, looks, changes):
        down = follows[0] if len(follows) == 1 else tuple(follows)
        text = partial(_render(part, () if made else depends_on, core), down_revision=down)
        digest = hashlib.sha256(text(revision="").encode()).hexdigest()[:6]
        revision = f"{feature[:FEATURE_LETTERS]}_{number + len(made):04}_{digest}"
        made.append(Migration(revision, text(revision=revision)))
        follows = [revision]
    return made


@dataclass(frozen=True)
class _Part:
    """What one migration does, in this order, and what that is called; `back` takes it back."""

    summary: str

    first: Sequence[TableChange] = ()
    looks: Sequence[Look] = ()
    duplicates: Sequence[tuple[str, Unique, Names]] = ()
    changes: Sequence[TableChange] = ()
    online: Sequence[OnlineStep] = ()
    back: Sequence[TableChange] = ()


def _parts(first: Sequence[TableChange], looks: Sequence[Look], changes: Sequence[TableChange]) -> Iterator[_Part]:
    """One migration, or two; the first takes all of it back, however far the second one came."""
    stages, every = staged(first, changes), [*first, *changes]
    duplicates = list(_unique_before(stages, every))
    summary = summary_of(every, looks, looks_for_duplicates=bool(duplicates))
    back = _back(every, stages.online)
    if not stages.online:
        yield _Part(summary, stages.first, looks, (), stages.at_once, back=back)
    elif not stages.first and not stages.at_once:
        yield _Part(f"{summary} {IN_USE}", looks=looks, online=stages.online, back=back)
    else:
        yield _Part(f"{summary} {AFTERWARDS}", stages.first, looks, duplicates, stages.at_once, back=back)
        yield _Part(online_summary_of(stages.online), online=stages.online)


def _unique_before(stages: Stages, changes: Sequence[TableChange]) -> Iterator[tuple[str, Unique, Names]]:
    """What will be unique of which rows hold all that it takes before anything is changed, and what it folds."""
    created = [(one.table, one.thing) for one in changes if isinstance(one, Create)]
    added = {(table, thing.name): thing.folds for table, thing in created if isinstance(thing, Column)}
    for table, rule in ((one.table, one.thing) for one in stages.online if isinstance(one, Create)):
        if isinstance(rule, Unique):
            folds = tuple((name, added[table, name]) for name in rule.columns if added.get((table, name)))
            held = {dict(folds).get(name, name) for name in rule.columns}
            if not any((table, name) in added for name in held):
                yield table, replace(rule, live=rule.live and (table, "deleted_at") not in added), folds


def _back(changes: Sequence[TableChange], online: Sequence[OnlineStep] = ()) -> list[TableChange]:
    """What takes changes back, those that are made online as far as they were."""
    every = ((change.opposite, change in online) for change in reversed(changes))
    return [
        replace(back, perhaps=True) if is_online and isinstance(back, Create | Drop) else back
        for back, is_online in every
    ]


def _render(part: _Part, depends_on: Sequence[str], core: str) -> "partial[str]":
    """The text of a migration, but for its name and its place among the others."""
    ddl = Ddl(Imports(), f"{core}.columns")
    looks = [*map(_looked, part.looks), *(refusing_duplicates(*one) for one in part.duplicates)]
    bodies = (body_of(part.first, ddl), *looks, body_of(part.changes, ddl), online_body_of(part.online, ddl))
    upgrade = "\n".join(filter(None, bodies)) or "pass"
    downgrade = body_of(part.back, ddl) or "pass" + ("  # the migration before takes it back" if part.online else "")
    helpers = helpers_in(f"{upgrade}\n{downgrade}", ddl)
    return partial(
        templates().get_template("entity/migration.py.j2").render,
        summary=part.summary,
        imports=list(ddl.use.lines()),
        down_revision=None,
        branch_labels=None,
        depends_on=tuple(depends_on) or None,
        upgrade=indent(upgrade, "    "),
        downgrade=indent(downgrade, "    "),
        helpers=[helper.removeprefix("_") for helper in helpers],
    )


def _looked(look: Look) -> str:
    sqlite = f", sqlite={look.sqlite!r}" if look.sqlite else ""
    return f"{REFUSE_ROWS}({look.table!r}, {look.where!r}, {look.what!r}{sqlite})"
