"""The table of pets."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from petsage.core.columns import Document
from petsage.core.restoring import Restorable, unique_when_live


class PetSpecies(StrEnum):
    """The species of a pet."""

    DOG = "dog"
    CAT = "cat"
    RABBIT = "rabbit"
    BIRD = "bird"
    REPTILE = "reptile"
    OTHER = "other"


class PetSex(StrEnum):
    """The sex of a pet."""

    FEMALE = "female"
    MALE = "male"
    UNKNOWN = "unknown"


class PetNeuterStatus(StrEnum):
    """The neuter status of a pet."""

    NEUTERED = "neutered"
    INTACT = "intact"
    UNKNOWN = "unknown"


class PetBirthPrecision(StrEnum):
    """The birth precision of a pet."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    ESTIMATED = "estimated"


class PetStatus(StrEnum):
    """Where a pet stands."""

    ACTIVE = "active"
    LOST = "lost"
    DECEASED = "deceased"
    REHOMED = "rehomed"


class Pet(Restorable):
    """A pet, which belongs to a user, its owner."""

    __tablename__ = "pets"

    name: Mapped[str] = mapped_column(String(80))
    species: Mapped[PetSpecies]
    breeds: Mapped[Any] = mapped_column(Document)
    sex: Mapped[PetSex]
    neuter_status: Mapped[PetNeuterStatus]
    birth_date: Mapped[date | None]
    birth_precision: Mapped[PetBirthPrecision]
    microchip: Mapped[str | None] = mapped_column(String(15))
    older_chip: Mapped[str | None] = mapped_column(String(10))
    photo: Mapped[str | None] = mapped_column(String(2000))
    allergies: Mapped[Any] = mapped_column(Document)
    conditions: Mapped[Any] = mapped_column(Document)
    status: Mapped[PetStatus]
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))

    __table_args__ = (
        Index(None, "owner_id", "name", "id"),
        unique_when_live("microchip"),
    )
