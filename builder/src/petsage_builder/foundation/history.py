"""Every change of a thing, kept in a table of its own."""

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import String, bindparam, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from .answers import Found
from .columns import Document, Identifier
from .database import Session
from .fields import now
from .ids import uuid7
from .paging import Listing, PageQuery
from .rules import Change, Event, Rule
from .schemas import Read
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
    """Every change is kept in the table `model`."""

    def __init__(self, model: type[Revision]) -> None:
        self._insert = insert(model)
        revisions = select(model).where(model.thing_id == bindparam("_thing", type_=Identifier()))
        self._listing = Listing(revisions, [model.id.desc()])

    async def page(self, session: Session, thing_id: UUID, query: PageQuery) -> Found[RevisionRead]:
        """One page of the changes of a thing, newest first."""
        return await self._listing.page(session, RevisionRead, query, _thing=thing_id)

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
