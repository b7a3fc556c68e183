"""What every table, question and answer of wellness is made of."""

import re
from contextlib import suppress
from datetime import date
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from petsage.core.schemas import whole

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Value(BaseModel):
    """An immutable value that refuses unknown fields, silent conversions, NaN and infinity."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class Sent(Value):
    """A value that a client sends, in which 7.0 is a whole number, as in JSON."""

    _whole = field_validator("*", mode="before")(whole)


def _iso_day(value: object) -> object:
    """Reads `YYYY-MM-DD`, the one form of a date in JSON."""
    if isinstance(value, str) and _ISO_DAY.fullmatch(value):
        with suppress(ValueError):
            return date.fromisoformat(value)
    elif isinstance(value, date):
        return value
    raise ValueError('must be a date that there is, in the form "2026-01-31"')


Item = TypeVar("Item")
Several = Annotated[tuple[Item, ...], Field(strict=False)]
"""A tuple that may arrive as a JSON or TOML array; its items stay strict."""

Day = Annotated[date, BeforeValidator(_iso_day)]
Kilograms = Annotated[float, Field(ge=0.01, le=150)]

Species = Literal["dog", "cat", "rabbit", "bird", "reptile", "other"]
"""`other` is also an animal of unknown species."""

TABLED_SPECIES: frozenset[Species] = frozenset({"dog", "cat"})
"""The species that the tables know; for every other one there is no calculation."""

Sureness = Literal["H", "M", "L"]
"""H: authoritative text was read. M: several secondary sources agree. L: weak."""


class Range(Value):
    """From `low` to `high`, both included, in `unit`."""

    low: float
    high: float
    unit: str

    def rounded(self, digits: int = 0) -> "Range":
        """The same range, rounded to so many decimals."""
        return Range(low=round(self.low, digits), high=round(self.high, digits), unit=self.unit)

    def __str__(self) -> str:
        span = f"{self.low:g}" if self.low == self.high else f"{self.low:g} to {self.high:g}"
        return f"{span} {self.unit}"
