"""From what landed to a changed spec: what the database needs, and what stands in the way."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from petsage_builder.errors import NotUnderstoodError, Problem
from petsage_builder.landing.database.counting import count_rows, database_url, is_sqlite
from petsage_builder.project.project import Project
from petsage_builder.schema.change import Alter, TableChange
from petsage_builder.schema.changes import changes_between, fills_of, in_both, losses_between, problems_between
from petsage_builder.schema.looks import Look, Loss, narrowed
from petsage_builder.schema.renaming import renamings
from petsage_builder.schema.table import Column, Table
from petsage_builder.schema.tables import tables_of
from petsage_builder.spec.feature import FeatureSpec
from petsage_builder.spec.renaming import renamed, renames_between


@dataclass(frozen=True)
class Evolution:
    """What renames, what has to be looked for in between, and what changes."""

    renames: tuple[TableChange, ...]
    looks: tuple[Look, ...]
    changes: tuple[TableChange, ...]

    def __bool__(self) -> bool:
        return bool(self.renames or self.looks or self.changes)


def evolution(
    old: FeatureSpec,
    new: FeatureSpec,
    project: Project,
    drop: Collection[str] = (),
    *,
    twice: Mapping[tuple[str, str], Sequence[Column]] = MappingProxyType({}),
) -> Evolution:
    """What takes a database from one spec to the next. `drop` names what may be lost: "film.year".

    `twice` are the columns, by table, that databases may have in one of several ways: they are made as they are to be.

    Raises:
        NotUnderstoodError: rows hold what would be lost, or what has no place any more; with every reason.
    """
    former = renamed(old, renames_between(old, new, project.other_entities(new.feature)))
    before, after, fills = tables_of(former), tables_of(new), fills_of(new)
    kept = {table.name: (was, table) for was, table in in_both(before, after)}
    looks = list(narrowed(former, new, kept, fills))
    losses = [loss for loss in losses_between(before, after) if loss.key not in {_plain(name) for name in drop}]
    problems = list(problems_between(before, after, fills))
    problems += _in_the_way(losses, looks, project)
    if problems:
        raise NotUnderstoodError(*problems)
    looks += [loss.look for loss in losses]
    changes = changes_between(before, after, fills)
    again = list(_made_anew(after, changes, twice))
    return Evolution(tuple(renamings(tables_of(old), before)), tuple(looks), (*changes, *again))


def _made_anew(
    after: Sequence[Table], changes: Sequence[TableChange], twice: Mapping[tuple[str, str], Sequence[Column]]
) -> Iterator[Alter]:
    """What makes a column as it is to be that nothing else does."""
    done = {(change.table, change.after.name) for change in changes if isinstance(change, Alter)}
    for table in after:
        for column in table.columns:
            others = [one for one in twice.get((table.name, column.name), ()) if one != column]
            if others and (table.name, column.name) not in done:
                yield Alter(table.name, others[0], column)


def _plain(name: str) -> str:
    return name.strip().replace(" ", "_")


def _in_the_way(losses: Sequence[Loss], looks: Sequence[Look], project: Project) -> Iterator[Problem]:
    """What rows hold that would be lost or has no place; what is lost must be said unless it is known to be nothing."""
    if not losses and not looks:
        return
    url = database_url(project.blueprint.project.package)
    every = [*(loss.look for loss in losses), *looks]
    where = [(look.sqlite or look.where) if is_sqlite(url) else look.where for look in every]
    conditions = [(look.table, condition) for look, condition in zip(every, where, strict=True)]
    counts = count_rows(project.folder, project.interpreter, url, conditions)
    for loss, count in zip(losses, counts, strict=False):
        if count != 0:
            yield _lost(loss, count)
    for look, count, condition in zip(looks, counts[len(losses) :], where[len(losses) :], strict=True):
        if count:
            yield _left_over(look, count, condition)


def _lost(loss: Loss, count: int | None) -> Problem:
    held = "with what rows hold in it" if count is None else f"with what {_rows(count)} in it"
    otherwise = f"add `{loss.instead}`, or " if loss.instead else "leave it in, or "
    return Problem(loss.place, f"would be dropped, {held}", f"{otherwise}pass --drop {loss.key} to lose that")


def _left_over(look: Look, count: int, condition: str) -> Problem:
    found = f"SELECT * FROM {look.table} WHERE {condition}"
    message = f"{_rows(count, 'have', 'has')} {look.what}, which would not be allowed any more"
    return Problem(f"table {look.table}", message, f"find them by `{found}` and mend them, or leave the rule as it is")


def _rows(count: int, several: str = "hold", one: str = "holds") -> str:
    return f"1 row {one}" if count == 1 else f"{count} rows {several}"
