"""Questions about a stored pet: what its records say; what they don't say is unknown, which counts as the worst case."""

from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import Integer, bindparam, select

from petsage.core.access import Caller
from petsage.core.columns import Identifier
from petsage.core.database import Session
from petsage.core.errors import ConflictError
from petsage.features.health_tracker.models import Observation, ObservationKind
from petsage.features.health_tracker.schemas import ObservationRead
from petsage.features.pets.models import PetBirthPrecision, PetNeuterStatus
from petsage.features.pets.schemas import PetRead
from petsage.features.pets.service import pets
from petsage.features.vaccinations.models import Vaccination, VaccinationDueReason, VaccinationVaccine
from petsage.features.vaccinations.schemas import VaccinationRead
from petsage.features.wellness.age import Birth
from petsage.features.wellness.body import IdealWeightQuestion
from petsage.features.wellness.energy import EnergyQuestion
from petsage.features.wellness.flags import AgeGroup
from petsage.features.wellness.life_stage import LifeStageQuestion
from petsage.features.wellness.poisons import Eaten, PoisonQuestion
from petsage.features.wellness.question import Setting
from petsage.features.wellness.triage import Seen, TriageQuestion
from petsage.features.wellness.vaccines import Authority, Dose, StatedDue, VaccineQuestion

MOST_DOSES = 100
YOUNG_MONTHS = 12

_PET = bindparam("pet", type_=Identifier())
_NEWEST = (
    select(Observation)
    .where(
        Observation.pet_id == _PET,
        Observation.kind == bindparam("kind", type_=Observation.kind.type),
        Observation.value.is_not(None),
    )
    .order_by(Observation.measured_time.desc(), Observation.id.desc())
    .limit(1)
)
_DOSES = (
    select(Vaccination)
    .where(Vaccination.pet_id == _PET)
    .order_by(Vaccination.given_date.desc(), Vaccination.id.desc())
    .limit(bindparam("most", type_=Integer()))
)
_SERIES = {
    VaccinationVaccine.CORE: "core",
    VaccinationVaccine.DISTEMPER: "core",
    VaccinationVaccine.ADENOVIRUS: "core",
    VaccinationVaccine.PARVOVIRUS: "core",
    VaccinationVaccine.PANLEUKOPENIA: "core",
    VaccinationVaccine.HERPESVIRUS: "core",
    VaccinationVaccine.CALICIVIRUS: "core",
    VaccinationVaccine.RABIES: "rabies",
    VaccinationVaccine.FELINE_LEUKEMIA: "leukaemia",
}
_KNOWN_SERIES = frozenset({"dog_core", "dog_rabies", "cat_core", "cat_rabies", "cat_leukaemia"})


_EXACT: dict[PetBirthPrecision, Literal["day", "month", "year"]] = {
    PetBirthPrecision.DAY: "day",
    PetBirthPrecision.MONTH: "month",
    PetBirthPrecision.YEAR: "year",
}
_STATES: dict[PetNeuterStatus, Literal["neutered", "intact"]] = {
    PetNeuterStatus.NEUTERED: "neutered",
    PetNeuterStatus.INTACT: "intact",
}
_STATED_BY: dict[VaccinationDueReason | None, Authority] = {
    VaccinationDueReason.VET: "vet",
    VaccinationDueReason.LABEL: "label",
    VaccinationDueReason.LAW: "law",
}


class Records(BaseModel):
    """A pet with what is known of its body."""

    pet: PetRead
    weight: ObservationRead | None
    body_condition: ObservationRead | None

    @property
    def facts(self) -> dict[str, Any]:
        """What every question that depends on age begins with."""
        return {"species": self.pet.species.value, "birth": self.birth}

    @property
    def birth(self) -> Birth | None:
        """The birth date as exact as it is known; an estimate is no date."""
        exact_to = _EXACT.get(self.pet.birth_precision)
        if self.pet.birth_date is None or exact_to is None:
            return None
        return Birth(on=self.pet.birth_date, exact_to=exact_to)

    @property
    def weight_kg(self) -> float:
        """The newest weight; `ConflictError` where there is none."""
        if self.weight is None or not self.weight.value:
            raise ConflictError("There is no weight on record. Add an observation of it first.")
        return float(self.weight.value)

    @property
    def score(self) -> int | None:
        """The newest body condition score, where it is one."""
        value = self.body_condition.value if self.body_condition else None
        return int(value) if value and 1 <= value <= 9 and value == int(value) else None


