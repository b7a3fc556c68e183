"""Which units somebody wants to see: metric or imperial ones."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query
from pydantic import Field
from sqlalchemy import bindparam, select

from petsage.core import sessions
from petsage.core.columns import Identifier
from petsage.core.database import Session
from petsage.core.identity.callers import CurrentUser
from petsage.units import CELSIUS, FAHRENHEIT, KILOGRAM, POUND

from .models import Profile, ProfileUnitSystem

UnitSystem = ProfileUnitSystem
METRIC, IMPERIAL = UnitSystem.METRIC, UnitSystem.IMPERIAL
WEIGHT = {METRIC: KILOGRAM, IMPERIAL: POUND}
TEMPERATURE = {METRIC: CELSIUS, IMPERIAL: FAHRENHEIT}

_UNIT_SYSTEM = select(Profile.unit_system).where(Profile.owner_id == bindparam("user", type_=Identifier()))

Units = Annotated[UnitSystem, Query(description="What weights and temperatures are shown in.")]
AskedUnits = Annotated[UnitSystem | None, Field(description="What measures are shown in; else as in my profile.")]


async def units_for(session: Session, user_id: UUID, asked: UnitSystem | None) -> UnitSystem:
    """The unit system that a call asks for, else that of the user's profile, else metric."""
    return asked or await session.scalar(UnitSystem, _UNIT_SYSTEM, user=user_id) or METRIC


async def _preferred(
    user: CurrentUser, session: sessions.Session, units: Annotated[AskedUnits, Query()] = None
) -> UnitSystem:
    return await units_for(session, user.id, units)


PreferredUnits = Annotated[UnitSystem, Depends(_preferred)]
"""`units_for` the caller."""
