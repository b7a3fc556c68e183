"""What clients send and are shown of profiles."""

from typing import Annotated
from uuid import UUID

from pydantic import MISSING, Field

from petsage.core.fields import Line
from petsage.core.schemas import Input, Patch, Read, with_example

from .models import ProfileUnitSystem

ProfileDisplayName = Annotated[Line, Field(min_length=1, max_length=80)]
ProfileCountry = Annotated[Line, Field(min_length=2, max_length=2)]
ProfileTimeZone = Annotated[Line, Field(min_length=1, max_length=64)]


class ProfileCreate(Input):
    """A new profile."""

    model_config = with_example(display_name="Ada", country="aa", time_zone="Ada", unit_system="imperial")

    display_name: ProfileDisplayName | None = None
    country: ProfileCountry | None = None
    time_zone: ProfileTimeZone = "UTC"
    unit_system: ProfileUnitSystem = ProfileUnitSystem.METRIC


class ProfilePatch(Patch):
    """What is to change about a profile."""

    model_config = with_example(display_name="Cleo")

    display_name: ProfileDisplayName | MISSING | None = MISSING
    country: ProfileCountry | MISSING | None = MISSING
    time_zone: ProfileTimeZone | MISSING = MISSING
    unit_system: ProfileUnitSystem | MISSING = MISSING


class ProfileRead(Read):
    """A profile."""

    display_name: str | None
    country: str | None
    time_zone: str
    unit_system: ProfileUnitSystem
    owner_id: UUID
