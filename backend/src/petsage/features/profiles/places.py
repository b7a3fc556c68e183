"""Where people live: time zones that clocks know."""

from functools import cache
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field


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
