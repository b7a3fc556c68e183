"""What has to change in the database where a spec calls things otherwise: names alone, every row keeps its values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from petsage_builder.schema.change import Alter, Create, Drop, ForeignKey, Index, Names, Rename, Rewrite, TableChange
from petsage_builder.schema.naming import name_of
from petsage_builder.schema.table import Column, Table
from petsage_builder.terms.names import OWN_MEMBERS


def renamings(old: Sequence[Table], new: Sequence[Table]) -> list[TableChange]:
    """What makes the new tables of the old ones, which are the same but for their names, pair by pair."""
    pairs = list(zip(old, new, strict=True))
    own = {after.entity: (before, after) for before, after in pairs if after.kind == "entity"}
    return [change for pair in pairs for change in _changes(*pair, own)]


def _changes(old: Table, new: Table, own: Mapping[str, tuple[Table, Table]]) -> Iterator[TableChange]:
    columns = _renamed_columns(old, new)
    rules = tuple(_differing(zip(_rules(old), _rules(new, old), strict=True)))
    alike = set(old.checks) & set(new.checks) if old.name == new.name else set()
    yield from (Drop(old.name, check) for check in old.checks if check not in alike)
    if columns or rules or old.name != new.name:
        yield Rename(new.name, old.name, columns, rules)
    for before, after in zip(old.columns, new.columns, strict=True):
        if words := _words(before, after):
            kept = replace(after, type=replace(after.type, values=before.type.values))
            yield Alter(new.name, kept, after, words=words)
    yield from (Create(new.name, check) for check in new.checks if check not in alike)
    if new.kind == "revisions":
        yield from _rewritten(new, *own[new.entity])


def _rewritten(revisions: Table, old: Table, new: Table) -> Iterator[Rewrite]:
    """The changes that are kept of a thing, in its new names."""
    keys = tuple((_key(before), _key(after)) for before, after in _renamed_columns(old, new))
    pairs = zip(old.columns, new.columns, strict=True)
    words = tuple((_key(after.name), found) for before, after in pairs if (found := _words(before, after)))
    if keys or words:
        yield Rewrite(revisions.name, keys, words)


def _renamed_columns(old: Table, new: Table) -> Names:
    return tuple(_differing((one.name, other.name) for one, other in zip(old.columns, new.columns, strict=True)))


def _words(before: Column, after: Column) -> Names:
    return tuple(_differing(zip(before.type.values, after.type.values, strict=True)))


def _differing(pairs: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    return (pair for pair in pairs if pair[0] != pair[1])


def _rules(table: Table, like: Table | None = None) -> Iterator[str]:
    """The names of a table's constraints and indexes, in the order of the columns of the table that it is `like`."""
    like = like or table
    now = dict(zip((column.name for column in like.columns), (column.name for column in table.columns), strict=True))
    yield f"pk_{table.name}"
    for column in table.columns:
        if column.references:
            yield name_of(table.name, ForeignKey(column.name, column.references))
        if column.type.kind == "choice":
            yield name_of(table.name, column.type)
    for unique in like.uniques:
        yield name_of(table.name, replace(unique, columns=tuple(map(now.__getitem__, unique.columns))))
    for columns in like.indexes:
        yield name_of(table.name, Index(tuple(map(now.__getitem__, columns))))


def _key(column: str) -> str:
    """What the JSON of a thing calls a column."""
    name = column.removesuffix("_")
    return column if name in OWN_MEMBERS else name
