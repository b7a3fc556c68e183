"""Any question that can be asked, for property tests, and the day on which all are asked."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from petsage.features.wellness.age import Birth
from petsage.features.wellness.body import IdealWeightQuestion
from petsage.features.wellness.energy import EnergyQuestion, Food
from petsage.features.wellness.flags import SIGNS
from petsage.features.wellness.life_stage import LifeStageQuestion
from petsage.features.wellness.poisons import BY_KEY, PoisonQuestion
from petsage.features.wellness.question import PoisonLine, Setting
from petsage.features.wellness.triage import TriageQuestion
from petsage.features.wellness.vaccines import KEYS, Dose, StatedDue, VaccineQuestion
from petsage.features.wellness.values import Species
from petsage.features.wellness.weight_loss import Weighing, WeightLossQuestion

TODAY = date(2026, 11, 21)
SETTING = Setting(today=TODAY)
AT_HOME = Setting(today=TODAY, poison_line=PoisonLine(name="Animal Poison Line", phone="01 234 567"))

settings = st.sampled_from([SETTING, AT_HOME])
species: st.SearchStrategy[Species] = st.sampled_from(["dog", "cat", "rabbit", "bird", "reptile", "other"])
days = st.dates(date(2000, 1, 1), TODAY)
births = st.builds(Birth, on=days, exact_to=st.sampled_from(["day", "month", "year"]))
weights = st.floats(0.01, 150)
signs = st.lists(st.sampled_from(SIGNS), max_size=3).map(tuple)
few_signs = st.one_of(st.just(()), signs)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A value, or nothing where it isn't known."""
    return st.none() | strategy


scores = st.integers(1, 9)
foods = st.builds(
    Food, kcal_per_100_g=st.floats(10, 900), made_for=maybe(st.sampled_from(["growth", "adults", "all_ages"]))
)
energy = st.builds(
    EnergyQuestion,
    species=species,
    signs=few_signs,
    birth=maybe(births),
    weight_kg=weights,
    body_condition=maybe(scores),
    reproductive_state=maybe(st.sampled_from(["neutered", "intact", "pregnant", "lactating"])),
    has_listed_disease=maybe(st.booleans()),
    prone_to_obesity=st.booleans(),
    food=maybe(foods),
)
ideal_weights = st.builds(
    IdealWeightQuestion,
    species=species,
    signs=few_signs,
    birth=maybe(births),
    weight_kg=weights,
    body_condition=scores,
)
weight_losses = st.builds(
    lambda between, before_kg, now_kg, **rest: WeightLossQuestion(
        before=Weighing(kg=before_kg, on=min(between)), now=Weighing(kg=now_kg, on=max(between)), **rest
    ),
    between=st.lists(days, min_size=2, max_size=2, unique=True),
    before_kg=weights,
    now_kg=weights,
    species=species,
    signs=few_signs,
    planned=maybe(st.booleans()),
)
stated = st.builds(StatedDue, on=st.dates(TODAY, date(2040, 1, 1)), by=st.sampled_from(["vet", "label", "law"]))
poisonings = st.builds(
    PoisonQuestion,
    species=species,
    signs=few_signs,
    poison=maybe(st.sampled_from(list(BY_KEY))),
    amount_g=maybe(st.floats(0.001, 100_000)),
    weight_kg=maybe(weights),
)
life_stages = st.builds(
    LifeStageQuestion,
    species=species,
    signs=few_signs,
    birth=maybe(births),
    expected_life_years=maybe(st.floats(5, 40)),
)
hours = st.floats(0, 10_000) | st.just("unknown")
triages = st.builds(
    TriageQuestion,
    species=species,
    signs=signs,
    age_group=st.sampled_from(["young", "adult", "old", "unknown"]),
    bleeding_minutes=maybe(hours),
    temperature_celsius=maybe(st.floats(20, 50)),
    sleeping_breaths_a_minute=maybe(st.integers(0, 500)),
    hours_without_food=maybe(hours),
    hours_without_water=maybe(hours),
    vomits_and_diarrhoeas_in_24_hours=maybe(st.integers(0, 1_000) | st.just("unknown")),
    body_condition=st.none() | st.integers(1, 9),
)


@st.composite
def vaccinations(draw: st.DrawFn) -> VaccineQuestion:
    """Doses on any day from birth until today."""
    birth = draw(maybe(births))
    given = st.dates(birth.earliest if birth else date(2000, 1, 1), TODAY)
    dose = st.builds(
        Dose, series=st.sampled_from(KEYS), given_on=given, next_due=st.lists(stated, max_size=3).map(tuple)
    )
    doses = draw(st.lists(dose, max_size=6).map(tuple))
    return VaccineQuestion(species=draw(species), signs=draw(few_signs), birth=birth, doses=doses)
