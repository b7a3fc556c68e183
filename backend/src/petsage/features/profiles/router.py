"""The endpoints of profiles."""

from uuid import UUID

from fastapi import APIRouter

from petsage.core.answers import Created, Item, Items
from petsage.core.documentation import problems
from petsage.core.identity.callers import CurrentUser
from petsage.core.paging import Page
from petsage.core.preconditions import IfMatch
from petsage.core.sessions import Session, Transaction

from .schemas import ProfileCreate, ProfilePatch, ProfileRead
from .service import profiles

router = APIRouter(prefix="/profiles", tags=["Profiles"])


@router.get("", summary="List my profiles")
async def list_profiles(query: Page, user: CurrentUser, session: Session) -> Items[ProfileRead]:
    """Newest first."""
    return Items(await profiles.page(session, query, user))


@router.post("", status_code=201, summary="Create a profile", responses=problems(409))
async def create_profile(new: ProfileCreate, user: CurrentUser, transaction: Transaction) -> Created[ProfileRead]:
    """Whoever creates it becomes its owner."""
    profile = await profiles.create(transaction, new, user, owner_id=user.id)
    return Created(profile, "get_profile", profile_id=profile.id)


@router.get("/{profile_id}", summary="Get a profile")
async def get_profile(profile_id: UUID, user: CurrentUser, session: Session) -> Item[ProfileRead]:
    """Only its owner can see it."""
    return Item(await profiles.get(session, profile_id, user))


@router.patch("/{profile_id}", summary="Change a profile")
async def change_profile(
    profile_id: UUID, patch: ProfilePatch, user: CurrentUser, transaction: Transaction, if_match: IfMatch = None
) -> Item[ProfileRead]:
    """What is left out stays as it is."""
    return Item(await profiles.change(transaction, profile_id, patch, user, if_match))
