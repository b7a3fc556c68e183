"""The table of profiles."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from petsage.core.tables import Entity


class ProfileUnitSystem(StrEnum):
    """The unit system of a profile."""

    METRIC = "metric"
    IMPERIAL = "imperial"


class Profile(Entity):
    """A profile, which belongs to a user, its owner."""

    __tablename__ = "profiles"

    display_name: Mapped[str | None] = mapped_column(String(80))
    country: Mapped[str | None] = mapped_column(String(2))
    time_zone: Mapped[str] = mapped_column(String(64))
    unit_system: Mapped[ProfileUnitSystem]
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), unique=True)
