"""What is asked, and where and when it is asked."""

from datetime import date
from typing import Annotated

from pydantic import Field

from petsage.features.wellness.age import Birth
from petsage.features.wellness.flags import Sign
from petsage.features.wellness.values import Sent, Several, Species, Value
from petsage.units import KILOGRAM, Scale


class PoisonLine(Value):
    """The animal poison line of a country, as the people who run PetSage configured it."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    phone: Annotated[str, Field(min_length=3, max_length=40)]


class Setting(Value):
    """The day of a question, the poison line of the user's country where it is known, and what weights are told in."""

    today: date
    poison_line: PoisonLine | None = None
    weights: Scale = KILOGRAM

    def weighing_in(self, scale: Scale) -> "Setting":
        """The same, with weights told in that unit."""
        return self.model_copy(update={"weights": scale})


class Question(Sent):
    """A question about one animal. Where any sign is named, triage answers it, whatever else was asked."""

    species: Species
    signs: Annotated[Several[Sign], Field(max_length=50)] = ()

    @property
    def red_flags(self) -> tuple[Sign, ...]:
        """The signs that triage must hear of before this question may be answered."""
        return self.signs

    def days(self) -> dict[str, date]:
        """The days that must have come already, by their place in the question."""
        return {}


class AgedQuestion(Question):
    """A question whose answer depends on age; without a birth date the age is unknown."""

    birth: Birth | None = None

    def days(self) -> dict[str, date]:
        return {"birth": self.birth.earliest} if self.birth else {}


class DayAheadError(ValueError):
    """A day that must have come already is after today; the message names it and says what to correct."""


def refuse_days_ahead(question: Question, today: date) -> None:
    """Raises `DayAheadError` naming every day of the question that hasn't come yet."""
    ahead = [f"{place} ({day})" for place, day in question.days().items() if day > today]
    if ahead:
        raise DayAheadError(f"after today, {today}: {', '.join(ahead)}; correct the date")
