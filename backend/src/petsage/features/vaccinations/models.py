"""The table of vaccinations."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from petsage.core.tables import Entity
from petsage.features.pets.models import Pet


class VaccinationVaccine(StrEnum):
    """The vaccine of a vaccination."""

    CORE = "core"
    DISTEMPER = "distemper"
    ADENOVIRUS = "adenovirus"
    PARVOVIRUS = "parvovirus"
    LEPTOSPIROSIS = "leptospirosis"
    BORDETELLA = "bordetella"
    RABIES = "rabies"
    PANLEUKOPENIA = "panleukopenia"
    HERPESVIRUS = "herpesvirus"
    CALICIVIRUS = "calicivirus"
    FELINE_LEUKEMIA = "feline leukemia"
    MYXOMATOSIS = "myxomatosis"
    RABBIT_HAEMORRHAGIC_DISEASE = "rabbit haemorrhagic disease"
    OTHER = "other"


class VaccinationDueReason(StrEnum):
    """The due reason of a vaccination."""

    VET = "vet"
    LABEL = "label"
    LAW = "law"
    GUIDELINE = "guideline"


class Vaccination(Entity):
    """A vaccination, which belongs to a pet."""

    __tablename__ = "vaccinations"

    vaccine: Mapped[VaccinationVaccine]
    product: Mapped[str | None] = mapped_column(String(120))
    lot_number: Mapped[str | None] = mapped_column(String(40))
    given_date: Mapped[date]
    due_date: Mapped[date | None]
    due_reason: Mapped[VaccinationDueReason | None]
    note: Mapped[str | None] = mapped_column(Text)
    pet_id: Mapped[UUID] = mapped_column(ForeignKey("pets.id", ondelete="CASCADE"))
    pet: Mapped[Pet] = relationship()

    __table_args__ = (Index(None, "pet_id", "given_date", "id"),)
