"""What belongs to a user, in whichever feature: what is exported, and what goes with the account."""

from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, cast
from uuid import UUID

from pydantic import BaseModel, create_model
from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    FromClause,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    delete,
    func,
    not_,
    or_,
    select,
    tuple_,
    union,
    update,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import JSONB

from ..access import CALLER
from ..database import Session, Transaction
from ..errors import NotFoundError
from ..expiring import as_of_now
from ..history import Revision
from ..spelling import SHOWN, plain
from ..statements import Statement
from ..tables import Base, Entity
from .models import User

PIECE = 200
"""Rows that are read and sent at once; others are served between two pieces."""
_WRITTEN = Text().with_variant(JSONB(), "postgresql")
"""JSON as each database keeps it."""


class Kind(NamedTuple):
    """The rows of one table that are the caller's own: how they are read, piece by piece, and as what.

    `first` reads the first piece, `next` the one after a row, whose `key` it is given.
    """

    name: str
    shape: type[BaseModel] | None
    key: tuple[str, ...]
    first: Select[Any]
    next: Select[Any]


@cache
def kinds() -> dict[str, Kind]:
    """Every kind of row that can be a user's own, by its table's name, what is referred to first.

    What is a user's in its own right, as a comment is its author's, is nobody else's, also not who has the post.
    """
    conditions = {_users(): _users().c.id == CALLER}
    for table in Base.metadata.sorted_tables:
        keys = _keys(table, conditions, "CASCADE")
        theirs = [key for key in keys if key.column.table is _users()]
        if reached := [_refers(key, conditions) for key in theirs or keys]:
            conditions[table] = or_(*reached)
    revisions = {revision: _of_any(revision, conditions) for revision in _revisions()}
    return {table.name: _kind(table, condition) for table, condition in (conditions | revisions).items()}


@cache
def removals() -> tuple[Statement, ...]:
    """What deletes an account, statement by statement: also what others have that can't be without what goes.

    Where others' things name the user, the database empties the column; a history forgets them, too.
    """
    going, emptied = {_users(): _users().c.id == CALLER}, list[Statement]()
    for table in Base.metadata.sorted_tables:
        keys = [*_keys(table, going, "CASCADE"), *(key for key in _needing(table, going) if not key.parent.nullable)]
        if reached := [_refers(key, going) for key in keys]:
            going[table] = or_(*reached)
        for key in _needing(table, going):
            if key.parent.nullable:
                emptied.append(update(table).where(_refers(key, going)).values({key.parent.key: None}))
    histories = [statement for revision in _revisions() for statement in _forgetting(revision, going)]
    return (*emptied, *histories, *(delete(table).where(going[table]) for table in reversed(going)))


async def export(session: Session, user_id: UUID) -> AsyncIterator[tuple[str, list[BaseModel]]]:
    """All that belongs to a user, kind by kind, oldest first, in pieces of one kind each; secrets are left out.

    Of a kind that the user has nothing of, there is one piece, which is empty.
    """
    for kind in kinds().values():
        if kind.shape is not None:
            async for rows in _pieces(session, user_id, kind, kind.shape):
                yield kind.name, rows


def export_kind(session: Session, user_id: UUID, name: str) -> tuple[type[BaseModel], AsyncIterator[list[BaseModel]]]:
    """The shape of one kind, and in pieces all of it that belongs to a user; `NotFoundError` where there is none."""
    kind = kinds().get(name)
    if kind is None or kind.shape is None:
        raise NotFoundError
    return kind.shape, _pieces(session, user_id, kind, kind.shape)


async def _pieces(
    session: Session, user_id: UUID, kind: Kind, shape: type[BaseModel]
) -> AsyncIterator[list[BaseModel]]:
    """The rows of a kind, at least one piece; each is read when the one before it has been sent."""
    rows = await session.all(shape, kind.first, _caller=user_id)
    yield rows
    while len(rows) == PIECE:
        after = {f"_after_{name}": getattr(rows[-1], name) for name in kind.key}
        if rows := await session.all(shape, kind.next, _caller=user_id, **after):
            yield rows


