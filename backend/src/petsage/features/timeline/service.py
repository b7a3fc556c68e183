"""A pet's timeline, page by page."""

import base64
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

import pydantic_core
from pydantic import AfterValidator, TypeAdapter

from petsage.core.access import Caller
from petsage.core.answers import Found
from petsage.core.database import Session
from petsage.core.errors import Fault, InvalidError
from petsage.core.fields import Moment, now
from petsage.core.schemas import storable
from petsage.features.pets.service import pets
from petsage.features.profiles.units import UnitSystem
from petsage.features.timeline.schemas import Entry, TimelineQuery
from petsage.features.timeline.sources import LAST_ID, SOURCES, Position, Reading

_END_OF_TIME = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
_CURSOR = TypeAdapter(tuple[UUID, bool | None, Moment, Annotated[str, AfterValidator(storable)], UUID])
_NO_CURSOR = Fault(("query", "cursor"), "This is not a cursor of this timeline.")


async def page(session: Session, pet_id: UUID, query: TimelineQuery, caller: Caller, units: UnitSystem) -> Found[Entry]:
    """One page of a pet's timeline, newest first; `NotFoundError` where the pet isn't the caller's."""
    await pets.get(session, pet_id, caller)
    reading = Reading(now(), units)
    after = _position(query.cursor, pet_id, query) if query.cursor else _start(query, reading.moment)
    found = [await source.entries(session, pet_id, after, query.limit + 1, reading) for source in SOURCES]
    newest = sorted((entry for entries in found for entry in entries), key=_key, reverse=True)[: query.limit + 1]
    wanted = [entry for entry in newest if entry.upcoming] if query.upcoming else newest
    if len(wanted) <= query.limit:
        return Found(items=wanted)
    return Found(items=wanted[:-1], next=_cursor(pet_id, query, wanted[-2]))


def _key(entry: Entry) -> tuple[datetime, str, UUID]:
    return entry.at, entry.kind, entry.id


def _start(query: TimelineQuery, moment: datetime) -> Position:
    """What is to come stands first, so that leaving it out is starting at this moment."""
    return Position(moment if query.upcoming is False else _END_OF_TIME, "\U0010ffff", LAST_ID)


def _cursor(pet_id: UUID, query: TimelineQuery, last: Entry) -> str:
    content = pydantic_core.to_json((pet_id, query.upcoming, *_key(last)))
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _position(cursor: str, pet_id: UUID, query: TimelineQuery) -> Position:
    try:
        content = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        *seal, at, kind, last_id = _CURSOR.validate_json(content)
    except ValueError:
        raise InvalidError(_NO_CURSOR) from None
    if seal != [pet_id, query.upcoming]:
        raise InvalidError(_NO_CURSOR)
    return Position(at, kind, last_id)
