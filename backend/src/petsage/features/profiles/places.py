"""Where people live: the time zone that their days begin in, and the country whose poison line is theirs."""

from functools import cache
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from fastapi import Depends
from pydantic import AfterValidator, Field
from sqlalchemy import bindparam, select

from petsage.core import sessions
from petsage.core.columns import Identifier
from petsage.core.database import Session
from petsage.core.identity.callers import CurrentUser

from .models import Profile

_OWN = Profile.owner_id == bindparam("user", type_=Identifier())
_COUNTRY = select(Profile.country).where(_OWN, Profile.country.is_not(None))
_TIME_ZONE = select(Profile.time_zone).where(_OWN)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _known(zone: str) -> str:
    if zone not in _zones():
        raise ValueError('must be a time zone of the IANA database, such as "Europe/Madrid"')
    return zone


TimeZone = Annotated[
    str, Field(min_length=1, max_length=64, json_schema_extra={"format": "time-zone"}), AfterValidator(_known)
]
"""A time zone by its name in the IANA database."""


async def country_of(session: Session, user_id: UUID) -> str | None:
    """The country in the user's profile, where they have told it."""
    return await session.scalar(str, _COUNTRY, user=user_id)


async def _own_zone(user: CurrentUser, session: sessions.Session) -> ZoneInfo:
    return ZoneInfo(await session.scalar(str, _TIME_ZONE, user=user.id) or "UTC")


OwnZone = Annotated[ZoneInfo, Depends(_own_zone)]
"""The time zone in the caller's profile, else UTC."""
