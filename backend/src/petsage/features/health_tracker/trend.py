"""How a pet's weight develops, and when that is a reason to ask a vet. Pure: weighings in, a trend out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from pydantic import BaseModel, Field

RECENT = timedelta(weeks=8)
"""The slope is that of the weighings since so long before the newest one."""
ASK_OVER, SEE_VET_OVER = 0.0, 10.0
"""Percent of the highest weight that are gone."""
ROUNDING = 0.5
"""Percent within which two weighings count as the same."""
SOURCES = ("VCA Animal Hospitals", "Virginia-Maryland College of Veterinary Medicine")


@dataclass(frozen=True)
class Weighing:
    """A weight in kg, and when it was measured."""

    kg: float
    at: datetime


class Flag(BaseModel):
    """A reason to ask, with what it rests on. It is reference information and not a diagnosis."""

    rule_id: Literal["weight_loss.unplanned", "weight_loss.unplanned_over_10_percent"]
    action: str
    loss_percent: float = Field(description="Percent of the highest weight of the period.")
    sources: tuple[str, ...] = SOURCES
    sureness: Literal["M"] = "M"


class WeightTrend(BaseModel):
    """The weights of a period in kg; changes are in percent, the slope is by least squares over the last 8 weeks."""

    count: int
    first_kg: float | None = None
    last_kg: float | None = None
    highest_kg: float | None = None
    change_percent: float | None = Field(default=None, description="From the first weight to the last.")
    kg_a_week: float | None = None
    percent_a_week: float | None = None
    flag: Flag | None = None


def weight_trend(weighings: Sequence[Weighing]) -> WeightTrend:
    """The trend of the weighings, in whatever order they come."""
    ordered = sorted(weighings, key=lambda weighing: (weighing.at, weighing.kg))
    if not ordered:
        return WeightTrend(count=0)
    first, last = ordered[0].kg, ordered[-1].kg
    highest = max(weighing.kg for weighing in ordered)
    slope = _kg_a_week([weighing for weighing in ordered if weighing.at > ordered[-1].at - RECENT])
    return WeightTrend(
        count=len(ordered),
        first_kg=first,
        last_kg=last,
        highest_kg=highest,
        change_percent=round(100 * (last - first) / first, 2),
        kg_a_week=None if slope is None else round(slope, 3),
        percent_a_week=None if slope is None else round(100 * slope / last, 2),
        flag=_flag(100 * (highest - last) / highest),
    )


def _kg_a_week(weighings: Sequence[Weighing]) -> float | None:
    """The slope of the least-squares line; None where all weighings are of one moment."""
    start = weighings[0].at
    weeks = [(weighing.at - start) / timedelta(weeks=1) for weighing in weighings]
    mean_week = sum(weeks) / len(weeks)
    mean_kg = sum(weighing.kg for weighing in weighings) / len(weighings)
    spread = sum((week - mean_week) ** 2 for week in weeks)
    if spread == 0:
        return None
    shared = sum((week - mean_week) * (weighing.kg - mean_kg) for week, weighing in zip(weeks, weighings, strict=True))
    return shared / spread


def _flag(loss_percent: float) -> Flag | None:
    """What a loss since the highest weight calls for, unless a vet planned it."""
    loss = round(loss_percent, 2)
    if loss > SEE_VET_OVER:
        action = "See your vet about this loss of weight, unless it was planned with them."
        return Flag(rule_id="weight_loss.unplanned_over_10_percent", action=action, loss_percent=loss)
    if loss > ASK_OVER + ROUNDING:
        action = "Ask your vet about this loss of weight, unless it was planned with them."
        return Flag(rule_id="weight_loss.unplanned", action=action, loss_percent=loss)
    return None
