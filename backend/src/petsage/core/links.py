"""Relations of many to many: which things of one kind are linked with which of another."""

from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert  # SQLite's compiler knows its ON CONFLICT as well
from sqlalchemy.orm import InstrumentedAttribute

from .access import Caller, values_of
from .answers import Found
from .columns import Identifier
from .database import Session, Transaction
from .paging import PageQuery
from .repository import Repository
from .schemas import Read

Linking = TypeVar("Linking", bound=Read)
Linked = TypeVar("Linked", bound=Read)


class Links(Generic[Linking, Linked]):
    """The rows of a table whose key is a pair: `left` refers to what is in `of`, `right` to what is in `to`.

    From either side, who can see a thing can see what it is linked with, as far as they can see that. Who may change
    what is in `of` may link it with whatever they can see.
    """

    def __init__(
        self,
        left: InstrumentedAttribute[UUID],
        right: InstrumentedAttribute[UUID],
        *,
        of: Repository[Linking],
        to: Repository[Linked],
    ) -> None:
        here, there = bindparam("_left", type_=Identifier()), bindparam("_right", type_=Identifier())
        self._left, self._right = left.key, right.key
        self._of, self._to = of, to
        self._add = insert(left.class_).on_conflict_do_nothing()
        self._remove = delete(left.class_).where(left == here, right == there)
        self._listing = to.listing(select(left).where(left == here, right == to.model.id).exists())
        self._listing_back = of.listing(select(right).where(right == there, left == of.model.id).exists())

    async def page(self, session: Session, left: UUID, query: PageQuery, caller: Caller | None = None) -> Found[Linked]:
        """One page of what a thing is linked with."""
        await self._of.get(session, left, caller)
        return await self._listing.page(session, self._to.shape, query, _left=left, **values_of(caller))

    async def page_back(
        self, session: Session, right: UUID, query: PageQuery, caller: Caller | None = None
    ) -> Found[Linking]:
        """One page of what is linked with a thing in `to`."""
        await self._to.get(session, right, caller)
        return await self._listing_back.page(session, self._of.shape, query, _right=right, **values_of(caller))

    async def add(self, transaction: Transaction, left: UUID, right: UUID, caller: Caller | None = None) -> None:
        """Link two things; nothing happens where they are linked."""
        await self._of.to_change(transaction, left, caller)
        await self._to.get(transaction, right, caller)
        values: dict[str, Any] = {self._left: left, self._right: right}
        await transaction.execute(self._add, **values)

    async def remove(self, transaction: Transaction, left: UUID, right: UUID, caller: Caller | None = None) -> None:
        """Part two things; nothing happens where they are not linked."""
        await self._of.to_change(transaction, left, caller)
        await transaction.execute(self._remove, _left=left, _right=right)
