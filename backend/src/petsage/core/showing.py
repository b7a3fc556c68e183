"""What is shown with things: what they belong to, what belongs to them, what they are linked with.

One statement for each of these serves a whole page, and finds only what the caller can see.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import InstrumentedAttribute

from .access import Caller, values_of
from .answers import Found
from .columns import Identifier
from .database import READ, READ_MANY, Session
from .identity.models import User
from .paging import MOST_TEXT, fitting
from .repository import Repository
from .schemas import Read
from .tables import Entity

Whole = TypeVar("Whole", bound=Read)
Reference = InstrumentedAttribute[Any]
Values = Mapping[str, Any]

MOST_SHOWN = 50
"""How many are shown with one thing at most: the first of their list, and fewer where they are long."""

THINGS = bindparam("_things", type_=Identifier(), expanding=True)
"""The ids of what a statement looks for."""


class Part(ABC):
    """What is shown with a thing: one statement for however many things."""

    @abstractmethod
    async def of(self, session: Session, things: Sequence[Read], values: Values) -> Sequence[Any]:
        """What is shown with each of the things; `values` say who asks."""


class _One(Part):
    """What a thing refers to by `column`; None where that is nothing, or nothing that the query finds."""

    def __init__(self, column: Reference, shape: type[BaseModel], query: Select[Any], key: Reference) -> None:
        self._column = column.key
        self._shape = shape
        self._statement = query.where(key.in_(THINGS))

    async def of(self, session: Session, things: Sequence[Read], values: Values) -> Sequence[Any]:
        ids: list[UUID | None] = [getattr(thing, self._column) for thing in things]
        sought = list(dict.fromkeys(found for found in ids if found is not None))
        rows = await session.rows(self._statement, **values, _things=sought) if sought else []
        shown = dict(zip((READ[UUID](row["id"]) for row in rows), READ_MANY[self._shape](rows), strict=True))
        return [None if found is None else shown.get(found) for found in ids]


class ToOne(_One):
    """What a thing refers to by `column`, as `shape`; None where the caller doesn't see that."""

    def __init__(self, column: Reference, shape: type[BaseModel], repository: Repository[Any]) -> None:
        super().__init__(column, shape, repository.shown_as(shape), repository.model.id)


class ToUser(_One):
    """The user whom a thing refers to by `column`, as `shape`, for whoever sees the thing.

    `own` is the model of what people have of their own, where that is shown.
    """

    def __init__(self, column: Reference, shape: type[BaseModel], own: type[Entity] | None = None) -> None:
        shown = set(shape.model_fields) - {"id"}
        models = (User,) if own is None else (User, own)
        parts = [part for model in models for part in model.__table__.columns if part.key in shown]
        query = select(User.id, *parts)
        super().__init__(column, shape, query if own is None else query.outerjoin(own, own.id == User.id), User.id)


class _Many(Part):
    """The first that a query finds for each thing, in an order; `key` is the thing's id."""

    def __init__(
        self, shape: type[BaseModel], query: Select[Any], key: Reference, order: Sequence[ColumnElement[Any]]
    ) -> None:
        self._shape = shape
        self._statement = _first_of_each(query.where(key.in_(THINGS)), key, order)

    async def of(self, session: Session, things: Sequence[Read], values: Values) -> Sequence[Any]:
        found: dict[UUID, list[dict[str, Any]]] = {thing.id: [] for thing in things}
        for row in await session.rows(self._statement, **values, _things=list(found)):
            found[READ[UUID](row["_of"])].append(row)
        room = MOST_TEXT // len(things)
        return [READ_MANY[self._shape](rows[: fitting(rows, room)]) for rows in found.values()]


class ToMany(_Many):
    """What refers to a thing by `column`, as `shape`, as far as the caller sees it."""

    def __init__(self, column: Reference, shape: type[BaseModel], repository: Repository[Any]) -> None:
        super().__init__(shape, repository.shown_as(shape), column, repository.order)


class ToLinked(_Many):
    """What a thing is linked with, as `shape`, as far as the caller sees it: `this` refers to it, `other` to that."""

    def __init__(self, this: Reference, other: Reference, shape: type[BaseModel], repository: Repository[Any]) -> None:
        linked = repository.shown_as(shape).join(this.class_, other == repository.model.id)
        super().__init__(shape, linked, this, repository.order)


class ShownWith(Generic[Whole]):
    """Things as `shape`: what they are themselves, and by its name each part that is shown with them."""

    def __init__(self, shape: type[Whole], **parts: Part) -> None:
        self._shape = shape
        self._parts = parts

    async def one(self, session: Session, thing: Read, caller: Caller | None = None) -> Whole:
        """A thing with its parts."""
        (whole,) = await self._whole(session, [thing], caller)
        return whole

    async def page(self, session: Session, found: Found[Any], caller: Caller | None = None) -> Found[Whole]:
        """A page of things, each with its parts."""
        return found.model_copy(update={"items": await self._whole(session, found.items, caller)})

    async def _whole(self, session: Session, things: Sequence[Read], caller: Caller | None) -> list[Whole]:
        values = values_of(caller)
        parts = [await part.of(session, things, values) for part in self._parts.values()] if things else []
        return [
            self._shape.model_construct(**dict(thing), **dict(zip(self._parts, shown, strict=True)))
            for thing, *shown in zip(things, *parts, strict=True)
        ]


def _first_of_each(query: Select[Any], key: Reference, order: Sequence[ColumnElement[Any]]) -> Select[Any]:
    """The first rows for each value of the key, which is `_of`."""
    place = func.row_number().over(partition_by=key, order_by=order)
    ranked = query.add_columns(key.label("_of"), place.label("_place")).subquery()
    rows = select(*(column for column in ranked.c if column.key != "_place"))
    return rows.where(ranked.c["_place"] <= MOST_SHOWN).order_by(ranked.c["_place"])
