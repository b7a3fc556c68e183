"""What is unique in an entity's table, and the indexes that serve its lists and its references."""

from collections.abc import Collection, Iterator, Sequence

from petsage_builder.schema.table import Column, Unique
from petsage_builder.spec.endpoints import is_listed_beyond_parent
from petsage_builder.spec.entity import Entity
from petsage_builder.spec.entity import Unique as UniqueRule

LONGEST_INDEXED = 600
"""How many characters an index of PostgreSQL surely holds, at four bytes each."""

Columns = tuple[str, ...]


def uniques_of(entity: Entity) -> tuple[Unique, ...]:
    """What occurs once; where things can be restored, among those that are not deleted."""
    columns = _columns(entity)
    said = [_columns_of(unique, entity, columns) for unique in entity.uniques]
    only_one = [(link.column,) for link in entity.belongs_to if link.at_most == 1]
    return tuple(Unique(group, live=entity.restore_days is not None) for group in dict.fromkeys((*said, *only_one)))


def _columns_of(rule: UniqueRule, entity: Entity, columns: dict[str, str]) -> Columns:
    """The columns that a rule is about, that of `per` first; regardless of capitals those of texts without them."""
    if rule.any_case:
        columns = columns | {field.name: field.folded for field in entity.folded}
    return tuple(columns[name] for name in (*([rule.per] if rule.per else []), *rule.names))


def indexes_of(entity: Entity, columns: Sequence[Column], uniques: Collection[Unique]) -> tuple[Columns, ...]:
    """The indexes: for what is deleted, for the list and its filters, for references that none of those serves."""
    indexes: list[Columns] = [("deleted_at",)] if entity.restore_days else []
    if Unique(_scope(entity)) not in uniques:
        indexes += _of_the_list(entity, {column.name: column for column in columns})
    served = {index[0] for index in indexes} | {unique.columns[0] for unique in uniques if not unique.live}
    # What is unique among live rows is an index too, and one of the same column would have the same name.
    served |= {unique.columns[0] for unique in uniques if len(unique.columns) == 1}
    referring = [column.name for column in columns if column.references and not column.primary_key]
    return (*indexes, *((name,) for name in referring if name not in served))


def _of_the_list(entity: Entity, columns: dict[str, Column]) -> Iterator[Columns]:
    """An index that has the list's rows in its order.

    A list of the whole table has one more for each filter that few rows pass; within what is one parent's or one
    owner's, and for filters that many rows pass, walking the list's own index is as good.
    """
    named = _columns(entity)
    order = [named[key.by] if key.by else "created_at" for key in entity.order.keys]
    if not entity.access.see or not all(_fits(columns[name]) for name in order):
        return
    scope = _scope(entity)
    yield (*scope, *order, "id")
    if is_listed_beyond_parent(entity):
        yield (*order, "id")
    done = {once.done for once in entity.once}
    for name in entity.filters if not scope else ():
        if name in done:
            continue  # who has done it is in a table of its own
        column = columns[named.get(name, name)]
        if column.name != order[0] and _is_selective(column):
            yield (column.name, *order, "id")


def _scope(entity: Entity) -> Columns:
    """The column that every row of a list has the same value in: its parent's or its owner's."""
    if entity.parent:
        return (entity.parent.column,)
    grants = entity.access.see
    if len(grants) == 1 and grants[0].to == "owner" and grants[0].relation:
        return (entity.relation(grants[0].relation).column,)
    return ()


def _columns(entity: Entity) -> dict[str, str]:
    """The columns of fields and relations by the names that people say."""
    fields = {field.name: field.snake for field in entity.fields}
    return fields | {link.role: link.column for link in entity.belongs_to}


def _is_selective(column: Column) -> bool:
    """Whether few rows have the same value in the column."""
    return column.type.kind in ("identifier", "string") and _fits(column)


def _fits(column: Column) -> bool:
    return column.type.length <= LONGEST_INDEXED
