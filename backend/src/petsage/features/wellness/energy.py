"""Daily energy and portion of a healthy dog or cat."""

from datetime import date
from math import sqrt
from typing import Annotated, Literal

from pydantic import Field

from petsage.features.wellness.advice import ASK, Advice, based_on
from petsage.features.wellness.body import BODY, BodyCondition, ideal_kg, is_overweight, is_thin, maturity
from petsage.features.wellness.question import AgedQuestion, Setting
from petsage.features.wellness.rules import Count, Positive, Rule, Span, Table, read_rules
from petsage.features.wellness.triage import triage_first
from petsage.features.wellness.values import TABLED_SPECIES, Kilograms, Range, Several, Species, Value

Need = Literal["growth", "neutered", "intact", "prone_to_obesity", "weight_loss"]
Goal = Literal["grow", "keep_weight", "lose_weight"]

GOALS: dict[Need, Goal] = {
    "growth": "grow",
    "neutered": "keep_weight",
    "intact": "keep_weight",
    "prone_to_obesity": "keep_weight",
    "weight_loss": "lose_weight",
}
ACTIONS: dict[Goal, str] = {
    "grow": "Weigh the animal every week, and adjust with your vet.",
    "keep_weight": "Weigh the animal every month, and adjust with your vet.",
    "lose_weight": "Agree on the plan with your vet before you start.",
}


class RestingEnergy(Rule):
    """kcal a day = coefficient x kg ** exponent."""

    coefficient: Positive
    exponent: Positive


class Spread(Rule):
    """How many times as much one animal can need as another of equal weight."""

    fold: Annotated[float, Field(ge=1)]


class EnergyFactor(Rule):
    """Multiples of the resting energy for a need, from an age in months to under another."""

    species: Species
    need: Need
    multiple: Span
    from_months: Count = 0
    below_months: Count | None = None

    def concerns(self, species: Species, need: Need, months: tuple[int, int]) -> bool:
        """Whether it is for such an animal, whose age is somewhere between two numbers of months."""
        least, most = months
        in_time = most >= self.from_months and (self.below_months is None or least < self.below_months)
        return self.species == species and self.need == need and in_time


class Refusals(Table):
    """Every reason to give no plan."""

    species: Rule
    pregnancy: Rule
    lactation: Rule
    disease: Rule
    thin: Rule
    young_and_overweight: Rule
    adult_food: Rule
    age_unknown: Rule
    body_condition_unknown: Rule
    reproductive_state_unknown: Rule
    disease_unknown: Rule


class EnergyTable(Table):
    """Resting and daily energy."""

    resting: RestingEnergy
    spread: Spread
    factors: Several[EnergyFactor]
    refusals: Refusals


ENERGY = read_rules("energy", EnergyTable)


class Food(Value):
    """A food's energy, and whom its label says it is made for."""

    kcal_per_100_g: Annotated[float, Field(ge=10, le=900)]
    made_for: Literal["growth", "adults", "all_ages"] | None = None

    def grams(self, energy: Range) -> Range:
        """How much of the food holds so much energy, in whole grams a day."""
        grams_per_kcal = 100 / self.kcal_per_100_g
        grams = Range(low=energy.low * grams_per_kcal, high=energy.high * grams_per_kcal, unit="g a day")
        return grams.rounded()


class EnergyQuestion(AgedQuestion):
    """An animal's body, state and food. What is left out is unknown, and then there may be no plan."""

    weight_kg: Kilograms
    body_condition: BodyCondition | None = None
    reproductive_state: Literal["neutered", "intact", "pregnant", "lactating"] | None = None
    has_listed_disease: bool | None = None
    prone_to_obesity: bool = False
    food: Food | None = None


class Portion(Value):
    """Grams of the food a day: where to start, and what animals of this weight and kind can need."""

    start: Range
    range: Range


