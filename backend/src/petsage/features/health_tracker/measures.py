"""What the value of each kind of observation is measured in, and between which bounds it makes sense.

Everything is kept in metric units. The bounds hold back slips of the finger, not unusual animals: advice judges those.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from petsage.core.errors import Fault, InvalidError

from .models import ObservationKind

if TYPE_CHECKING:
    from .schemas import ObservationRead


@dataclass(frozen=True)
class Measure:
    """A unit, and the lowest and highest value in it, both included."""

    unit: str
    lowest: Decimal
    highest: Decimal


MEASURES = {
    ObservationKind.WEIGHT: Measure("kg", Decimal("0.01"), Decimal(150)),
    ObservationKind.BODY_CONDITION: Measure("of 9", Decimal(1), Decimal(9)),
    ObservationKind.TEMPERATURE: Measure("°C", Decimal(20), Decimal(45)),
    ObservationKind.SLEEPING_BREATHS: Measure("a minute", Decimal(0), Decimal(500)),
    ObservationKind.APPETITE: Measure("% of usual", Decimal(0), Decimal(500)),
    ObservationKind.SYMPTOM: Measure("of 10", Decimal(0), Decimal(10)),
}


def refuse_senseless_value(observation: "ObservationRead") -> None:
    """Raises `InvalidError` where the value is out of the bounds of the observation's kind."""
    measure = MEASURES[observation.kind]
    if observation.value is not None and not measure.lowest <= observation.value <= measure.highest:
        span = f"from {measure.lowest} to {measure.highest} {measure.unit}"
        raise InvalidError(Fault(("body", "value"), f"The value of {observation.kind} is {span}."))
