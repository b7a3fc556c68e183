"""What each person can do once with a thing, and take back, such as to favourite it."""

from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, ColumnElement, bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert  # SQLite's compiler knows its ON CONFLICT as well
from sqlalchemy.orm import InstrumentedAttribute, aliased

from .access import CALLER, Caller, values_of
from .columns import Identifier
from .database import Transaction
from .errors import ForbiddenError
from .filters import Filter
from .repository import Repository

Reference = InstrumentedAttribute[UUID]


class Once:
    """The rows of a table whose key is a pair: who, in `person`, has done something with what `thing` refers to.

    Whoever sees a thing in `of`, and is among those `by` whom it is done, can do it. However often they do, it counts
    once.
    """

    def __init__(
        self, thing: Reference, person: Reference, *, of: Repository[Any], by: ColumnElement[bool] | None = None
    ) -> None:
        self._thing, self._person = thing.key, person.key
        self._of = of
        self._by = None if by is None else select(by)
        self._add = insert(thing.class_).on_conflict_do_nothing()
        self._remove = delete(thing.class_).where(thing == bindparam("_thing", type_=Identifier()), person == CALLER)

    async def add(self, transaction: Transaction, thing_id: UUID, caller: Caller) -> None:
        """Let the caller have done it; `ForbiddenError` for who may not do it."""
        await self._of.keep(transaction, thing_id, caller)
        if self._by is not None and not await transaction.scalar(bool, self._by, **values_of(caller)):
            raise ForbiddenError
        values: dict[str, Any] = {self._thing: thing_id, self._person: caller.id}
        await transaction.execute(self._add, **values)

    async def remove(self, transaction: Transaction, thing_id: UUID, caller: Caller) -> None:
        """Let the caller not have done it."""
        await self._of.get(transaction, thing_id, caller)
        await transaction.execute(self._remove, _thing=thing_id, _caller=caller.id)


def done_by_caller(thing: Reference, person: Reference) -> ColumnElement[bool]:
    """Whether who asks has done it with the thing of a row."""
    (key,) = thing.property.columns[0].foreign_keys
    done = aliased(thing.class_)
    theirs = select(getattr(done, person.key)).where(
        getattr(done, thing.key) == key.column, getattr(done, person.key) == CALLER
    )
    return theirs.correlate(key.column.table).exists()


def by_caller(name: str, thing: Reference, person: Reference) -> Filter:
    """Things with which who asks has done it, or has not, by a name of its own."""
    return Filter(name, done_by_caller(thing, person) == bindparam(name, type_=Boolean()))