class EnergyPlan(Advice):
    """Where to start, in kcal a day; `range` is what animals of this weight and kind can need."""

    kind: Literal["energy_plan"] = "energy_plan"
    goal: Goal
    resting_kcal: int
    start: Range
    range: Range
    portion: Portion | None
    inputs: EnergyQuestion


class NoEnergyPlan(Advice):
    """No number, and why."""

    kind: Literal["no_energy_plan"] = "no_energy_plan"
    reasons: Several[str]
    inputs: EnergyQuestion


def resting_kcal(weight_kg: float) -> float:
    """The energy that a resting animal of this weight needs, in kcal a day."""
    return float(ENERGY.resting.coefficient * weight_kg**ENERGY.resting.exponent)


@triage_first
def daily_energy(question: EnergyQuestion, setting: Setting) -> EnergyPlan | NoEnergyPlan:
    """The daily energy and, where the food is known, the portion; or the reasons why there is no plan."""
    refusals = _refusals(question, setting.today)
    birth, score = question.birth, question.body_condition
    if refusals or birth is None or score is None:
        return NoEnergyPlan(
            actions=(f"{ASK} Your vet can make a feeding plan.",),
            message=refusals[0].fact,
            basis=based_on(*refusals),
            reasons=tuple(refusal.fact for refusal in refusals),
            inputs=question,
        )
    need = _need(question, score, setting.today)
    return _plan(question, need, ideal_kg(question.weight_kg, score), birth.months(setting.today))


def _refusals(question: EnergyQuestion, today: date) -> list[Rule]:
    rules, score, state, food = ENERGY.refusals, question.body_condition, question.reproductive_state, question.food
    age = maturity(question.birth, today)
    applies = {
        rules.species: question.species not in TABLED_SPECIES,
        rules.pregnancy: state == "pregnant",
        rules.lactation: state == "lactating",
        rules.disease: question.has_listed_disease is True,
        rules.thin: score is not None and is_thin(score),
        rules.young_and_overweight: age != "grown" and score is not None and is_overweight(score),
        rules.adult_food: age != "grown" and food is not None and food.made_for in (None, "adults"),
        rules.age_unknown: age == "unknown",
        rules.body_condition_unknown: score is None,
        rules.reproductive_state_unknown: state is None,
        rules.disease_unknown: question.has_listed_disease is None,
    }
    return [rule for rule in applies if applies[rule]]


def _need(question: EnergyQuestion, score: BodyCondition, today: date) -> Need:
    if maturity(question.birth, today) == "young":
        return "growth"
    if is_overweight(score):
        return "weight_loss"
    if question.prone_to_obesity:
        return "prone_to_obesity"
    return "neutered" if question.reproductive_state == "neutered" else "intact"


def _plan(question: EnergyQuestion, need: Need, kg: float, months: tuple[int, int]) -> EnergyPlan:
    """The plan for a need at a weight; where the age in months meets two factors, it spans both."""
    factors = [factor for factor in ENERGY.factors if factor.concerns(question.species, need, months)]
    resting = resting_kcal(kg)
    lowest, highest = min(factor.multiple.low for factor in factors), max(factor.multiple.high for factor in factors)
    start = Range(low=resting * lowest, high=resting * highest, unit="kcal a day")
    either_way = sqrt(ENERGY.spread.fold)
    needed = Range(low=start.low / either_way, high=start.high * either_way, unit=start.unit)
    ideal = (BODY.ideal,) if need == "weight_loss" else ()
    return EnergyPlan(
        actions=(ACTIONS[GOALS[need]],),
        message=f"Start near {start.rounded()}. {ENERGY.spread.fact}",
        basis=based_on(*factors, ENERGY.resting, ENERGY.spread, *ideal),
        goal=GOALS[need],
        resting_kcal=round(resting),
        start=start.rounded(),
        range=needed.rounded(),
        portion=Portion(start=question.food.grams(start), range=question.food.grams(needed)) if question.food else None,
        inputs=question,
    )
