"""Daily energy: the published formulas, a range around each, and no plan where there must be none."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError

from petsage.features.wellness.age import Birth, add_months
from petsage.features.wellness.energy import EnergyPlan, EnergyQuestion, Food, NoEnergyPlan, daily_energy, resting_kcal
from petsage.features.wellness.tests.questions import SETTING, TODAY, energy

GROWN = Birth(on=date(2020, 5, 1))


def aged(months: int) -> Birth:
    return Birth(on=add_months(TODAY, -months))


def question(**changes: Any) -> EnergyQuestion:
    """A healthy, neutered, grown dog of 10 kg with an ideal body, but for the changes."""
    healthy: dict[str, Any] = {
        "species": "dog",
        "birth": GROWN,
        "weight_kg": 10,
        "body_condition": 5,
        "reproductive_state": "neutered",
        "has_listed_disease": False,
    }
    return EnergyQuestion(**(healthy | changes))


def plan(**changes: Any) -> EnergyPlan:
    answer = daily_energy(question(**changes), SETTING)
    assert isinstance(answer, EnergyPlan)
    return answer


def refusal(**changes: Any) -> NoEnergyPlan:
    answer = daily_energy(question(**changes), SETTING)
    assert isinstance(answer, NoEnergyPlan)
    return answer


@pytest.mark.parametrize(("kg", "kcal"), [(4, 198), (10, 394), (20, 662), (30, 897)])
def test_the_resting_energy_is_the_published_one(kg: float, kcal: int) -> None:
    assert round(resting_kcal(kg)) == kcal


@pytest.mark.parametrize(
    ("changes", "low", "high"),
    [
        ({}, 1.6, 1.6),
        ({"reproductive_state": "intact"}, 1.8, 1.8),
        ({"prone_to_obesity": True}, 1.2, 1.4),
        ({"birth": aged(3)}, 3.0, 3.0),
        ({"birth": aged(4)}, 2.0, 2.0),
        ({"birth": aged(11)}, 2.0, 2.0),
        ({"birth": aged(12)}, 1.6, 1.6),
        ({"birth": Birth(on=date(2026, 7, 25), exact_to="month")}, 2.0, 3.0),
        ({"species": "cat"}, 1.2, 1.2),
        ({"species": "cat", "reproductive_state": "intact"}, 1.4, 1.4),
        ({"species": "cat", "prone_to_obesity": True}, 1.0, 1.0),
        ({"species": "cat", "birth": aged(0)}, 2.5, 2.5),
        ({"species": "cat", "birth": aged(11)}, 2.5, 2.5),
        ({"species": "cat", "birth": aged(12)}, 1.2, 1.2),
    ],
)
def test_each_kind_of_animal_has_its_multiple_of_the_resting_energy(
    changes: dict[str, Any], low: float, high: float
) -> None:
    start = plan(**changes).start
    assert (start.low, start.high) == (round(low * resting_kcal(10)), round(high * resting_kcal(10)))


def test_a_dog_of_40_kg_at_score_7_starts_to_lose_weight_at_971_kcal() -> None:
    answer = plan(weight_kg=40, body_condition=7)
    assert answer.goal == "lose_weight"
    assert answer.start.low == answer.start.high == 971


def test_a_cat_loses_weight_at_less_than_the_resting_energy_of_its_ideal_weight() -> None:
    assert plan(species="cat", weight_kg=6, body_condition=7).start.low == round(0.8 * resting_kcal(5))


@pytest.mark.parametrize(("score", "goal"), [(4, "keep_weight"), (5, "keep_weight"), (6, "lose_weight")])
def test_weight_loss_begins_over_the_ideal_scores(score: int, goal: str) -> None:
    assert plan(body_condition=score).goal == goal


def test_the_range_is_threefold() -> None:
    answer = plan(weight_kg=30)
    assert answer.range.high / answer.range.low == pytest.approx(3, rel=0.01)
    assert answer.range.low < answer.start.low < answer.range.high


def test_the_portion_follows_the_energy_of_the_food() -> None:
    portion = plan(food=Food(kcal_per_100_g=200)).portion
    assert portion is not None
    assert portion.start.low == round(1.6 * resting_kcal(10) / 2)
    assert portion.range.low < portion.start.low < portion.range.high


def test_without_a_food_there_is_no_portion() -> None:
    assert plan().portion is None


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"species": "other"}, "energy.no_plan_for_species"),
        ({"species": "rabbit"}, "energy.no_plan_for_species"),
        ({"reproductive_state": "pregnant"}, "energy.no_plan_in_pregnancy"),
        ({"reproductive_state": "lactating"}, "energy.no_plan_in_lactation"),
        ({"reproductive_state": None}, "energy.no_plan_without_reproductive_state"),
        ({"has_listed_disease": True}, "energy.no_plan_with_a_disease"),
        ({"has_listed_disease": None}, "energy.no_plan_without_health"),
        ({"body_condition": 3}, "energy.no_plan_when_thin"),
        ({"body_condition": None}, "energy.no_plan_without_body_condition"),
        ({"birth": None}, "energy.no_plan_without_age"),
        ({"birth": Birth(on=date(2025, 12, 1), exact_to="year")}, "energy.no_plan_without_age"),
        ({"birth": aged(11), "body_condition": 6}, "energy.no_weight_loss_when_young"),
        ({"birth": aged(11), "food": Food(kcal_per_100_g=350, made_for="adults")}, "energy.no_adult_food_when_young"),
        ({"birth": aged(11), "food": Food(kcal_per_100_g=350)}, "energy.no_adult_food_when_young"),
    ],
)
def test_there_is_no_plan(changes: dict[str, Any], rule: str) -> None:
    assert refusal(**changes).basis.rule_id == rule


def test_food_for_growth_is_for_the_young() -> None:
    assert plan(birth=aged(11), food=Food(kcal_per_100_g=350, made_for="growth")).portion is not None


def test_every_reason_is_given_at_once() -> None:
    answer = refusal(reproductive_state="pregnant", has_listed_disease=True, body_condition=2)
    assert len(answer.reasons) == 3


def test_a_refusal_holds_no_number() -> None:
    answer = refusal(reproductive_state="pregnant").model_dump(exclude={"inputs"})
    assert set(answer) == {"actions", "message", "basis", "kind", "reasons"}


@given(asked=energy)
def test_no_plan_is_ever_made_for_an_animal_that_must_have_none(asked: EnergyQuestion) -> None:
    answer = daily_energy(asked, SETTING)
    if isinstance(answer, EnergyPlan):
        assert asked.species in ("dog", "cat")
        assert asked.reproductive_state in ("neutered", "intact")
        assert asked.has_listed_disease is False
        assert asked.body_condition is not None
        assert asked.body_condition > 3
        assert asked.birth is not None
        is_young = asked.birth.latest > add_months(TODAY, -12)
        assert (answer.goal == "grow") == is_young
        assert answer.range.low <= answer.start.low <= answer.start.high <= answer.range.high


@pytest.mark.parametrize(
    "change", [{"weight_kg": 0}, {"weight_kg": 151}, {"weight_kg": "10"}, {"body_condition": 10}, {"mood": "fine"}]
)
def test_a_question_is_strict_and_bounded(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match=next(iter(change))):
        question(**change)
