"""Every change of a thing, kept in a table of its own."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from pydantic import BaseModel, field_serializer
from sqlalchemy import JSON, String, bindparam, insert, select, true, type_coerce
from sqlalchemy.orm import Mapped, mapped_column

from .access import Caller, values_of
from .answers import Found
from .columns import Document, Identifier
from .database import Session
from .envelopes import Called
from .fields import now
from .ids import uuid7
from .paging import Listing, PageQuery
from .rules import Change, Event, Rule
from .schemas import Read
from .spelling import SHOWN, in_json, plain
from .states import Allowed, ByState, goes_by_state, in_every_state
from .tables import Base, Entity

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

    model_config = SHOWN
    called: ClassVar[Called] = Called("revision", "history")

    event: Event
    changed_at: datetime
    changed_by: UUID | None
    content: dict[str, Any]

    @field_serializer("content")
    def _in_style(self, content: dict[str, Any]) -> dict[str, Any]:
        return {in_json(name): value for name, value in content.items()}


class History(Rule[Thing]):
    """Every change is kept in the table `model`, `without` what is another thing for each who asks.

    Nobody is shown what a thing was in a state in which they don't see it, or which they might not have seen: what
    follows a thing of several states shows its history to who sees that thing in each of them.
    """

    def __init__(self, model: type[Revision], *, without: Collection[str] = ()) -> None:
        self._model = model
        self._without = set(without)
        self._insert = insert(model)

    async def page(
        self, session: Session, thing_id: UUID, query: PageQuery, caller: Caller | None = None
    ) -> Found[RevisionRead]:
        """One page of the changes of a thing that the caller sees, newest first."""
        return await self._listing.page(session, RevisionRead, query, _thing=thing_id, **values_of(caller))

    def learn(self, things: type[Entity], visible: Allowed) -> None:
        revision = self._model
        rows = select(revision).where(revision.thing_id == bindparam("_thing", type_=Identifier()))
        if isinstance(visible, ByState):
            rows = rows.where(visible.once(type_coerce(revision.content, JSON), revision.thing_id))
        elif goes_by_state(visible):
            rows = rows.where(select(true()).where(things.id == revision.thing_id, in_every_state(visible)).exists())
        self._listing = Listing(rows, [revision.id.desc()])

    async def after(self, change: Change[Thing]) -> None:
        await change.transaction.execute(
            self._insert,
            id=uuid7(),
            thing_id=change.thing.id,
            event=change.event,
            changed_at=now(),
            changed_by=change.caller.id if change.caller else None,
            content={plain(name): value for name, value in self._kept(change.thing).items()},
        )

    def _kept(self, thing: Thing) -> dict[str, Any]:
        """What a thing is, by its fields' own names, whatever the style."""
        return thing.model_dump(mode="json", by_alias=False, exclude=self._without)
