"""What the value of each kind of observation is measured in, and between which bounds it makes sense.

Everything is kept in metric units. The bounds hold back slips of the finger, not unusual animals: advice judges those.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, Field, ValidationInfo

from petsage.core.fields import YesNo
from petsage.features.profiles.units import TEMPERATURE, WEIGHT, UnitSystem
from petsage.units import Scale

from .models import ObservationKind


@dataclass(frozen=True)
class Measure:
    """The lowest and highest value in the metric unit, both included, and the unit in each system."""

    lowest: Decimal
    highest: Decimal
    scales: Mapping[UnitSystem, Scale]


def _everywhere(unit: str) -> Mapping[UnitSystem, Scale]:
    return dict.fromkeys(UnitSystem, Scale(unit))


MEASURES = {
    ObservationKind.WEIGHT: Measure(Decimal("0.01"), Decimal(150), WEIGHT),
    ObservationKind.BODY_CONDITION: Measure(Decimal(1), Decimal(9), _everywhere("of 9")),
    ObservationKind.TEMPERATURE: Measure(Decimal(20), Decimal(45), TEMPERATURE),
    ObservationKind.SLEEPING_BREATHS: Measure(Decimal(0), Decimal(500), _everywhere("a minute")),
    ObservationKind.APPETITE: Measure(Decimal(0), Decimal(500), _everywhere("% of usual")),
    ObservationKind.SYMPTOM: Measure(Decimal(0), Decimal(10), _everywhere("of 10")),
}
SCALES = {kind: {scale.unit: scale for scale in measure.scales.values()} for kind, measure in MEASURES.items()}

Sent = TypeVar("Sent")
Unit = Literal["kg", "lb", "of 9", "°C", "°F", "a minute", "% of usual", "of 10"]


def _of_the_kind(unit: Unit | None, info: ValidationInfo) -> Unit | None:
    """A unit stands beside the kind that it measures."""
    if unit is None:
        return None
    kind = info.data.get("kind")
    if not isinstance(kind, ObservationKind):
        raise ValueError("say the kind too that the unit is of")
    if unit not in SCALES[kind]:
        raise ValueError(f"{kind} is measured in {' or '.join(SCALES[kind])}")
    return unit


SentUnit = Annotated[
    Unit | None,
    AfterValidator(_of_the_kind),
    Field(
        exclude=True,
        description="What the value is in, with its kind beside it; left out, it is metric, which a profile may not allow.",
    ),
]


Confirmed = Annotated[
    YesNo,
    Field(exclude=True, description="Whether a weight is right that is far from the last one."),
]


def in_metric(value: Sent, unit: Unit | None, kind: object) -> Sent | Decimal:
    """What was sent as a value in a unit of the kind, in the metric one; what is no number stays what it is."""
    if unit is None or not isinstance(value, Decimal) or not isinstance(kind, ObservationKind):
        return value
    return SCALES[kind][unit].to_metric(value)
