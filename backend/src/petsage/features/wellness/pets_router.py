"""The endpoints of wellness for a stored pet: advice from its own records, for its owner alone."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Depends, Query, Request

from petsage.core.documentation import problems
from petsage.core.identity.callers import CurrentUser
from petsage.core.sessions import Session
from petsage.features.profiles.preferences import OwnPreferences, PreferredUnits
from petsage.features.profiles.units import WEIGHT
from petsage.features.wellness import examples, stored
from petsage.features.wellness.body import IdealWeightAdvice, NoIdealWeight, ideal_weight
from petsage.features.wellness.energy import EnergyPlan, NoEnergyPlan, daily_energy
from petsage.features.wellness.life_stage import LifeStageAdvice, NoLifeStage, life_stage
from petsage.features.wellness.poisons import Eaten, PoisonAdvice, check_poison
from petsage.features.wellness.question import Setting
from petsage.features.wellness.router import OneOf, get_setting
from petsage.features.wellness.stored import Records, records_of
from petsage.features.wellness.triage import Seen, TriageAdvice, triage
from petsage.features.wellness.vaccines import NoVaccineGuideline, VaccinePlan, vaccine_plan
from petsage.settings import Country

router = APIRouter(prefix="/pets/{pet_id}/wellness", tags=["Wellness of a pet"])


async def _records(pet_id: UUID, user: CurrentUser, session: Session) -> Records:
    return await records_of(session, pet_id, user)


async def _setting(
    request: Request,
    preferences: OwnPreferences,
    country: Annotated[Country | None, Query(description="Whose poison line to name; else that of my profile.")] = None,
) -> Setting:
    return await get_setting(request, country or preferences.country)


PetRecords = Annotated[Records, Depends(_records)]
OwnSetting = Annotated[Setting, Depends(_setting)]


@router.get("/energy", summary="How much food does this pet need?", responses=problems(409))
async def plan_pet_energy(records: PetRecords, setting: OwnSetting) -> OneOf[EnergyPlan | NoEnergyPlan | TriageAdvice]:
    """By its newest weight and body condition; or why there is no plan."""
    return daily_energy(stored.energy_question(records), setting)


@router.get("/ideal-weight", summary="What should this pet weigh?", responses=problems(409))
async def estimate_pet_ideal_weight(
    records: PetRecords, setting: OwnSetting, units: PreferredUnits
) -> OneOf[IdealWeightAdvice | NoIdealWeight | TriageAdvice]:
    """By its newest weight and body condition, as a range; or why there is none."""
    return ideal_weight(stored.ideal_weight_question(records), setting.weighing_in(WEIGHT[units]))


@router.get("/life-stage", summary="Which life stage is this pet in?")
async def find_pet_life_stage(
    records: PetRecords, setting: OwnSetting
) -> OneOf[LifeStageAdvice | NoLifeStage | TriageAdvice]:
    """By its birth date, as exact as that is known."""
    return life_stage(stored.life_stage_question(records), setting)


@router.get("/vaccine-plan", summary="Which vaccines are due next for this pet?")
async def plan_pet_vaccines(
    records: PetRecords, session: Session, setting: OwnSetting
) -> OneOf[VaccinePlan | NoVaccineGuideline | TriageAdvice]:
    """By the vaccinations on record: what to ask the vet about, and whose word it is."""
    return vaccine_plan(await stored.vaccine_question(session, records), setting)


@router.post("/triage", summary="How urgently does this pet need a vet?")
async def triage_pet(
    seen: Annotated[Seen, Body(openapi_examples=examples.SEEN)], records: PetRecords, setting: OwnSetting
) -> TriageAdvice:
    """The highest urgency of what was seen; what isn't known of the pet raises it."""
    return triage(stored.triage_question(records, seen, setting), setting)


@router.post("/poison-check", summary="How bad may what this pet ate be?")
async def check_pet_for_poison(
    eaten: Annotated[Eaten, Body(openapi_examples=examples.EATEN)], records: PetRecords, setting: OwnSetting
) -> OneOf[PoisonAdvice | TriageAdvice]:
    """By its newest weight. No answer says that it is safe, and each calls a vet."""
    return check_poison(stored.poison_question(records, eaten), setting)
