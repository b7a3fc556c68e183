"""The endpoint of deleted pets, so that who wants one back needs not know its id."""

from datetime import datetime

from fastapi import APIRouter

from petsage.core.answers import Items
from petsage.core.identity.callers import CurrentUser
from petsage.core.paging import Page
from petsage.core.sessions import Session

from .schemas import PetRead
from .service import pets

router = APIRouter(prefix="/deleted-pets", tags=["Pets"])


class DeletedPet(PetRead):
    """A pet that can be restored."""

    deleted_at: datetime


@router.get("", summary="List my deleted pets")
async def list_deleted_pets(query: Page, user: CurrentUser, session: Session) -> Items[DeletedPet]:
    """Those that can be restored, the last one first."""
    return Items(await pets.deleted(session, DeletedPet, query, user))
