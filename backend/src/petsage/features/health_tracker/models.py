"""The table of observations."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from petsage.core.columns import Exact
from petsage.core.tables import Entity
from petsage.features.pets.models import Pet


class ObservationKind(StrEnum):
    """The kind of an observation."""

    WEIGHT = "weight"
    BODY_CONDITION = "body condition"
    TEMPERATURE = "temperature"
    SLEEPING_BREATHS = "sleeping breaths"
    APPETITE = "appetite"
    SYMPTOM = "symptom"


class ObservationMethod(StrEnum):
    """The method of an observation."""

    OWNER = "owner"
    CLINIC = "clinic"
    DEVICE = "device"
    ESTIMATE = "estimate"


class Observation(Entity):
    """An observation, which belongs to a pet."""

    __tablename__ = "observations"

    kind: Mapped[ObservationKind]
    value: Mapped[Decimal | None] = mapped_column(Exact(7, 3))
    finding: Mapped[str | None] = mapped_column(String(200))
    measured_time: Mapped[datetime]
    method: Mapped[ObservationMethod]
    note: Mapped[str | None] = mapped_column(Text)
    pet_id: Mapped[UUID] = mapped_column(ForeignKey("pets.id", ondelete="CASCADE"))
    pet: Mapped[Pet] = relationship()

    __table_args__ = (Index(None, "pet_id", "measured_time", "id"),)
