"""Where people live: time zones that clocks know, and the country whose poison line is theirs."""

from functools import cache
from typing import Annotated
from uuid import UUID
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field
from sqlalchemy import bindparam, select

from petsage.core.columns import Identifier
from petsage.core.database import Session

from .models import Profile

_COUNTRY = select(Profile.country).where(
    Profile.owner_id == bindparam("user", type_=Identifier()), Profile.country.is_not(None)
)


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
