"""The endpoints of the caller's own profile, for which nobody needs to know its id."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel
from sqlalchemy import bindparam, select

from petsage.core.columns import Identifier
from petsage.core.documentation import problems
from petsage.core.identity.callers import CurrentUser
from petsage.core.sessions import Session, Transaction

from .models import Profile
from .schemas import ProfileCreate, ProfilePatch, ProfileRead
from .service import profiles
from .units import METRIC, UnitSystem

router = APIRouter(prefix="/users/me/profile", tags=["Profiles"])

_OWN = select(Profile).where(Profile.owner_id == bindparam("user", type_=Identifier()))


class OwnProfile(BaseModel):
    """How the caller wants to be called, and to see times and measures; the defaults where they never said it."""

    display_name: str | None = None
    country: str | None = None
    time_zone: str = "UTC"
    unit_system: UnitSystem = METRIC


async def _own_profile(user: CurrentUser, session: Session) -> OwnProfile:
    return await session.first(OwnProfile, _OWN, user=user.id) or OwnProfile()


@router.get("", summary="Get my profile")
async def get_own_profile(profile: Annotated[OwnProfile, Depends(_own_profile)]) -> OwnProfile:
    """What was never said has its default."""
    return profile


@router.patch("", summary="Change my profile", responses=problems(409))
async def change_own_profile(patch: ProfilePatch, user: CurrentUser, transaction: Transaction) -> OwnProfile:
    """What is left out stays as it is. The first change makes the profile."""
    before = await transaction.first(ProfileRead, _OWN, user=user.id)
    if before is None:
        new = ProfileCreate(**patch.model_dump())
        after = await profiles.create(transaction, new, user, owner_id=user.id)
    else:
        after = await profiles.change(transaction, before.id, patch, user)
    return OwnProfile.model_validate(after, from_attributes=True)