async def records_of(session: Session, pet_id: UUID, caller: Caller) -> Records:
    """The pet's records; `NotFoundError` where it isn't the caller's."""
    pet = await pets.get(session, pet_id, caller)
    newest = {
        kind: await session.first(ObservationRead, _NEWEST, pet=pet_id, kind=kind)
        for kind in (ObservationKind.WEIGHT, ObservationKind.BODY_CONDITION)
    }
    return Records(
        pet=pet, weight=newest[ObservationKind.WEIGHT], body_condition=newest[ObservationKind.BODY_CONDITION]
    )


def energy_question(records: Records) -> EnergyQuestion:
    """How much food this pet needs. A condition on record counts as a listed disease."""
    return EnergyQuestion(
        **records.facts,
        weight_kg=records.weight_kg,
        body_condition=records.score,
        reproductive_state=_STATES.get(records.pet.neuter_status),
        has_listed_disease=bool(records.pet.conditions),
    )


def ideal_weight_question(records: Records) -> IdealWeightQuestion:
    """What this pet should weigh; `ConflictError` where weight or body condition is missing."""
    weight_kg, score = records.weight_kg, records.score
    if score is None:
        raise ConflictError("There is no body condition score on record. Add an observation of it first.")
    return IdealWeightQuestion(**records.facts, weight_kg=weight_kg, body_condition=score)


def life_stage_question(records: Records) -> LifeStageQuestion:
    """Which life stage this pet is in."""
    return LifeStageQuestion(**records.facts)


async def vaccine_question(session: Session, records: Records) -> VaccineQuestion:
    """Which vaccines are due next, by what is on record; doses without a guideline here are left out."""
    given = await session.all(VaccinationRead, _DOSES, pet=records.pet.id, most=MOST_DOSES)
    doses = [dose for vaccination in given if (dose := _dose(records, vaccination))]
    born = records.birth.earliest if records.birth else None
    return VaccineQuestion(
        **records.facts, doses=tuple(dose for dose in doses if born is None or dose.given_on >= born)
    )


def _dose(records: Records, vaccination: VaccinationRead) -> Dose | None:
    series = f"{records.pet.species.value}_{_SERIES.get(vaccination.vaccine)}"
    if series not in _KNOWN_SERIES:
        return None
    by, due = _STATED_BY.get(vaccination.due_reason), vaccination.due_date
    stated = (StatedDue(on=due, by=by),) if by and due else ()
    return Dose(series=series, given_on=vaccination.given_date, next_due=stated)


def triage_question(records: Records, seen: Seen, setting: Setting) -> TriageQuestion:
    """How urgently this pet needs a vet; its body condition is the one on record where none was seen."""
    said = seen.model_dump() | {"body_condition": seen.body_condition or records.score}
    return TriageQuestion(**said, species=records.pet.species.value, age_group=_age_group(records.birth, setting))


def _age_group(birth: Birth | None, setting: Setting) -> AgeGroup:
    """Young, where that is sure; else unknown, since a wrong guess could calm."""
    if birth is None or birth.earliest > setting.today:
        return "unknown"
    return "young" if birth.months(setting.today)[1] < YOUNG_MONTHS else "unknown"


def poison_question(records: Records, eaten: Eaten) -> PoisonQuestion:
    """How bad what this pet ate may be."""
    weight = records.weight_kg if records.weight and records.weight.value else None
    return PoisonQuestion(**eaten.model_dump(), species=records.pet.species.value, weight_kg=weight)
