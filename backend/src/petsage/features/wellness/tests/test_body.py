"""Ideal weight: the published formula for grown dogs and cats, and no number for others."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given

from petsage.features.wellness.age import Birth, add_months
from petsage.features.wellness.body import IdealWeightAdvice, IdealWeightQuestion, NoIdealWeight, ideal_weight
from petsage.features.wellness.tests.questions import SETTING, TODAY, ideal_weights
from petsage.features.wellness.triage import TriageAdvice

GROWN = Birth(on=date(2020, 5, 1))


def ask(weight_kg: float, score: int, **changes: Any) -> IdealWeightAdvice | NoIdealWeight | TriageAdvice:
    animal: dict[str, Any] = {"species": "dog", "birth": GROWN} | changes
    return ideal_weight(IdealWeightQuestion(weight_kg=weight_kg, body_condition=score, **animal), SETTING)


def advice(weight_kg: float, score: int) -> IdealWeightAdvice:
    answer = ask(weight_kg, score)
    assert isinstance(answer, IdealWeightAdvice)
    return answer


def test_a_dog_of_40_kg_at_score_7_has_an_ideal_weight_of_33_3_kg() -> None:
    assert round(advice(40, 7).ideal_kg, 1) == 33.3


@pytest.mark.parametrize(("score", "kg"), [(4, 10), (5, 10), (6, 9.09), (9, 7.14)])
def test_each_unit_over_5_is_ten_percent_and_4_and_5_are_ideal(score: int, kg: float) -> None:
    assert advice(10, score).ideal_kg == kg


@pytest.mark.parametrize(
    ("score", "low", "high"),
    [(4, 10, 10 / 0.9), (5, 10 / 1.1, 10 / 0.9), (7, 10 / 1.3, 10 / 1.1), (9, 10 / 1.4, 10 / 1.3)],
)
def test_the_range_allows_for_a_score_that_is_off_by_one_within_the_scale(score: int, low: float, high: float) -> None:
    span = advice(10, score).range
    assert (span.low, span.high) == (round(low, 2), round(high, 2))


@pytest.mark.parametrize(
    ("score", "changes", "rule"),
    [
        (3, {}, "body.no_ideal_weight_when_thin"),
        (7, {"species": "rabbit"}, "body.no_ideal_weight_for_species"),
        (7, {"birth": None}, "body.no_ideal_weight_without_age"),
        (7, {"birth": Birth(on=add_months(TODAY, -11))}, "body.no_ideal_weight_when_young"),
    ],
)
def test_there_is_no_ideal_weight(score: int, changes: dict[str, Any], rule: str) -> None:
    answer = ask(40, score, **changes)
    assert isinstance(answer, NoIdealWeight)
    assert answer.basis.rule_id == rule


@given(asked=ideal_weights)
def test_an_ideal_weight_lies_in_its_range_and_is_never_over_the_weight(asked: IdealWeightQuestion) -> None:
    answer = ideal_weight(asked, SETTING)
    if isinstance(answer, IdealWeightAdvice):
        assert answer.range.low <= answer.ideal_kg <= answer.range.high
        assert answer.ideal_kg <= round(asked.weight_kg, 2)
