"""The endpoints of a pet's weight over time: the trend, and the chart."""

from datetime import timedelta
from decimal import Decimal
from typing import Annotated, Any, NamedTuple
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from pydantic import AwareDatetime
from sqlalchemy import Integer, bindparam, select

from petsage.core.columns import Identifier, Instant
from petsage.core.fields import now
from petsage.core.identity.callers import CurrentUser
from petsage.core.sessions import Session
from petsage.features.health_tracker.chart import weight_chart
from petsage.features.health_tracker.models import Observation, ObservationKind
from petsage.features.health_tracker.trend import Weighing, WeightTrend, weight_trend
from petsage.features.pets.service import pets
from petsage.features.profiles.preferences import OwnPreferences, PreferredUnits
from petsage.features.profiles.units import WEIGHT

router = APIRouter(tags=["Weight"])

MOST = 1_000
"""Weighings that are looked at, the newest of the period."""

Days = Annotated[int, Query(ge=1, le=3_650, description="How far back to look.")]

_WEIGHTS = (
    select(Observation.value, Observation.measured_time)
    .where(
        Observation.pet_id == bindparam("pet", type_=Identifier()),
        Observation.kind == ObservationKind.WEIGHT,
        Observation.value > Decimal(0),
        Observation.measured_time >= bindparam("since", type_=Instant()),
    )
    .order_by(Observation.measured_time.desc(), Observation.id.desc())
    .limit(bindparam("most", type_=Integer()))
)


class SvgResponse(Response):
    """A picture."""

    media_type = "image/svg+xml"


class _Row(NamedTuple):
    value: Decimal
    measured_time: AwareDatetime


class Weights(NamedTuple):
    """A pet's name and its weighings in a period."""

    name: str
    weighings: list[Weighing]


async def _weights(pet_id: UUID, user: CurrentUser, session: Session, days: Days = 365) -> Weights:
    pet = await pets.get(session, pet_id, user)
    since: Any = now() - timedelta(days=days)
    rows = await session.all(_Row, _WEIGHTS, pet=pet_id, since=since, most=MOST)
    return Weights(pet.name, [Weighing(float(row.value), row.measured_time) for row in rows])


PetWeights = Annotated[Weights, Depends(_weights)]


@router.get("/pets/{pet_id}/weight-trend", summary="How a pet's weight develops")
async def get_weight_trend(weights: PetWeights) -> WeightTrend:
    """The slope, the change, and a flag for a loss that nobody is known to have planned."""
    return weight_trend(weights.weighings)


@router.get("/pets/{pet_id}/weight-chart.svg", summary="A chart of a pet's weight", response_class=SvgResponse)
async def get_weight_chart(weights: PetWeights, units: PreferredUnits, preferences: OwnPreferences) -> SvgResponse:
    """An SVG that stands by itself, light or dark as its reader's screen is."""
    return SvgResponse(weight_chart(weights.name, weights.weighings, WEIGHT[units], preferences.zone))
