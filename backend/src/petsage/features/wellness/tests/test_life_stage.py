"""Life stage and human years, as far as age and guideline settle them."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given

from petsage.features.wellness.age import Birth, add_months
from petsage.features.wellness.life_stage import LifeStageAdvice, LifeStageQuestion, NoLifeStage, life_stage
from petsage.features.wellness.tests.questions import SETTING, TODAY, life_stages

ORDER = ["puppy", "kitten", "young_adult", "mature_adult", "senior"]


def advice(months: int, species: Any = "dog", expected_life_years: float | None = None) -> LifeStageAdvice:
    birth = Birth(on=add_months(TODAY, -months))
    asked = LifeStageQuestion(species=species, birth=birth, expected_life_years=expected_life_years)
    answer = life_stage(asked, SETTING)
    assert isinstance(answer, LifeStageAdvice)
    return answer


@pytest.mark.parametrize(
    ("months", "low", "high"),
    [
        (0, "puppy", "puppy"),
        (5, "puppy", "puppy"),
        (6, "puppy", "young_adult"),
        (8, "puppy", "young_adult"),
        (9, "young_adult", "young_adult"),
        (35, "young_adult", "young_adult"),
        (36, "young_adult", "mature_adult"),
        (47, "young_adult", "mature_adult"),
        (48, "mature_adult", "mature_adult"),
        (107, "mature_adult", "mature_adult"),
        (108, "senior", "senior"),
    ],
)
def test_the_stages_of_a_dog_that_is_expected_to_live_12_years(months: int, low: str, high: str) -> None:
    stages = advice(months, expected_life_years=12).range
    assert (stages.low, stages.high) == (low, high)


def test_without_an_expected_life_an_older_dog_may_be_a_senior() -> None:
    stages = advice(60).range
    assert (stages.low, stages.high) == ("mature_adult", "senior")


@pytest.mark.parametrize(
    ("months", "low", "high"),
    [
        (11, "kitten", "kitten"),
        (12, "young_adult", "young_adult"),
        (83, "young_adult", "young_adult"),
        (84, "mature_adult", "mature_adult"),
        (120, "mature_adult", "senior"),
        (132, "senior", "senior"),
    ],
)
def test_the_stages_of_a_cat(months: int, low: str, high: str) -> None:
    stages = advice(months, "cat").range
    assert (stages.low, stages.high) == (low, high)


def test_an_inexact_birth_date_may_leave_two_stages_and_several_human_years() -> None:
    asked = LifeStageQuestion(species="cat", birth=Birth(on=date(2019, 12, 31), exact_to="year"))
    answer = life_stage(asked, SETTING)
    assert isinstance(answer, LifeStageAdvice)
    assert (answer.range.low, answer.range.high) == ("young_adult", "mature_adult")
    assert answer.human_years is not None
    assert (answer.human_years.low, answer.human_years.high) == (43, 48)


@pytest.mark.parametrize(("years", "low", "high"), [(1, 31, 31), (2, 42, 43), (10, 67, 68)])
def test_the_human_years_of_a_dog_follow_the_logarithm(years: int, low: int, high: int) -> None:
    human = advice(12 * years).human_years
    assert human is not None
    assert (human.low, human.high) == (low, high)


def test_the_human_years_of_a_dog_come_with_their_caveat() -> None:
    assert "104 Labradors" in advice(24).message


@pytest.mark.parametrize(("years", "human_years"), [(1, 15), (2, 24), (3, 28), (10, 56)])
def test_the_human_years_of_a_cat(years: int, human_years: int) -> None:
    human = advice(12 * years, "cat").human_years
    assert human is not None
    assert human.low == human.high == human_years


@pytest.mark.parametrize("species", ["dog", "cat"])
def test_there_are_no_human_years_under_one_year(species: str) -> None:
    assert advice(11, species).human_years is None


@pytest.mark.parametrize(("species", "birth"), [("rabbit", Birth(on=date(2020, 1, 1))), ("dog", None)])
def test_there_is_no_stage_without_a_table_or_an_age(species: Any, birth: Birth | None) -> None:
    assert isinstance(life_stage(LifeStageQuestion(species=species, birth=birth), SETTING), NoLifeStage)


@given(asked=life_stages)
def test_an_older_animal_is_never_in_an_earlier_stage(asked: LifeStageQuestion) -> None:
    answer = life_stage(asked, SETTING)
    if isinstance(answer, LifeStageAdvice) and asked.birth:
        older = asked.model_copy(update={"birth": Birth(on=add_months(asked.birth.earliest, -7))})
        later = life_stage(older, SETTING)
        assert isinstance(later, LifeStageAdvice)
        assert ORDER.index(answer.range.low) <= ORDER.index(answer.range.high)
        assert ORDER.index(answer.range.low) <= ORDER.index(later.range.low)
