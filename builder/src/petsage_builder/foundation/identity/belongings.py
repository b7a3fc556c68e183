"""What belongs to a user: every row that the database would delete along with the account, in whichever feature."""

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple, cast
from uuid import UUID

from pydantic import BaseModel, create_model
from sqlalchemy import Column, ColumnElement, Delete, Select, Table, delete, or_, select, union
from sqlalchemy.sql.elements import UnaryExpression

from ..access import CALLER
from ..database import Session, Transaction
from ..errors import NotFoundError
from ..history import Revision
from ..tables import Base
from .models import User


class Kind(NamedTuple):
    """The rows of one table that belong to the caller: how they are read, as what, and how they are deleted."""

    name: str
    shape: type[BaseModel] | None
    rows: Select[Any]
    removal: Delete


@cache
def kinds() -> dict[str, Kind]:
    """Every kind of row that can belong to a user, by its table's name, what is referred to first."""
    conditions = {_users(): _users().c.id == CALLER}
    for table in Base.metadata.sorted_tables:
        reached = [
            key.parent.in_(select(key.column).where(conditions[key.column.table]))
            for key in sorted(table.foreign_keys, key=lambda key: key.parent.name)
            if key.ondelete == "CASCADE" and key.column.table in conditions
        ]
        if reached:
            conditions[table] = or_(*reached)
    revisions = {revision: _of_any(revision, conditions) for revision in _revisions()}
    return {table.name: _kind(table, condition) for table, condition in (conditions | revisions).items()}


async def export(session: Session, user_id: UUID) -> dict[str, list[BaseModel]]:
    """All that belongs to a user, by kind, oldest first; secrets are left out."""
    return {
        kind.name: await session.all(kind.shape, kind.rows, _caller=user_id)
        for kind in kinds().values()
        if kind.shape is not None
    }


async def export_kind(session: Session, user_id: UUID, name: str) -> tuple[type[BaseModel], list[BaseModel]]:
    """The shape of one kind, and all of it that belongs to a user; `NotFoundError` where there is no such kind."""
    kind = kinds().get(name)
    if kind is None or kind.shape is None:
        raise NotFoundError
    return kind.shape, await session.all(kind.shape, kind.rows, _caller=user_id)


async def erase(transaction: Transaction, user_id: UUID) -> None:
    """Delete all that belongs to a user, and the account; `ConflictError` where others' things still refer to it."""
    for kind in reversed(kinds().values()):
        await transaction.execute(kind.removal, _caller=user_id)


def _users() -> Table:
    return cast(Table, User.__table__)


def _revisions() -> Iterator[Table]:
    return (cast(Table, model.__table__) for model in Revision.__subclasses__())


def _of_any(revision: Table, conditions: dict[Table, ColumnElement[bool]]) -> ColumnElement[bool]:
    """The revisions of whatever belongs to the caller: no two things share an id."""
    things = [select(table.c.id).where(condition) for table, condition in conditions.items() if "id" in table.c]
    return revision.c.thing_id.in_(union(*things))


def _kind(table: Table, condition: ColumnElement[bool]) -> Kind:
    shown = [column for column in table.c if not (table.info | column.info).get("secret")]
    order: list[Column[Any] | UnaryExpression[Any]] = list(table.primary_key.columns)
    return Kind(
        name=table.name,
        shape=_shape(table.name, shown) if shown else None,
        rows=select(*shown).where(condition).order_by(*order),
        removal=delete(table).where(condition),
    )


def _shape(name: str, columns: list[Column[Any]]) -> type[BaseModel]:
    fields: dict[str, Any] = {column.key: (column.type.python_type | None, None) for column in columns}
    return create_model(name, **fields)
