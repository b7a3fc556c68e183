"""What clients send and are shown of vaccinations."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import MISSING, Field

from petsage.core.fields import Day, DayUntilToday, Shown, VisibleLine, VisibleText
from petsage.core.paging import PageQuery
from petsage.core.schemas import Input, Patch, Read, with_example

from .common_names import NamedVaccine
from .models import VaccinationDueReason, VaccinationVaccine

VaccinationProduct = Annotated[VisibleLine, Field(min_length=1, max_length=120)]
VaccinationLotNumber = Annotated[VisibleLine, Field(min_length=1, max_length=40)]
VaccinationNote = Annotated[VisibleText, Field(min_length=1, max_length=2000)]


class VaccinationCreate(Input):
    """A new vaccination."""

    model_config = with_example(
        vaccine="adenovirus",
        product="Ada",
        lot_number="Ada",
        given_date="2020-01-10",
        due_date="2020-01-11",
        due_reason="guideline",
        note="Ada",
    )

    vaccine: NamedVaccine
    product: VaccinationProduct | None = None
    lot_number: VaccinationLotNumber | None = None
    given_date: DayUntilToday
    due_date: Day | None = None
    due_reason: VaccinationDueReason | None = None
    note: VaccinationNote | None = None


class VaccinationPatch(Patch):
    """What is to change about a vaccination."""

    model_config = with_example(vaccine="calicivirus")

    vaccine: NamedVaccine | MISSING = MISSING
    product: VaccinationProduct | MISSING | None = MISSING
    lot_number: VaccinationLotNumber | MISSING | None = MISSING
    given_date: DayUntilToday | MISSING = MISSING
    due_date: Day | MISSING | None = MISSING
    due_reason: VaccinationDueReason | MISSING | None = MISSING
    note: VaccinationNote | MISSING | None = MISSING


class VaccinationRead(Read):
    """A vaccination."""

    vaccine: VaccinationVaccine
    product: Shown[VaccinationProduct] | None
    lot_number: Shown[VaccinationLotNumber] | None
    given_date: date
    due_date: date | None
    due_reason: VaccinationDueReason | None
    note: Shown[VaccinationNote] | None
    pet_id: UUID


class VaccinationQuery(PageQuery):
    """Which vaccinations, and how many."""

    due_date_from: Day | None = Field(None, description="Only with this due date or later.")
    due_date_to: Day | None = Field(None, description="Only with this due date or earlier.")
    vaccine: NamedVaccine | None = Field(None, description="Only with this vaccine.")
