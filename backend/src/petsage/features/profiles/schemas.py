"""What clients send and are shown of profiles."""

from typing import Annotated
from uuid import UUID

from pydantic import MISSING, Field

from petsage.core.fields import Shown, VisibleLine
from petsage.core.schemas import Input, Patch, Read, with_example
from petsage.settings import Country

from .models import ProfileUnitSystem
from .places import TimeZone

ProfileDisplayName = Annotated[VisibleLine, Field(min_length=1, max_length=80)]


class ProfileCreate(Input):
    """A new profile."""

    model_config = with_example(display_name="Ada", country="NL", time_zone="Europe/Amsterdam", unit_system="metric")

    display_name: ProfileDisplayName | None = None
    country: Country | None = None
    time_zone: TimeZone = "UTC"
    unit_system: ProfileUnitSystem = ProfileUnitSystem.METRIC


class ProfilePatch(Patch):
    """What is to change about a profile."""

    model_config = with_example(display_name="Cleo")

    display_name: ProfileDisplayName | MISSING | None = MISSING
    country: Country | MISSING | None = MISSING
    time_zone: TimeZone | MISSING = MISSING
    unit_system: ProfileUnitSystem | MISSING = MISSING


class ProfileRead(Read):
    """A profile."""

    display_name: Shown[ProfileDisplayName] | None
    country: Shown[Country] | None
    time_zone: Shown[TimeZone]
    unit_system: ProfileUnitSystem
    owner_id: UUID
