"""A pet's timeline, page by page."""

import base64
from datetime import UTC, datetime
from uuid import UUID

import pydantic_core
from pydantic import AwareDatetime, TypeAdapter

from petsage.core.access import Caller
from petsage.core.answers import Found
from petsage.core.database import Session
from petsage.core.errors import Fault, InvalidError
from petsage.core.fields import now
from petsage.core.paging import PageQuery
from petsage.features.pets.service import pets
from petsage.features.timeline.schemas import Entry
from petsage.features.timeline.sources import LAST_ID, SOURCES, Position

_START = Position(datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC), LAST_ID)
_CURSOR = TypeAdapter(tuple[UUID, AwareDatetime, UUID])


async def page(session: Session, pet_id: UUID, query: PageQuery, caller: Caller) -> Found[Entry]:
    """One page of a pet's timeline, newest first; `NotFoundError` where the pet isn't the caller's."""
    await pets.get(session, pet_id, caller)
    after = _position(query.cursor, pet_id) if query.cursor else _START
    moment = now()
    found = [await source.entries(session, pet_id, after, query.limit + 1, moment) for source in SOURCES]
    newest = sorted((entry for entries in found for entry in entries), key=_key, reverse=True)[: query.limit + 1]
    if len(newest) <= query.limit:
        return Found(items=newest)
    return Found(items=newest[:-1], next=_cursor(pet_id, newest[-2]))


def _key(entry: Entry) -> tuple[datetime, UUID]:
    return entry.at, entry.id


def _cursor(pet_id: UUID, last: Entry) -> str:
    return base64.urlsafe_b64encode(pydantic_core.to_json((pet_id, last.at, last.id))).decode().rstrip("=")


def _position(cursor: str, pet_id: UUID) -> Position:
    try:
        of, at, last_id = _CURSOR.validate_json(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        position = Position(at.astimezone(UTC), last_id)
    except (ValueError, OverflowError):
        raise InvalidError(Fault(("query", "cursor"), "This is not a cursor of this timeline.")) from None
    if of != pet_id:
        raise InvalidError(Fault(("query", "cursor"), "This is not a cursor of this timeline."))
    return position
