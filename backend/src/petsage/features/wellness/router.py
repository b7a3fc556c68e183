"""The endpoints of wellness: advice from the values of the call, without an account. Nothing of them is kept or logged."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Annotated, TypeVar

from fastapi import APIRouter, Body, Depends, Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import Field

from petsage.features.profiles.units import METRIC, WEIGHT, Units
from petsage.features.wellness import examples
from petsage.features.wellness.body import IdealWeightAdvice, IdealWeightQuestion, NoIdealWeight, ideal_weight
from petsage.features.wellness.catalogue import Catalogue, catalogue
from petsage.features.wellness.energy import EnergyPlan, EnergyQuestion, NoEnergyPlan, daily_energy
from petsage.features.wellness.life_stage import LifeStageAdvice, LifeStageQuestion, NoLifeStage, life_stage
from petsage.features.wellness.poisons import PoisonAdvice, PoisonQuestion, check_poison
from petsage.features.wellness.question import DayAheadError, PoisonLine, Setting
from petsage.features.wellness.triage import TriageAdvice, TriageQuestion, triage
from petsage.features.wellness.vaccines import NoVaccineGuideline, VaccinePlan, VaccineQuestion, vaccine_plan
from petsage.features.wellness.weight_loss import WeightLossAdvice, WeightLossQuestion, weight_loss
from petsage.settings import Country, Settings

router = APIRouter(prefix="/wellness", tags=["Wellness"])

DAY_BEGINS_FIRST = timezone(timedelta(hours=14))
"""Where each day begins first, so that nobody's own today is ahead."""


async def get_setting(
    request: Request,
    country: Annotated[Country | None, Query(description="Whose poison line to name: ISO 3166 alpha-2.")] = None,
) -> Setting:
    """The day of the call, and the poison line that the app's settings have for the country."""
    settings: Settings = request.app.state.settings
    line = settings.poison_lines.get(country) if country else None
    return Setting(
        today=datetime.now(DAY_BEGINS_FIRST).date(),
        poison_line=PoisonLine(name=line.name, phone=line.phone) if line else None,
    )


CallSetting = Annotated[Setting, Depends(get_setting)]

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")
OneOf = Annotated[Answer, Field(discriminator="kind")]


def _advise(adviser: Callable[[Asked, Setting], Answer], question: Asked, setting: Setting) -> Answer:
    """The adviser's answer; a day that hasn't come yet is a fault of the request."""
    try:
        return adviser(question, setting)
    except DayAheadError as error:
        raise RequestValidationError([{"type": "day_ahead", "loc": ("body",), "msg": str(error)}]) from error


@router.post("/triage", summary="How urgently is a vet needed?")
async def triage_animal(
    question: Annotated[TriageQuestion, Body(openapi_examples=examples.TRIAGE)], setting: CallSetting
) -> TriageAdvice:
    """The highest urgency of what was seen and measured; what isn't known raises it."""
    return _advise(triage, question, setting)


@router.post("/poison-check", summary="How bad may something eaten be?")
async def check_for_poison(
    question: Annotated[PoisonQuestion, Body(openapi_examples=examples.POISON)], setting: CallSetting
) -> OneOf[PoisonAdvice | TriageAdvice]:
    """The worst that it may be. No answer says that it is safe, and each calls a vet."""
    return _advise(check_poison, question, setting)


@router.post("/energy", summary="How much food does an animal need?")
async def plan_energy(
    question: Annotated[EnergyQuestion, Body(openapi_examples=examples.ENERGY)], setting: CallSetting
) -> OneOf[EnergyPlan | NoEnergyPlan | TriageAdvice]:
    """The daily energy as a range and, where the food is known, the portion; or why there is no plan."""
    return _advise(daily_energy, question, setting)


@router.post("/ideal-weight", summary="What should an animal weigh?")
async def estimate_ideal_weight(
    question: Annotated[IdealWeightQuestion, Body(openapi_examples=examples.IDEAL_WEIGHT)],
    setting: CallSetting,
    units: Units = METRIC,
) -> OneOf[IdealWeightAdvice | NoIdealWeight | TriageAdvice]:
    """The ideal weight by the body condition score, as a range; or why there is none."""
    return _advise(ideal_weight, question, setting.weighing_in(WEIGHT[units]))


@router.post("/weight-loss", summary="Does a loss of weight need a vet?")
async def judge_weight_loss(
    question: Annotated[WeightLossQuestion, Body(openapi_examples=examples.WEIGHT_LOSS)], setting: CallSetting
) -> OneOf[WeightLossAdvice | TriageAdvice]:
    """Whether to ask or see a vet about the loss between two weighings."""
    return _advise(weight_loss, question, setting)


@router.post("/vaccine-plan", summary="Which vaccines are due next?")
async def plan_vaccines(
    question: Annotated[VaccineQuestion, Body(openapi_examples=examples.VACCINE_PLAN)], setting: CallSetting
) -> OneOf[VaccinePlan | NoVaccineGuideline | TriageAdvice]:
    """What to ask the vet about in each series, and whose word it is: the vet's, the label's, the law's or a guideline's."""
    return _advise(vaccine_plan, question, setting)


@router.post("/life-stage", summary="Which life stage is an animal in?")
async def find_life_stage(
    question: Annotated[LifeStageQuestion, Body(openapi_examples=examples.LIFE_STAGE)], setting: CallSetting
) -> OneOf[LifeStageAdvice | NoLifeStage | TriageAdvice]:
    """The life stage of a dog or cat, and its age in human years from one year on."""
    return _advise(life_stage, question, setting)


@router.get("/rules", summary="List the rules that advice rests on")
async def list_wellness_rules() -> Catalogue:
    """Every rule in force, with its sources and how sure it is.

    H: authoritative text was read. M: several secondary sources agree. L: weak.
    """
    return catalogue()
