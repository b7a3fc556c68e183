"""Life stage and human years of a dog or cat."""

from math import ceil, floor, inf, log
from typing import Annotated, Literal

from pydantic import Field

from petsage.features.wellness.advice import ASK, Advice, based_on
from petsage.features.wellness.question import AgedQuestion, Setting
from petsage.features.wellness.rules import Positive, Rule, Span, Table, read_rules
from petsage.features.wellness.triage import triage_first
from petsage.features.wellness.values import Range, Several, Species, Value

Stage = Literal["puppy", "kitten", "young_adult", "mature_adult", "senior"]


class StageRule(Rule):
    """A life stage, and its end in months or as a share of the expected life; the last stage has no end."""

    species: Species
    stage: Stage
    ends_at_months: Span | None = None
    share_of_life: Annotated[float, Field(gt=0, lt=1)] | None = None

    def end(self, expected_years: float | None) -> tuple[float, float]:
        """The least and the most months of age at which it ends; without an expected life that may be any age."""
        if self.ends_at_months:
            return self.ends_at_months.low, self.ends_at_months.high
        if self.share_of_life is None:
            return inf, inf
        if expected_years is None:
            return 0, inf
        months = 12 * expected_years * self.share_of_life
        return months, months


class DogYears(Rule):
    """Human years = factor x ln(years) + offset, from `from_years` on."""

    factor: Positive
    offset: Positive
    from_years: Positive

    def human(self, years: float) -> float | None:
        """The human years at an age; None before the formula holds."""
        return self.factor * log(years) + self.offset if years >= self.from_years else None


class CatYears(Rule):
    """Human years at one and at two years of age, and for each later one."""

    first: Positive
    second: Positive
    later: Positive

    def human(self, years: float) -> float | None:
        """The human years at an age, in between by proportion; None under one year."""
        if years < 1:
            return None
        if years < 2:
            return self.first + (self.second - self.first) * (years - 1)
        return self.second + self.later * (years - 2)


class LifeStageTable(Table):
    """Life stages, in order for each species, and human years."""

    stages: Several[StageRule]
    dog_years: DogYears
    cat_years: CatYears
    no_table: Rule


LIFE_STAGES = read_rules("life_stage", LifeStageTable)
HUMAN_YEARS: dict[Species, DogYears | CatYears] = {"dog": LIFE_STAGES.dog_years, "cat": LIFE_STAGES.cat_years}


class LifeStageQuestion(AgedQuestion):
    """An animal's age, and how long such an animal is expected to live, where that is known."""

    expected_life_years: Annotated[float, Field(ge=5, le=40)] | None = None


class StageRange(Value):
    """From the earliest to the latest stage that the animal may be in."""

    low: Stage
    high: Stage


class LifeStageAdvice(Advice):
    """The life stage, as far as age and guideline settle it; human years only from one year of age on."""

    kind: Literal["life_stage"] = "life_stage"
    range: StageRange
    human_years: Range | None
    inputs: LifeStageQuestion


class NoLifeStage(Advice):
    """No stage: the age isn't known, or the species has no table."""

    kind: Literal["no_life_stage"] = "no_life_stage"
    inputs: LifeStageQuestion


@triage_first
def life_stage(question: LifeStageQuestion, setting: Setting) -> LifeStageAdvice | NoLifeStage:
    """The life stage and the human years of a dog or cat of known age."""
    stages = [rule for rule in LIFE_STAGES.stages if rule.species == question.species]
    if not stages or question.birth is None:
        rule = LIFE_STAGES.no_table
        return NoLifeStage(actions=(ASK,), message=rule.fact, basis=based_on(rule), inputs=question)
    least, most = question.birth.months(setting.today)
    low = next(rule for rule in stages if least < rule.end(question.expected_life_years)[1])
    high = next(rule for rule in stages if most < rule.end(question.expected_life_years)[0])
    formula = HUMAN_YEARS[question.species]
    human_years = _human_years(formula, *question.birth.years(setting.today))
    rules = (*dict.fromkeys((low, high)), *([formula] if human_years else []))
    return LifeStageAdvice(
        actions=("Ask your vet which check-ups fit this life stage.",),
        message=" ".join(rule.fact for rule in rules),
        basis=based_on(*rules),
        range=StageRange(low=low.stage, high=high.stage),
        human_years=human_years,
        inputs=question,
    )


def _human_years(formula: DogYears | CatYears, least: float, most: float) -> Range | None:
    """Whole human years, rounded outwards."""
    low, high = formula.human(least), formula.human(most)
    return None if low is None or high is None else Range(low=floor(low), high=ceil(high), unit="human years")
