"""The endpoint of a pet's timeline."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from petsage.core.answers import Items
from petsage.core.identity.callers import CurrentUser
from petsage.core.sessions import Session
from petsage.features.profiles.preferences import OwnPreferences
from petsage.features.timeline import service
from petsage.features.timeline.schemas import Entry, TimelineQuery

router = APIRouter(tags=["Timeline"])


@router.get("/pets/{pet_id}/timeline", summary="List what happened to a pet and what is next")
async def list_timeline(
    pet_id: UUID,
    query: Annotated[TimelineQuery, Query()],
    user: CurrentUser,
    session: Session,
    preferences: OwnPreferences,
) -> Items[Entry]:
    """Across features, newest first; what is still to come stands at the top."""
    return Items(await service.page(session, pet_id, query, user, query.units or preferences.unit_system))
