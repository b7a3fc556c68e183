"""Deleted things that can be brought back for a while."""

from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ColumnElement, Delete, Index, Select, and_, bindparam, delete, not_, select, text
from sqlalchemy.orm import Mapped

from .access import Caller, values_of
from .answers import Found
from .columns import Instant
from .database import READ, Session, Transaction
from .dependence import needed, needed_by_live
from .errors import ConflictError, NotFoundError
from .fields import now
from .paging import Listing, PageQuery
from .repository import ID, Repository
from .rules import Draft
from .schemas import Read
from .statements import locking
from .states import Allowed, ByState, rows_of
from .tables import Entity, deletion_mark

Thing = TypeVar("Thing", bound=Read)
Shown = TypeVar("Shown", bound=BaseModel)

SINCE = bindparam("_since", type_=Instant())


class Restorable(Entity):
    """A thing that stays for a while after it was deleted."""

    __abstract__ = True

    deleted_at: Mapped[datetime | None] = deletion_mark()


def unique_when_live(*columns: str) -> Index:
    """Only one thing that isn't deleted has these values; a thing whose values are taken can't be restored."""
    live = text("deleted_at IS NULL")
    return Index(None, *columns, unique=True, sqlite_where=live, postgresql_where=live)


class RestorableRepository(Repository[Thing]):
    """Things that nobody sees once they are deleted, but that can be restored for `days`. Then they are gone."""

    def __init__(
        self,
        model: type[Restorable],
        shape: type[Thing],
        *,
        days: int,
        visible: Allowed,
        changeable: Allowed | None = None,
        deletable: Allowed | None = None,
        creatable: ColumnElement[bool] | None = None,
        **more: Any,
    ) -> None:
        live = model.deleted_at.is_(None)

        def here(said: Allowed) -> Allowed:
            return said.where(live) if isinstance(said, ByState) else and_(said, live)

        super().__init__(
            model,
            shape,
            visible=here(visible),
            changeable=None if changeable is None else here(changeable),
            deletable=None if deletable is None else here(deletable),
            creatable=_first_said(creatable, changeable, visible),  # what is new isn't deleted
            **more,
        )
        restorable = _first_said(deletable, changeable, visible)
        self._days = timedelta(days=days)
        self._deleted = locking(self._saved.where(restorable, model.deleted_at > SINCE))
        self._bin = Listing(
            select(*self._shown).where(rows_of(visible), restorable, model.deleted_at > SINCE),
            [model.deleted_at.desc(), model.id.desc()],
            moving=[SINCE.key],
            counted=self._counted,
        )
        self._over = model.deleted_at <= SINCE

    async def deleted(
        self, session: Session, shape: type[Shown], query: PageQuery, caller: Caller | None = None
    ) -> Found[Shown]:
        """One page of what the caller saw and can restore, as `shape`; what was deleted last comes first."""
        return await self._bin.page(session, shape, query, **values_of(caller), _since=now() - self._days)

    async def restore(self, transaction: Transaction, thing_id: UUID, caller: Caller | None = None) -> Thing:
        """The thing, no longer deleted; `NotFoundError` when it isn't deleted or was too long ago."""
        values = values_of(caller)
        rows = await transaction.rows(self._deleted, **values, _id=thing_id, _since=now() - self._days)
        if not rows:
            raise NotFoundError
        before = READ[self.shape](rows[0])
        for rule in self._rules:
            await rule.before_restore(Draft(transaction, caller, None, {**rows[0], **dict(before)}))
        return await self.write(transaction, before, {"deleted_at": None}, caller)

    async def remove(self, transaction: Transaction, thing: Thing) -> None:
        """Mark the row as deleted, and delete the rows whose time is over and which nothing needs."""
        if await transaction.scalar(bool, self._needed, _id=thing.id):
            raise ConflictError("Something still refers to this.")
        moment = now()
        mark = self._update(frozenset({"deleted_at"}))
        await transaction.execute(mark, _id=thing.id, updated_at=moment, deleted_at=moment)
        await transaction.execute(self._gone, _since=moment - self._days)

    @cached_property
    def _needed(self) -> Select[bool]:
        """Whether live rows refer to the row. Made when it is used, for then the tables of every feature are known."""
        return select(needed_by_live(self.model.__table__)).where(self.model.id == ID)

    @cached_property
    def _gone(self) -> Delete:
        """Deletes the rows whose time is over, but for those that can't go yet."""
        return delete(self.model).where(self._over, not_(needed(self.model.__table__)))


def _first_said(*conditions: Allowed | None) -> ColumnElement[bool]:
    return next(rows_of(said) for said in conditions if said is not None)
