"""Loss of weight between two weighings: planned and steady, or a reason to ask."""

from datetime import date
from typing import Literal, Self

from pydantic import model_validator

from petsage.features.wellness.advice import Advice, based_on
from petsage.features.wellness.question import Question, Setting
from petsage.features.wellness.rules import Positive, Rule, Span, Table, read_rules
from petsage.features.wellness.triage import triage_first
from petsage.features.wellness.values import Day, Kilograms, Range, Several, Species, Value

Verdict = Literal["no_loss", "as_planned", "ask", "see_vet"]

ACTIONS: dict[Verdict, str] = {
    "no_loss": "Keep weighing.",
    "as_planned": "Keep to the plan you made with your vet.",
    "ask": "Ask your vet about this loss of weight.",
    "see_vet": "See your vet about this loss of weight.",
}
MESSAGES: dict[Verdict, str] = {
    "no_loss": "There is no loss between these weighings.",
    "as_planned": "The loss is within the plan.",
    "ask": "The animal lost weight, and faster than any plan or without one.",
    "see_vet": "The animal lost much weight, and faster than any plan or without one.",
}


class PlannedLoss(Rule):
    """Percent of weight a week that a planned loss may take."""

    species: Species
    percent_a_week: Span


class UnplannedLoss(Rule):
    """Any unplanned loss over this percentage of the weight."""

    over_percent: float


class WeighingRule(Rule):
    """The smallest step of a recorded weight."""

    step_kg: Positive


class WeightLossTable(Table):
    """Planned and unplanned losses of weight."""

    planned: Several[PlannedLoss]
    unplanned: UnplannedLoss
    large: UnplannedLoss
    weighing: WeighingRule


WEIGHT_LOSS = read_rules("weight_loss", WeightLossTable)


class Weighing(Value):
    """A weight, and the day it was measured."""

    kg: Kilograms
    on: Day


class WeightLossQuestion(Question):
    """Two weighings. A loss that nobody is known to have planned counts as unplanned."""

    before: Weighing
    now: Weighing
    planned: bool | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.before.on >= self.now.on:
            raise ValueError("before must be an earlier day than now; swap or correct the weighings")
        return self

    def days(self) -> dict[str, date]:
        return {"before": self.before.on, "now": self.now.on}

    @property
    def loss_percent(self) -> float:
        """Percent of the earlier weight that is gone; negative for a gain."""
        return _loss_percent(self.before.kg, self.now.kg)

    @property
    def percent_a_week(self) -> float:
        """The loss a week, in percent of the earlier weight."""
        return round(self.loss_percent * 7 / (self.now.on - self.before.on).days, 6)


class WeightLossAdvice(Advice):
    """What a loss of weight calls for; `range` is the loss as far as two weighings can tell."""

    kind: Literal["weight_loss"] = "weight_loss"
    verdict: Verdict
    loss_percent: float
    percent_a_week: float
    range: Range
    inputs: WeightLossQuestion


@triage_first
def weight_loss(question: WeightLossQuestion, _: Setting) -> WeightLossAdvice:
    """Whether to ask or see a vet about a loss. One that is faster than any plan counts as unplanned."""
    verdict, rule = _judge(question)
    return WeightLossAdvice(
        actions=(ACTIONS[verdict],),
        message=f"{MESSAGES[verdict]} {rule.fact}",
        basis=based_on(rule, WEIGHT_LOSS.weighing),
        verdict=verdict,
        loss_percent=question.loss_percent,
        percent_a_week=question.percent_a_week,
        range=_range(question.before.kg, question.now.kg),
        inputs=question,
    )


def _judge(question: WeightLossQuestion) -> tuple[Verdict, Rule]:
    """The verdict and the rule that decided it."""
    if question.loss_percent <= WEIGHT_LOSS.unplanned.over_percent:
        return "no_loss", WEIGHT_LOSS.unplanned
    for plan in WEIGHT_LOSS.planned:
        in_pace = question.percent_a_week <= plan.percent_a_week.high
        if question.planned and plan.species == question.species and in_pace:
            return "as_planned", plan
    if question.loss_percent > WEIGHT_LOSS.large.over_percent:
        return "see_vet", WEIGHT_LOSS.large
    return "ask", WEIGHT_LOSS.unplanned


def _range(before_kg: float, now_kg: float) -> Range:
    """The loss if each weighing is off by half a step, once one way and once the other."""
    half = WEIGHT_LOSS.weighing.step_kg / 2
    low = _loss_percent(max(before_kg - half, half), now_kg + half)
    return Range(low=low, high=_loss_percent(before_kg + half, max(now_kg - half, 0)), unit="%").rounded(2)


def _loss_percent(before_kg: float, now_kg: float) -> float:
    return round(100 * (before_kg - now_kg) / before_kg, 6)