async def erase(transaction: Transaction, user_id: UUID) -> None:
    """Delete all that belongs to a user, and the account."""
    for statement in removals():
        await transaction.execute(statement, _caller=user_id, _mention=f"%{user_id}%", _named=f'"{user_id}"')


def _users() -> Table:
    return cast(Table, User.__table__)


def _revisions() -> Iterator[Table]:
    return _tables_of(Revision)


def _tables_of(base: type[Base]) -> Iterator[Table]:
    """The tables of all models that a base has."""
    for model in base.__subclasses__():
        if "__table__" in vars(model):
            yield cast(Table, model.__table__)
        yield from _tables_of(model)


def _keys(table: Table, referred: Collection[Table], on_delete: str) -> list[ForeignKey]:
    keys = sorted(table.foreign_keys, key=lambda key: key.parent.name)
    return [key for key in keys if key.ondelete == on_delete and key.column.table in referred]


def _needing(table: Table, referred: Collection[Table]) -> list[ForeignKey]:
    """What keeps things from being deleted one by one. It doesn't keep an account, nor does it name one."""
    return [key for key in _keys(table, referred, "RESTRICT") if key.column.table is not _users()]


def _refers(key: ForeignKey, conditions: Mapping[Table, ColumnElement[bool]]) -> ColumnElement[bool]:
    return key.parent.in_(select(key.column).where(conditions[key.column.table]))


def _of_any(revision: Table, conditions: Mapping[Table, ColumnElement[bool]]) -> ColumnElement[bool]:
    """The revisions of whatever the conditions hold for: no two things share an id."""
    things = [select(table.c.id).where(condition) for table, condition in conditions.items() if "id" in table.c]
    return revision.c.thing_id.in_(union(*things))


def _forgetting(revision: Table, going: Mapping[Table, ColumnElement[bool]]) -> Iterator[Statement]:
    """A history without what goes and what was the user's before it was deleted; all else of it names nobody."""
    there = [select(table.c.id).where(table.c.id == revision.c.thing_id).exists() for table in _tables_of(Entity)]
    earlier = revision.alias()
    made = and_(earlier.c.event == "created", earlier.c.changed_by == CALLER)
    theirs = revision.c.thing_id.in_(select(earlier.c.thing_id).where(or_(made, _mentions(earlier))))
    yield delete(revision).where(or_(_of_any(revision, going), and_(theirs, not_(or_(*there)))))
    yield update(revision).where(revision.c.changed_by == CALLER).values(changed_by=None)
    nameless = func.replace(sql_cast(revision.c.content, Text), bindparam("_named", type_=Text()), "null")
    yield update(revision).where(_mentions(revision)).values(content=sql_cast(nameless, _WRITTEN))


def _mentions(revision: FromClause) -> ColumnElement[bool]:
    return sql_cast(revision.c.content, Text).like(bindparam("_mention", type_=Text()))


def _kind(table: Table, condition: ColumnElement[bool]) -> Kind:
    said = {plain(key) for key, _ in table.c.items() if key != plain(key)}  # shown for the user's `version_`
    kept = {key for key, column in table.c.items()
            if key not in said and not (table.info | column.info).get("secret")}  # fmt: skip
    shown = [column for column in as_of_now(table) if column.key in kept]
    keys = list(table.primary_key.columns)
    last = [bindparam(f"_after_{column.key}", type_=column.type) for column in keys]
    first = select(*shown).where(condition).order_by(*keys).limit(PIECE)
    return Kind(
        name=table.name,
        shape=_shape(table.name, shown) if shown else None,
        key=tuple(column.key for column in keys),
        first=first,
        next=first.where(tuple_(*keys) > tuple_(*last)),
    )


def _shape(name: str, columns: Sequence[ColumnElement[Any]]) -> type[BaseModel]:
    fields: dict[str, Any] = {str(column.key): (column.type.python_type | None, None) for column in columns}
    return create_model(name, __config__=SHOWN, **fields)
