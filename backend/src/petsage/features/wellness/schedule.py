"""Schedules of doses: when the next one is due by a guideline, from the birth date and the doses given."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from petsage.features.wellness.age import Birth, add_months, add_weeks
from petsage.features.wellness.rules import Count, Key, Rule, Text
from petsage.features.wellness.values import Species, Value

Status = Literal["later", "now", "late", "ask"]
"""`ask`: there is no published date."""


class Weeks(Value):
    """A span of weeks; without `high` it has no published end."""

    low: Count
    high: Count | None = None


class Booster(Value):
    """The dose after the first course: from an age on, some weeks after the course, within some months of its end."""

    from_age_weeks: Count = 0
    after_weeks: Count
    within_months: Count


class Schedule(Value):
    """A first course until an age, one booster, then repeats; what is missing isn't published."""

    first_at: Weeks
    again_after: Weeks | None = None
    until_weeks: Count
    booster: Booster | None = None
    repeat_months: Count | None = None


class Series(Rule):
    """A series of doses for a species, by a named guideline; without a schedule the vet says when."""

    key: Key
    species: Species
    name: Text
    guideline: Text
    schedule: Schedule | None = None
    core_below_months: Count | None = None


class Window(Value):
    """The days on which a dose is due; without `high` it stays due."""

    low: date
    high: date | None

    def status(self, today: date) -> Status:
        """How it stands today."""
        if today < self.low:
            return "later"
        return "late" if self.high and today > self.high else "now"

    def __str__(self) -> str:
        if self.high is None:
            return f"from {self.low}"
        return f"on {self.low}" if self.low == self.high else f"from {self.low} to {self.high}"


def next_dose(schedule: Schedule, birth: Birth, given: Sequence[date]) -> Window | None:
    """When the next dose is due; None where nothing is published. `given` may be in any order.

    Where the birth date isn't exact, a dose counts for the youngest that the animal can have been.
    """
    doses = sorted(given)
    course_end = add_weeks(birth.latest, schedule.until_weeks)
    full = [dose for dose in doses if dose >= course_end]
    if not full:
        return _in_the_course(schedule, birth, doses)
    if schedule.booster:
        earliest = _earliest_booster(schedule.booster, birth, full[0])
        if doses[-1] < earliest:
            return Window(low=earliest, high=add_months(doses[-1], schedule.booster.within_months))
    if schedule.repeat_months is None:
        return None
    return Window(low=add_months(doses[-1], schedule.repeat_months), high=None)


def _in_the_course(schedule: Schedule, birth: Birth, doses: Sequence[date]) -> Window:
    """The first dose by age, the next ones by the last dose."""
    if doses and schedule.again_after:
        return _window(doses[-1], doses[-1], schedule.again_after)
    return _window(birth.earliest, birth.latest, schedule.first_at)


def _window(earliest: date, latest: date, weeks: Weeks) -> Window:
    return Window(
        low=add_weeks(earliest, weeks.low), high=None if weeks.high is None else add_weeks(latest, weeks.high)
    )


def _earliest_booster(booster: Booster, birth: Birth, course_dose: date) -> date:
    return max(add_weeks(birth.latest, booster.from_age_weeks), add_weeks(course_dose, booster.after_weeks))
