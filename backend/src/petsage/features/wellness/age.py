"""Ages: how old an animal is, as far as its birth date is known."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

from petsage.features.wellness.values import Day, Value


class Birth(Value):
    """A birth date, exact to the day, or only to its month or its year."""

    on: Day
    exact_to: Literal["day", "month", "year"] = "day"

    @property
    def earliest(self) -> date:
        """The first day that the birth can have been."""
        match self.exact_to:
            case "day":
                return self.on
            case "month":
                return self.on.replace(day=1)
            case "year":
                return self.on.replace(month=1, day=1)

    @property
    def latest(self) -> date:
        """The last day that the birth can have been."""
        match self.exact_to:
            case "day":
                return self.on
            case "month":
                return self.on.replace(day=monthrange(self.on.year, self.on.month)[1])
            case "year":
                return self.on.replace(month=12, day=31)

    def months(self, today: date) -> tuple[int, int]:
        """The least and the most completed months of age."""
        return months_between(min(self.latest, today), today), months_between(self.earliest, today)

    def years(self, today: date) -> tuple[float, float]:
        """The least and the most years of age, with their fraction."""
        return years_between(min(self.latest, today), today), years_between(self.earliest, today)


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day where it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_weeks(day: date, weeks: int) -> date:
    """The same weekday, `weeks` later."""
    return day + timedelta(weeks=weeks)


def months_between(start: date, end: date) -> int:
    """Completed months from `start` to `end`, which isn't before it."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if add_months(start, months) <= end else months - 1


def years_between(start: date, end: date) -> float:
    """Years from `start` to `end`, which isn't before it: completed ones and the share of the running one."""
    completed = months_between(start, end) // 12
    last, following = add_months(start, 12 * completed), add_months(start, 12 * completed + 12)
    return completed + (end - last) / (following - last)
