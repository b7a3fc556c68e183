"""Ages: completed months and years, as exact as the birth date."""

from datetime import date

import pytest
from hypothesis import given
from pydantic import ValidationError

from petsage.features.wellness.age import Birth, add_months, months_between, years_between
from petsage.features.wellness.tests.questions import TODAY, births, days


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2026, 1, 31), date(2026, 2, 27), 0),
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2024, 2, 29), date(2025, 2, 28), 12),
        (date(2025, 11, 21), date(2026, 11, 20), 11),
        (date(2025, 11, 21), date(2026, 11, 21), 12),
    ],
)
def test_a_month_is_completed_on_its_day_or_on_the_last_of_a_shorter_one(start: date, end: date, months: int) -> None:
    assert months_between(start, end) == months


def test_the_first_birthday_is_exactly_one_year() -> None:
    assert years_between(date(2023, 7, 1), date(2024, 7, 1)) == 1.0


@given(start=days)
def test_years_and_months_agree(start: date) -> None:
    assert int(years_between(start, TODAY)) == months_between(start, TODAY) // 12
    assert add_months(start, months_between(start, TODAY)) <= TODAY


@given(birth=births)
def test_an_inexact_birth_date_gives_a_range_around_the_exact_one(birth: Birth) -> None:
    least, most = birth.months(TODAY)
    assert 0 <= least <= months_between(birth.on, TODAY) <= most


def test_a_birth_known_to_the_year_can_be_any_day_of_it() -> None:
    birth = Birth(on=date(2020, 6, 15), exact_to="year")
    assert (birth.earliest, birth.latest) == (date(2020, 1, 1), date(2020, 12, 31))


def test_a_birth_known_to_the_month_can_be_any_day_of_it() -> None:
    birth = Birth(on=date(2024, 2, 10), exact_to="month")
    assert (birth.earliest, birth.latest) == (date(2024, 2, 1), date(2024, 2, 29))


def test_a_day_is_read_from_its_iso_form() -> None:
    assert Birth.model_validate({"on": "2020-06-15"}).on == date(2020, 6, 15)


@pytest.mark.parametrize(
    "day", ["20200615", "2020-W25-1", "2020-6-15", "2020-06-15T00:00:00", "2020-13-01", 18428, True]
)
def test_any_other_form_of_a_day_is_refused(day: object) -> None:
    with pytest.raises(ValidationError, match="on"):
        Birth.model_validate({"on": day})
