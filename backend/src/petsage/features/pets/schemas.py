"""What clients send and are shown of pets."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import MISSING, Field

from petsage.core.fields import DayUntilToday, Link, Shown, VisibleLine
from petsage.core.paging import PageQuery
from petsage.core.schemas import Input, Patch, Read, with_example

from .models import PetBirthPrecision, PetNeuterStatus, PetSex, PetSpecies, PetStatus

PetName = Annotated[VisibleLine, Field(min_length=1, max_length=80)]
PetBreeds = Annotated[list[Annotated[VisibleLine, Field(min_length=1, max_length=80)]], Field(max_length=5)]
PetMicrochip = Annotated[str, Field(pattern="^[0-9]{15}$")]
PetOlderChip = Annotated[VisibleLine, Field(min_length=9, max_length=10)]
PetAllergies = Annotated[list[Annotated[VisibleLine, Field(min_length=1, max_length=200)]], Field(max_length=50)]
PetConditions = Annotated[list[Annotated[VisibleLine, Field(min_length=1, max_length=200)]], Field(max_length=50)]


class PetCreate(Input):
    """A new pet."""

    model_config = with_example(
        name="Ada",
        species="bird",
        breeds=["Ada"],
        sex="female",
        neuter_status="intact",
        birth_date="2020-01-10",
        birth_precision="estimated",
        microchip="111111111111111",
        older_chip="aaaaaaaaa",
        photo="https://example.org/a",
        allergies=["Ada"],
        conditions=["Ada"],
    )

    name: PetName
    species: PetSpecies
    breeds: PetBreeds = Field(default_factory=list)
    sex: PetSex = PetSex.UNKNOWN
    neuter_status: PetNeuterStatus = PetNeuterStatus.UNKNOWN
    birth_date: DayUntilToday | None = None
    birth_precision: PetBirthPrecision = PetBirthPrecision.DAY
    microchip: PetMicrochip | None = None
    older_chip: PetOlderChip | None = None
    photo: Link | None = None
    allergies: PetAllergies = Field(default_factory=list)
    conditions: PetConditions = Field(default_factory=list)


class PetPatch(Patch):
    """What is to change about a pet."""

    model_config = with_example(name="Cleo")

    name: PetName | MISSING = MISSING
    species: PetSpecies | MISSING = MISSING
    breeds: PetBreeds | MISSING = MISSING
    sex: PetSex | MISSING = MISSING
    neuter_status: PetNeuterStatus | MISSING = MISSING
    birth_date: DayUntilToday | MISSING | None = MISSING
    birth_precision: PetBirthPrecision | MISSING = MISSING
    microchip: PetMicrochip | MISSING | None = MISSING
    older_chip: PetOlderChip | MISSING | None = MISSING
    photo: Link | MISSING | None = MISSING
    allergies: PetAllergies | MISSING = MISSING
    conditions: PetConditions | MISSING = MISSING


class PetRead(Read):
    """A pet."""

    name: Shown[PetName]
    species: PetSpecies
    breeds: Shown[PetBreeds]
    sex: PetSex
    neuter_status: PetNeuterStatus
    birth_date: date | None
    birth_precision: PetBirthPrecision
    microchip: Shown[PetMicrochip] | None
    older_chip: Shown[PetOlderChip] | None
    photo: Shown[Link] | None
    allergies: Shown[PetAllergies]
    conditions: Shown[PetConditions]
    status: PetStatus
    owner_id: UUID


class DeletedPet(PetRead):
    """A pet that can be restored."""

    deleted_at: datetime


class PetQuery(PageQuery):
    """Which pets, and how many."""

    species: PetSpecies | None = Field(None, description="Only with this species.")
    status: PetStatus | None = Field(None, description="Only with this status.")
    search: Annotated[str, Field(min_length=1, max_length=80)] | None = Field(None, description="Part of the name.")
