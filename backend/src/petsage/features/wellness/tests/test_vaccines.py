"""The vaccine plan: each series by its guideline, and whose word goes before it."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError

from petsage.features.wellness.age import Birth, add_months
from petsage.features.wellness.question import DayAheadError
from petsage.features.wellness.schedule import Window
from petsage.features.wellness.tests.questions import SETTING, TODAY, vaccinations
from petsage.features.wellness.vaccines import (
    Dose,
    NoVaccineGuideline,
    StatedDue,
    VaccineAdvice,
    VaccinePlan,
    VaccineQuestion,
    vaccine_plan,
)

BORN = date(2020, 1, 6)
GROWN = Birth(on=BORN)


def week(number: int) -> date:
    return BORN + timedelta(weeks=number)


def plan(species: Any, *doses: Dose, birth: Birth | None = GROWN) -> dict[str, VaccineAdvice]:
    answer = vaccine_plan(VaccineQuestion(species=species, birth=birth, doses=doses), SETTING)
    assert isinstance(answer, VaccinePlan)
    return {advice.series: advice for advice in answer.series}


def due(series: str, *given_on: date) -> Window | None:
    doses = [Dose(series=series, given_on=day) for day in given_on]
    return plan(series.split("_")[0], *doses)[series].range


@pytest.mark.parametrize(
    ("given_on", "low", "high"),
    [
        ([], week(6), week(8)),
        ([week(6)], week(8), week(10)),
        ([week(6), week(10), week(14)], week(16), week(18)),
        ([week(15)], week(17), week(19)),
        ([week(8), week(12), week(16)], week(26), add_months(week(16), 12)),
        ([week(16), week(25)], week(26), add_months(week(25), 12)),
        ([week(12), week(16), week(26)], add_months(week(26), 36), None),
        ([week(26), week(16), week(12)], add_months(week(26), 36), None),
        ([week(104)], week(106), add_months(week(104), 12)),
        ([week(104), week(106)], add_months(week(106), 36), None),
    ],
)
def test_the_core_series_of_a_dog(given_on: list[date], low: date, high: date | None) -> None:
    assert due("dog_core", *given_on) == Window(low=low, high=high)


@pytest.mark.parametrize(
    ("given_on", "low", "high"),
    [
        ([], week(12), week(16)),
        ([week(11)], week(12), week(16)),
        ([week(12)], week(64), add_months(week(12), 12)),
    ],
)
def test_the_rabies_series_of_a_dog(given_on: list[date], low: date, high: date) -> None:
    assert due("dog_rabies", *given_on) == Window(low=low, high=high)


def test_after_a_year_label_and_law_decide_about_rabies() -> None:
    assert due("dog_rabies", week(12), week(64)) is None


@pytest.mark.parametrize(
    ("given_on", "low", "high"),
    [
        ([], week(6), None),
        ([week(6)], week(9), week(10)),
        ([week(15)], week(18), week(19)),
        ([week(16)], week(26), add_months(week(16), 36)),
        ([week(16), week(26)], add_months(week(26), 36), None),
    ],
)
def test_the_core_series_of_a_cat(given_on: list[date], low: date, high: date | None) -> None:
    assert due("cat_core", *given_on) == Window(low=low, high=high)


@pytest.mark.parametrize(
    ("series", "given_on", "low", "high"),
    [
        ("dog_deworming", [], week(2), week(2)),
        ("dog_deworming", [week(2), week(4), week(6)], week(8), week(8)),
        ("dog_deworming", [week(8)], add_months(week(8), 1), None),
        ("cat_deworming", [], week(3), week(3)),
        ("cat_deworming", [week(3), week(5), week(7)], week(9), week(9)),
        ("cat_deworming", [week(9)], add_months(week(9), 1), None),
    ],
)
def test_deworming(series: str, given_on: list[date], low: date, high: date | None) -> None:
    assert due(series, *given_on) == Window(low=low, high=high)


def test_leukaemia_is_core_for_cats_under_one_year_only() -> None:
    kitten, cat = Birth(on=add_months(TODAY, -11)), Birth(on=add_months(TODAY, -12))
    assert "cat_leukaemia" in plan("cat", birth=kitten)
    assert "cat_leukaemia" not in plan("cat", birth=cat)
    assert "cat_leukaemia" in plan("cat", Dose(series="cat_leukaemia", given_on=TODAY), birth=cat)


@pytest.mark.parametrize(
    ("born", "status"),
    [
        (TODAY - timedelta(weeks=6) + timedelta(days=1), "later"),
        (TODAY - timedelta(weeks=6), "now"),
        (TODAY - timedelta(weeks=8), "now"),
        (TODAY - timedelta(weeks=8, days=1), "late"),
    ],
)
def test_how_a_dose_stands_today(born: date, status: str) -> None:
    assert plan("dog", birth=Birth(on=born))["dog_core"].status == status


def test_an_inexact_birth_date_widens_the_window() -> None:
    first = plan("dog", birth=Birth(on=date(2026, 9, 10), exact_to="month"))["dog_core"].range
    assert first == Window(low=date(2026, 10, 13), high=date(2026, 11, 25))


def test_a_dose_counts_for_the_youngest_that_the_animal_can_have_been() -> None:
    born = Birth(on=date(2026, 6, 10), exact_to="month")
    sixteen_weeks_after_the_first = date(2026, 6, 1) + timedelta(weeks=16)
    answer = plan("dog", Dose(series="dog_core", given_on=sixteen_weeks_after_the_first), birth=born)["dog_core"]
    assert answer.range == Window(low=date(2026, 10, 5), high=date(2026, 10, 19))


def test_without_a_birth_date_the_vet_is_asked_when() -> None:
    answer = plan("dog", birth=None)["dog_core"]
    assert (answer.status, answer.range) == ("ask", None)


@pytest.mark.parametrize(
    ("authorities", "expected"),
    [
        (["law", "label", "vet"], "vet"),
        (["law", "label"], "label"),
        (["law"], "law"),
        ([], "guideline"),
    ],
)
def test_the_vet_goes_before_the_label_the_label_before_the_law_and_the_law_before_a_guideline(
    authorities: list[Any], expected: str
) -> None:
    stated = tuple(StatedDue(on=date(2027, 1, n + 1), by=by) for n, by in enumerate(authorities))
    answer = plan("dog", Dose(series="dog_core", given_on=week(40), next_due=stated))["dog_core"]
    assert answer.due_by == expected
    assert (answer.basis.rule_id == "vaccines.precedence") == bool(stated)


def test_a_later_dose_puts_an_older_statement_out_of_force() -> None:
    older = Dose(series="dog_core", given_on=week(40), next_due=(StatedDue(on=date(2027, 1, 1), by="vet"),))
    assert plan("dog", older, Dose(series="dog_core", given_on=week(60)))["dog_core"].due_by == "guideline"


def test_doses_of_one_series_say_nothing_about_another() -> None:
    answers = plan("dog", Dose(series="dog_rabies", given_on=week(12)))
    assert answers["dog_core"].range == Window(low=week(6), high=week(8))
    assert answers["dog_core"].inputs.doses == ()


def test_a_species_without_a_guideline_has_no_plan() -> None:
    assert isinstance(vaccine_plan(VaccineQuestion(species="rabbit"), SETTING), NoVaccineGuideline)


def test_a_dose_before_birth_is_refused() -> None:
    with pytest.raises(ValidationError, match="before birth"):
        VaccineQuestion(species="dog", birth=Birth(on=BORN), doses=(Dose(series="dog_core", given_on=week(-1)),))


def test_every_day_after_today_is_refused_by_name() -> None:
    tomorrow = TODAY + timedelta(days=1)
    ahead = VaccineQuestion(
        species="dog", birth=Birth(on=tomorrow), doses=(Dose(series="dog_core", given_on=tomorrow),)
    )
    with pytest.raises(DayAheadError, match=r"birth \(2026-11-22\), doses, dog_core \(2026-11-22\); correct the date"):
        vaccine_plan(ahead, SETTING)


@given(asked=vaccinations())
def test_advice_asks_the_vet_names_its_guideline_and_never_commands(asked: VaccineQuestion) -> None:
    answer = vaccine_plan(asked, SETTING)
    if isinstance(answer, VaccinePlan):
        for advice in answer.series:
            assert advice.actions[0].startswith("Ask your vet about")
            assert advice.guideline
            assert " must " not in f"{advice.actions} {advice.message}"


@given(asked=vaccinations())
def test_a_window_never_ends_before_it_begins(asked: VaccineQuestion) -> None:
    answer = vaccine_plan(asked, SETTING)
    if isinstance(answer, VaccinePlan):
        windows = [advice.range for advice in answer.series if advice.range]
        assert all(window.high is None or window.low <= window.high for window in windows)


@pytest.mark.parametrize(("name", "key"), [("DHPP", "dog_core"), ("FVRCP", "cat_core"), ("FeLV", "cat_leukaemia")])
def test_a_dose_goes_by_the_common_name_of_its_vaccine(name: str, key: str) -> None:
    assert Dose(series=name, given_on=date(2025, 1, 10)).series == key
