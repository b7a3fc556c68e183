"""Body condition: the ideal weight of a grown dog or cat."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from petsage.features.wellness.advice import ASK, Advice, based_on
from petsage.features.wellness.age import Birth
from petsage.features.wellness.question import AgedQuestion, Setting
from petsage.features.wellness.rules import Count, Positive, Rule, Table, read_rules
from petsage.features.wellness.triage import triage_first
from petsage.features.wellness.values import TABLED_SPECIES, Kilograms, Range, Several
from petsage.units import Scale

BodyCondition = Annotated[int, Field(ge=1, le=9)]
"""A score on the 9-point scale: 1 is starved, 9 is obese."""


class IdealWeight(Rule):
    """The ideal scores of the 9-point scale, and the share of weight that each unit over them stands for."""

    lowest_ideal_score: BodyCondition
    highest_ideal_score: BodyCondition
    share_per_unit: Positive


class ScoreJudgement(Rule):
    """By how many units two people may score the same animal differently."""

    units: Count


class GrownUp(Rule):
    """The age in months under which an animal counts as young."""

    months: Count


class Refusals(Table):
    """Every reason to give no ideal weight."""

    species: Rule
    age_unknown: Rule
    young: Rule
    thin: Rule


class BodyTable(Table):
    """Body condition and ideal weight."""

    ideal: IdealWeight
    judgement: ScoreJudgement
    grown_up: GrownUp
    refusals: Refusals


BODY = read_rules("body", BodyTable)


class IdealWeightQuestion(AgedQuestion):
    """An animal's weight now, and its body condition score."""

    weight_kg: Kilograms
    body_condition: BodyCondition


class IdealWeightAdvice(Advice):
    """The weight at which the animal's body condition would be ideal; `range` allows for the judgement in a score."""

    kind: Literal["ideal_weight"] = "ideal_weight"
    ideal_kg: float
    range: Range
    inputs: IdealWeightQuestion


class NoIdealWeight(Advice):
    """No number, and why."""

    kind: Literal["no_ideal_weight"] = "no_ideal_weight"
    reasons: Several[str]
    inputs: IdealWeightQuestion


@triage_first
def ideal_weight(question: IdealWeightQuestion, setting: Setting) -> IdealWeightAdvice | NoIdealWeight:
    """The ideal weight, or the reasons why there is none."""
    refusals = _refusals(question, setting.today)
    if refusals:
        return NoIdealWeight(
            actions=(ASK,),
            message=refusals[0].fact,
            basis=based_on(*refusals),
            reasons=tuple(refusal.fact for refusal in refusals),
            inputs=question,
        )
    kg = round(ideal_kg(question.weight_kg, question.body_condition), 2)
    return IdealWeightAdvice(
        actions=(f"{ASK} Your vet can score the body condition by hand.",),
        message=f"The ideal weight is about {setting.weights.of_float(kg):g} {setting.weights.unit}.",
        basis=based_on(BODY.ideal, BODY.judgement),
        ideal_kg=kg,
        range=_ideal_range(question.weight_kg, question.body_condition, setting.weights),
        inputs=question,
    )


def ideal_kg(weight_kg: float, score: BodyCondition) -> float:
    """The ideal weight in kg of an animal that isn't thin; an ideal score means that it is there already."""
    return weight_kg if score <= BODY.ideal.highest_ideal_score else _kg_by_formula(weight_kg, score)


def is_thin(score: BodyCondition) -> bool:
    """Whether a score is under the ideal ones."""
    return score < BODY.ideal.lowest_ideal_score


def is_overweight(score: BodyCondition) -> bool:
    """Whether a score is over the ideal ones."""
    return score > BODY.ideal.highest_ideal_score


def maturity(birth: Birth | None, today: date) -> Literal["young", "grown", "unknown"]:
    """Whether an animal is surely grown up or surely not."""
    if birth is None:
        return "unknown"
    least, most = birth.months(today)
    if most < BODY.grown_up.months:
        return "young"
    return "grown" if least >= BODY.grown_up.months else "unknown"


def _kg_by_formula(weight_kg: float, score: int) -> float:
    return weight_kg / (1 + BODY.ideal.share_per_unit * (score - BODY.ideal.highest_ideal_score))


def _ideal_range(weight_kg: float, score: BodyCondition, scale: Scale) -> Range:
    highest = min(score + BODY.judgement.units, 9)
    lowest = max(score - BODY.judgement.units, BODY.ideal.lowest_ideal_score)
    low, high = (round(_kg_by_formula(weight_kg, other), 2) for other in (highest, lowest))
    return Range(low=scale.of_float(low), high=scale.of_float(high), unit=scale.unit)


def _refusals(question: IdealWeightQuestion, today: date) -> list[Rule]:
    age, rules = maturity(question.birth, today), BODY.refusals
    applies = {
        rules.species: question.species not in TABLED_SPECIES,
        rules.age_unknown: age == "unknown",
        rules.young: age == "young",
        rules.thin: is_thin(question.body_condition),
    }
    return [rule for rule in applies if applies[rule]]
