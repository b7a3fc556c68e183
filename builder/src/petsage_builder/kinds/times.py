"""What kinds of time have in common."""

from abc import ABC
from datetime import date, timedelta
from typing import Any

from petsage_builder.kinds.kind import Kind, Tense
from petsage_builder.kinds.ordered import InTime, Ordered
from petsage_builder.kinds.reading import Data
from petsage_builder.kinds.unbounded import Unbounded
from petsage_builder.terms.code import Writer

LONG_AGO, FAR_AHEAD = date(2020, 1, 10), date(2999, 1, 10)

NOW = "2500-01-01T00:00:00Z"
"""A moment between those that are long ago and those that are far ahead."""


class Timed(Ordered, Unbounded, ABC):
    """Any time or length of time: whatever it is, there are thousands of others."""

    def compares_with(self, other: Kind) -> bool:
        return self.kind == other.kind

    def queried(self, file: Writer) -> str:
        return self.incoming(file, None)

    def distinct(self) -> None:
        return None

    @property
    def is_plentiful(self) -> bool:
        return True


class Clocked(Timed, ABC):
    """A time that has a present."""

    @classmethod
    def default_meant(cls, said: str, _type: Data) -> str:
        return said.lower() if said.isalpha() else said


class Dated(Clocked, InTime, ABC):
    """A time on a day."""

    def rank(self, value: Any) -> Any:
        return value

    def ladder(self, steps: int, never_in: Tense | None) -> list[Any]:
        return [self.on(first_day(never_in) + timedelta(days=step)) for step in range(steps)]


def first_day(never_in: Tense | None) -> date:
    """The day from which on values are good."""
    return FAR_AHEAD if never_in == "past" else LONG_AGO


def clock(hour: int, minute: int, second: int, microsecond: int) -> list[int]:
    """The arguments that make a time: hours, minutes and what else isn't zero at the end."""
    parts = [hour, minute, second, microsecond]
    while len(parts) > 2 and not parts[-1]:
        parts.pop()
    return parts


def called(name: str, *arguments: object) -> str:
    """A call, as code."""
    return f"{name}({', '.join(map(str, arguments))})"
