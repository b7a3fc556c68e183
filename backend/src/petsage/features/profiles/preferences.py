"""How the caller wants to see things, as their profile says it; read once a request."""

from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends, Query
from pydantic import BaseModel, Field
from sqlalchemy import bindparam, select

from petsage.core.columns import Identifier
from petsage.core.identity.callers import CurrentUser
from petsage.core.sessions import Session

from .models import Profile
from .units import METRIC, UnitSystem

_OWN = select(Profile.country, Profile.time_zone, Profile.unit_system).where(
    Profile.owner_id == bindparam("user", type_=Identifier())
)


class Preferences(BaseModel):
    """What a profile says; the defaults are those of somebody without one."""

    country: str | None = None
    time_zone: str = "UTC"
    unit_system: UnitSystem = METRIC

    @property
    def zone(self) -> ZoneInfo:
        """Where the days begin."""
        return ZoneInfo(self.time_zone)


async def _own_preferences(user: CurrentUser, session: Session) -> Preferences:
    return await session.first(Preferences, _OWN, user=user.id) or Preferences()


OwnPreferences = Annotated[Preferences, Depends(_own_preferences)]
"""Those of the caller."""

AskedUnits = Annotated[UnitSystem | None, Field(description="What measures are shown in; else as in my profile.")]


async def _preferred_units(preferences: OwnPreferences, units: Annotated[AskedUnits, Query()] = None) -> UnitSystem:
    return units or preferences.unit_system


PreferredUnits = Annotated[UnitSystem, Depends(_preferred_units)]
"""The unit system that the call asks for, else that of the caller's profile."""
