"""The tables that the entities of a spec are kept in."""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from typing import Literal

from petsage_builder.schema.indexes import indexes_of, uniques_of
from petsage_builder.schema.requirements import checks_of
from petsage_builder.schema.table import Column, OnDelete, Reference, Table
from petsage_builder.spec.entity import USER, BelongsTo, Entity, Once
from petsage_builder.spec.feature import FeatureSpec
from petsage_builder.terms import names
from petsage_builder.terms.column import DOCUMENT, IDENTIFIER, INSTANT, ColumnType

LONGEST_IDENTIFIER = 63
"""In bytes, on PostgreSQL."""

_ON_DELETE: dict[str, OnDelete] = {"cascade": "CASCADE", "refuse": "RESTRICT", "unlink": "SET NULL"}


def tables_of(spec: FeatureSpec) -> tuple[Table, ...]:
    """The tables of a spec, each after those that it refers to: last the links between entities, and who did what once.

    Where entities refer to each other in a circle, one that may do without the other comes first.
    """
    entities = list(_in_order(spec.entities))
    own = [table for entity in entities for table in _own_tables(entity)]
    links = [_links(entity, many.target) for entity in entities for many in entity.many_to_many]
    return (*own, *links, *(once_table(entity, once) for entity in entities for once in entity.once))


def _in_order(entities: Sequence[Entity]) -> Iterator[Entity]:
    waiting = {entity.name: entity for entity in entities}
    while waiting:
        free = [entity for entity in waiting.values() if not _awaits(entity, entity.belongs_to, waiting)]
        able = [entity for entity in waiting.values() if not _awaits(entity, _needed(entity), waiting)]
        yield waiting.pop((free or able)[0].name)


def _needed(entity: Entity) -> list[BelongsTo]:
    return [link for link in entity.belongs_to if not link.optional]


def _awaits(entity: Entity, links: Collection[BelongsTo], waiting: Collection[str]) -> bool:
    """Whether one of these relations leads to another entity that is waiting."""
    return any(link.target in waiting and link.target != entity.name for link in links)


def _own_tables(entity: Entity) -> Iterator[Table]:
    """The table of an entity, and the one of its revisions where they are kept."""
    columns = tuple(_columns(entity))
    uniques = uniques_of(entity)
    yield Table(entity.table, entity.name, "entity", columns, uniques, indexes_of(entity, columns, uniques),
                checks_of(entity))  # fmt: skip
    if entity.history:
        yield _revisions(entity)


def _columns(entity: Entity) -> Iterator[Column]:
    account = Reference(_table(USER), "CASCADE") if entity.is_people else None
    yield Column("id", IDENTIFIER, primary_key=True, references=account)
    yield Column("created_at", INSTANT)
    yield Column("updated_at", INSTANT)
    yield Column("version", ColumnType("integer"))
    if entity.restore_days:
        yield Column("deleted_at", INSTANT, nullable=True)
    for field in entity.fields:
        type_ = field.type.column(_constraint(entity, field.name))
        made_from = names.snake(field.made_from) if field.made_from else ""
        yield Column(field.snake, type_, nullable=entity.can_lack(field), origin=field.name, made_from=made_from)
        if field in entity.folded:
            text = ColumnType("text")
            yield Column(field.folded, text, nullable=entity.can_lack(field), origin=field.name, folds=field.snake)
    if entity.lifecycle:
        named = _constraint(entity, "status")
        states = ColumnType("choice", values=entity.lifecycle.states, name=named)
        yield Column("status", states, origin="status")
    for link in entity.belongs_to:
        reference = Reference(_table(link.target), _ON_DELETE[link.on_delete])
        yield Column(link.column, IDENTIFIER, nullable=link.can_be_empty, references=reference, origin=link.role)


def _constraint(entity: Entity, field: str) -> str:
    """What the constraint of a choice of words is called: as their enumeration, as SQLAlchemy would."""
    return names.pascal(f"{entity.called} {field}").lower()


def _table(target: str) -> str:
    """The table of an entity, or of users."""
    return names.snake(names.plural(target))


def _revisions(entity: Entity) -> Table:
    columns = (
        Column("id", IDENTIFIER, primary_key=True),
        Column("thing_id", IDENTIFIER),
        Column("event", ColumnType("string", length=10)),
        Column("changed_at", INSTANT),
        Column("changed_by", IDENTIFIER, nullable=True),
        Column("content", DOCUMENT),
    )
    name = names.snake(f"{entity.name} revisions")
    return Table(name, entity.name, "revisions", columns, indexes=(("thing_id",),))


def _links(entity: Entity, target: str) -> Table:
    return _pairs(entity, target, "links", names.plural(target))


def once_table(entity: Entity, once: Once) -> Table:
    """The table of who has done something once with an entity."""
    return _pairs(entity, USER, "once", names.plural(once.verb))


def _pairs(entity: Entity, target: str, kind: Literal["links", "once"], pairs: str) -> Table:
    """Pairs of a thing and a target; each is there once."""
    left, right = (
        Column(
            names.snake(f"{end} id"),
            IDENTIFIER,
            primary_key=True,
            references=Reference(_table(end), "CASCADE"),
            origin=end,
        )
        for end in (entity.called, target)
    )
    name = names.snake(f"{entity.called} {pairs}")
    return Table(_fitting(name), entity.name, kind, (left, right), indexes=((right.name,),))


def _fitting(name: str) -> str:
    """The name, cut and told apart by a hash where it is too long for a table's."""
    if len(name) <= LONGEST_IDENTIFIER:
        return name
    mark = hashlib.blake2s(name.encode(), digest_size=4).hexdigest()
    return f"{name[: LONGEST_IDENTIFIER - len(mark) - 1]}_{mark}"
