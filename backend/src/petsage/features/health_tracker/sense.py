"""What an observation must be to make sense: in a known unit, within the bounds of its kind, and no sudden leap.

Advice is computed from what is kept here: a weight in the wrong unit makes a poisonous dose look harmless.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from pydantic import AwareDatetime
from sqlalchemy import Select, bindparam, select

from petsage.core.columns import Identifier, Instant
from petsage.core.database import Session
from petsage.core.errors import ConflictError, Fault, InvalidError
from petsage.features.profiles.units import METRIC, WEIGHT, UnitSystem

from .measures import MEASURES, SCALES
from .models import Observation, ObservationKind
from .schemas import ObservationCreate, ObservationPatch, ObservationRead

Sent = ObservationCreate | ObservationPatch

LEAP = Decimal("1.8")
"""How many times as heavy as before, or as light, a pet may be without a question; a pound too many is 2.2."""
MEMORY = timedelta(days=90)
"""For how long a weight tells something of the next one."""

_NEAR = select(Observation.value, Observation.measured_time).where(
    Observation.pet_id == bindparam("pet", type_=Identifier()),
    Observation.kind == ObservationKind.WEIGHT,
    Observation.value > Decimal(0),
    Observation.id != bindparam("itself", type_=Identifier()),
    Observation.measured_time >= bindparam("since", type_=Instant()),
    Observation.measured_time <= bindparam("until", type_=Instant()),
)
_BEFORE = _NEAR.order_by(Observation.measured_time.desc(), Observation.id.desc()).limit(1)
_AFTER = _NEAR.order_by(Observation.measured_time, Observation.id).limit(1)


class _Weight(NamedTuple):
    value: Decimal
    measured_time: AwareDatetime


def refuse_senseless_value(observation: ObservationRead) -> None:
    """Raises `InvalidError` where the value is out of the bounds of the observation's kind."""
    measure = MEASURES[observation.kind]
    if observation.value is not None and not measure.lowest <= observation.value <= measure.highest:
        span = f"from {measure.lowest} to {measure.highest} {measure.scales[METRIC].unit}"
        raise InvalidError(Fault(("body", "value"), f"The value of {observation.kind} is {span}."))


def refuse_missing_unit(sent: Sent, kind: ObservationKind, *systems: UnitSystem) -> None:
    """Raises `InvalidError` where a value could be meant in more than one unit, since one of `systems` isn't metric."""
    units = SCALES[kind]
    if isinstance(sent.value, Decimal) and sent.unit is None and len(units) > 1 and set(systems) != {METRIC}:
        ways = " or ".join(f'"unit": "{unit}"' for unit in units)
        beside = "" if sent.kind == kind else f', with "kind": "{kind}" beside it'
        raise InvalidError(Fault(("body", "unit"), f"must be said by who uses imperial units: {ways}{beside}"))


async def refuse_leap(session: Session, sent: Sent, weight: ObservationRead, units: UnitSystem) -> None:
    """Raises `ConflictError` where a weight is far from the last one, and nobody has confirmed it.

    One that was measured before all others is compared with the first of those.
    """
    if weight.kind is not ObservationKind.WEIGHT or not weight.value or sent.confirmed:
        return
    known = await _nearest(session, weight)
    if known is not None and not known.value / LEAP <= weight.value <= known.value * LEAP:
        here, there = WEIGHT[units].show(weight.value), WEIGHT[units].show(known.value)
        message = (
            f"{here} is far from {there} on {known.measured_time:%Y-%m-%d}. If it was measured in another unit, say "
            'which in "unit"; if it is right, send "confirmed": true with it.'
        )
        raise ConflictError(message, [Fault(("body", "value"), "must be confirmed")])


async def _nearest(session: Session, weight: ObservationRead) -> _Weight | None:
    moment = weight.measured_time
    return await _first(session, _BEFORE, weight, moment - MEMORY, moment) or await _first(
        session, _AFTER, weight, moment, moment + MEMORY
    )


async def _first(
    session: Session, statement: Select[*tuple[Any, ...]], weight: ObservationRead, since: datetime, until: datetime
) -> _Weight | None:
    return await session.first(_Weight, statement, pet=weight.pet_id, itself=weight.id, since=since, until=until)
