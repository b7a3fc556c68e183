"""What clients send and are shown of observations."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import MISSING, Field, computed_field

from petsage.core.fields import Line, Moment, MomentUntilNow, Number, now
from petsage.core.paging import PageQuery
from petsage.core.schemas import Input, Patch, Read, with_example

from .measures import MEASURES
from .models import ObservationKind, ObservationMethod

ObservationValue = Annotated[Number, Field(ge=Decimal("0"), le=Decimal("1000"), decimal_places=2)]
ObservationFinding = Annotated[Line, Field(min_length=1, max_length=200)]
ObservationNote = Annotated[str, Field(min_length=1, max_length=2000)]


class ObservationCreate(Input):
    """A new observation."""

    model_config = with_example(kind="weight", value="4.20", method="clinic", note="After breakfast.")

    kind: ObservationKind
    value: ObservationValue | None = None
    finding: ObservationFinding | None = None
    measured_time: MomentUntilNow = Field(default_factory=now)
    method: ObservationMethod = ObservationMethod.OWNER
    note: ObservationNote | None = None


class ObservationPatch(Patch):
    """What is to change about an observation."""

    model_config = with_example(note="Before breakfast.")

    kind: ObservationKind | MISSING = MISSING
    value: ObservationValue | MISSING | None = MISSING
    finding: ObservationFinding | MISSING | None = MISSING
    measured_time: MomentUntilNow | MISSING = MISSING
    method: ObservationMethod | MISSING = MISSING
    note: ObservationNote | MISSING | None = MISSING


class ObservationRead(Read):
    """An observation."""

    kind: ObservationKind
    value: Decimal | None
    finding: str | None
    measured_time: datetime
    method: ObservationMethod
    note: str | None
    pet_id: UUID

    @computed_field
    def unit(self) -> str | None:
        """What the value is measured in."""
        return None if self.value is None else MEASURES[self.kind].unit


class ObservationQuery(PageQuery):
    """Which observations, and how many."""

    kind: ObservationKind | None = Field(None, description="Only with this kind.")
    measured_time_from: Moment | None = Field(None, description="Only with this measured time or later.")
    measured_time_to: Moment | None = Field(None, description="Only with this measured time or earlier.")
