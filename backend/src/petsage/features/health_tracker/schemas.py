"""What clients send and are shown of observations."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from pydantic import MISSING, Field, model_validator

from petsage.core.fields import Moment, MomentUntilNow, Number, Shown, VisibleLine, VisibleText, now
from petsage.core.paging import PageQuery
from petsage.core.schemas import Input, Patch, Read, with_example
from petsage.features.profiles.units import METRIC, UnitSystem

from .measures import MEASURES, Confirmed, SentUnit, in_metric
from .models import ObservationKind, ObservationMethod

ObservationValue = Annotated[Number, Field(ge=Decimal("0"), le=Decimal("1000"), decimal_places=3)]
ObservationFinding = Annotated[VisibleLine, Field(min_length=1, max_length=200)]
ObservationNote = Annotated[VisibleText, Field(min_length=1, max_length=2000)]


class ObservationCreate(Input):
    """A new observation."""

    model_config = with_example(kind="weight", value="4.200", unit="kg", method="clinic", note="After breakfast.")

    kind: ObservationKind
    value: ObservationValue | None = None
    finding: ObservationFinding | None = None
    measured_time: MomentUntilNow = Field(default_factory=now)
    method: ObservationMethod = ObservationMethod.OWNER
    note: ObservationNote | None = None
    unit: SentUnit = None
    confirmed: Confirmed = False

    @model_validator(mode="after")
    def _in_metric(self) -> Self:
        self.value = in_metric(self.value, self.unit, self.kind)
        return self


class ObservationPatch(Patch):
    """What is to change about an observation."""

    model_config = with_example(note="Before breakfast.")

    kind: ObservationKind | MISSING = MISSING
    value: ObservationValue | MISSING | None = MISSING
    finding: ObservationFinding | MISSING | None = MISSING
    measured_time: MomentUntilNow | MISSING = MISSING
    method: ObservationMethod | MISSING = MISSING
    note: ObservationNote | MISSING | None = MISSING
    unit: SentUnit = None
    confirmed: Confirmed = False

    @model_validator(mode="after")
    def _in_metric(self) -> Self:
        self.value = in_metric(self.value, self.unit, self.kind)
        return self


class ObservationRead(Read):
    """An observation."""

    kind: ObservationKind
    value: Shown[ObservationValue] | None
    finding: Shown[ObservationFinding] | None
    measured_time: datetime
    method: ObservationMethod
    note: Shown[ObservationNote] | None
    pet_id: UUID
    unit: str | None = None

    @model_validator(mode="after")
    def _say_unit(self) -> Self:
        if self.value is not None and self.unit is None:
            self.unit = MEASURES[self.kind].scales[METRIC].unit
        return self

    def shown_in(self, units: UnitSystem) -> Self:
        """The same with its value in the unit of that system."""
        if self.value is None or units is METRIC:
            return self
        scale = MEASURES[self.kind].scales[units]
        return self.model_copy(update={"value": scale.of_metric(self.value), "unit": scale.unit})


class ObservationQuery(PageQuery):
    """Which observations, and how many."""

    kind: ObservationKind | None = Field(None, description="Only with this kind.")
    measured_time_from: Moment | None = Field(None, description="Only with this measured time or later.")
    measured_time_to: Moment | None = Field(None, description="Only with this measured time or earlier.")
    units: UnitSystem = Field(METRIC, description="What weights and temperatures are shown in.")
