"""Loss of weight: planned and steady, or a reason to ask or to see a vet."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError

from petsage.features.wellness.question import DayAheadError
from petsage.features.wellness.tests.questions import SETTING, TODAY, weight_losses
from petsage.features.wellness.triage import TriageAdvice
from petsage.features.wellness.weight_loss import Weighing, WeightLossAdvice, WeightLossQuestion, weight_loss

A_WEEK = timedelta(days=7)


def verdict(before: float, now: float, *, weeks: int = 1, **changes: Any) -> str:
    asked: dict[str, Any] = {"species": "dog"} | changes
    earlier, later = Weighing(kg=before, on=TODAY - weeks * A_WEEK), Weighing(kg=now, on=TODAY)
    answer = weight_loss(WeightLossQuestion(before=earlier, now=later, **asked), SETTING)
    assert isinstance(answer, WeightLossAdvice)
    return answer.verdict


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (10, 10.5, "no_loss"),
        (10, 10, "no_loss"),
        (10, 9.99, "ask"),
        (10, 9, "ask"),
        (10, 8.99, "see_vet"),
        (0.3, 0.27, "ask"),
    ],
)
def test_any_unplanned_loss_asks_and_over_ten_percent_sees_a_vet(before: float, now: float, expected: str) -> None:
    assert verdict(before, now) == expected


@pytest.mark.parametrize("planned", [None, False])
def test_a_loss_counts_as_unplanned_unless_it_is_known_to_be_planned(planned: bool | None) -> None:
    assert verdict(10, 9.85, planned=planned) == "ask"


@pytest.mark.parametrize(("now", "expected"), [(9.8, "as_planned"), (9.79, "ask"), (8.9, "see_vet")])
def test_a_plan_never_allows_over_two_percent_a_week(now: float, expected: str) -> None:
    assert verdict(10, now, planned=True) == expected
    assert verdict(10, now, planned=True, species="cat") == expected


def test_a_steady_planned_loss_of_more_than_ten_percent_is_within_the_plan() -> None:
    assert verdict(40, 34, weeks=10, planned=True) == "as_planned"


def test_no_plan_is_known_for_other_species() -> None:
    assert verdict(2, 1.99, planned=True, species="rabbit") == "ask"


def test_weighings_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ValidationError, match="swap or correct"):
        WeightLossQuestion(species="dog", before=Weighing(kg=9, on=TODAY), now=Weighing(kg=9, on=TODAY))


def test_a_weighing_after_today_is_refused_by_name() -> None:
    ahead = Weighing(kg=9, on=date(2026, 11, 22))
    with pytest.raises(DayAheadError, match="now \\(2026-11-22\\)"):
        weight_loss(WeightLossQuestion(species="dog", before=Weighing(kg=9, on=TODAY), now=ahead), SETTING)


@given(asked=weight_losses)
def test_the_measured_loss_lies_in_its_range(asked: WeightLossQuestion) -> None:
    answer = weight_loss(asked, SETTING)
    if not isinstance(answer, TriageAdvice):
        assert answer.range.low <= round(answer.loss_percent, 2) <= answer.range.high
