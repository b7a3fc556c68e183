"""Every change of a thing, kept in a table of its own."""

from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import JSON, String, bindparam, insert, select, type_coerce
from sqlalchemy.orm import Mapped, mapped_column

from .access import Caller, values_of
from .answers import Found
from .columns import Document, Identifier
from .database import Session
from .fields import now
from .ids import uuid7
from .paging import Listing, PageQuery
from .repository import Lazy, resolved
from .rules import Change, Event, Rule
from .schemas import Read
from .states import ByState
from .tables import Base

Thing = TypeVar("Thing", bound=Read)


class Revision(Base):
    """What a thing was after a change, or before it was deleted."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True)
    thing_id: Mapped[UUID] = mapped_column(index=True)
    event: Mapped[str] = mapped_column(String(10))
    changed_at: Mapped[datetime]
    changed_by: Mapped[UUID | None]
    content: Mapped[Any] = mapped_column(Document)


class RevisionRead(BaseModel):
    """A change: what happened, when, by whom, and what the thing was then."""

    event: Event
    changed_at: datetime
    changed_by: UUID | None
    content: dict[str, Any]


class History(Rule[Thing]):
    """Every change is kept in the table `model`.

    `of` are the things, where their states say who sees them: nobody is shown what a thing was in a state in which
    they don't see it.
    """

    def __init__(self, model: type[Revision], of: Lazy | None = None) -> None:
        self._model = model
        self._of = of
        self._insert = insert(model)

    async def page(
        self, session: Session, thing_id: UUID, query: PageQuery, caller: Caller | None = None
    ) -> Found[RevisionRead]:
        """One page of the changes of a thing, which the caller sees, newest first."""
        return await self._listing.page(session, RevisionRead, query, _thing=thing_id, **values_of(caller))

    @cached_property
    def _listing(self) -> Listing:
        """Made when it is used, for then the things are defined."""
        revision = self._model
        rows = select(revision).where(revision.thing_id == bindparam("_thing", type_=Identifier()))
        seen = resolved(self._of).seen if self._of else None
        if isinstance(seen, ByState):
            rows = rows.where(seen.once(type_coerce(revision.content, JSON), revision.thing_id))
        return Listing(rows, [revision.id.desc()])

    async def after(self, change: Change[Thing]) -> None:
        await change.transaction.execute(
            self._insert,
            id=uuid7(),
            thing_id=change.thing.id,
            event=change.event,
            changed_at=now(),
            changed_by=change.caller.id if change.caller else None,
            content=change.thing.model_dump(mode="json"),
        )
