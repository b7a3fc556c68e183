"""What a field can hold. `kind` is the language's own word for each type."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from petsage_builder.spec.currencies import DECIMALS, Currency
from petsage_builder.spec.part import Part, Several, Unit, Value

LARGEST_WHOLE = 2**53 - 1
"""The largest whole number that every JSON reader keeps exact."""

LARGEST_NUMBER = Decimal(10**12)

LONGEST_TEXT = 10_000
LONGEST_LONG_TEXT = 100_000
MOST_DECIMALS = 6
MOST_ITEMS = 1_000
MOST_VALUES = 100

MAX_DIGITS = 15
"""How many digits of a number every database keeps exact."""


def plain(number: Decimal) -> Decimal:
    """The same number in its only spelling: no exponent, no trailing zeros, no minus zero."""
    return Decimal(f"{number.normalize() + 0:f}")


Exact = Annotated[
    Decimal,
    Field(strict=False, ge=-LARGEST_NUMBER, le=LARGEST_NUMBER, allow_inf_nan=False),
    AfterValidator(plain),
]
Whole = Annotated[int, Field(ge=-LARGEST_WHOLE, le=LARGEST_WHOLE)]
Length = Annotated[int, Field(ge=0, le=LONGEST_TEXT)]


class Text(Part):
    """One line of text, in characters; `digits` allows nothing but 0 to 9."""

    kind: Literal["text"] = "text"
    min_length: Length = 1
    max_length: Length = 200
    digits: bool = False


class LongText(Part):
    """Text of many lines, in characters."""

    kind: Literal["long text"] = "long text"
    min_length: Annotated[int, Field(ge=0, le=LONGEST_LONG_TEXT)] = 1
    max_length: Annotated[int, Field(ge=0, le=LONGEST_LONG_TEXT)] = 10_000


class WholeNumber(Part):
    """An integer, both bounds included, with the unit it is measured in."""

    kind: Literal["whole number"] = "whole number"
    minimum: Whole = -(2**31)
    maximum: Whole = 2**31 - 1
    unit: Unit | None = None

    @property
    def is_big(self) -> bool:
        """Whether it needs a column of 64 bits."""
        return self.minimum < -(2**31) or self.maximum >= 2**31


class Number(Part):
    """An exact decimal number, both bounds included, with the unit it is measured in."""

    kind: Literal["number"] = "number"
    minimum: Exact = Decimal(-1_000_000_000)
    maximum: Exact = Decimal(1_000_000_000)
    decimals: Annotated[int, Field(ge=0, le=MOST_DECIMALS)] = 2
    unit: Unit | None = None

    @property
    def digits(self) -> int:
        """How many digits the column holds, on both sides of the point."""
        return digits(self.minimum, self.maximum) + self.decimals


class Amount(Part):
    """Money in one currency (ISO 4217), both bounds included."""

    kind: Literal["amount"] = "amount"
    currency: Currency
    minimum: Exact = Decimal(0)
    maximum: Exact = Decimal(1_000_000_000)

    @property
    def decimals(self) -> int:
        """How many decimals the currency has."""
        return DECIMALS.get(self.currency, 2)

    @property
    def digits(self) -> int:
        """How many digits the column holds, on both sides of the point."""
        return digits(self.minimum, self.maximum) + self.decimals


class YesNo(Part):
    """Yes or no."""

    kind: Literal["yes or no"] = "yes or no"


class Date(Part):
    """A day of the calendar."""

    kind: Literal["date"] = "date"


class TimeOfDay(Part):
    """A time on the clock, without a day or a zone."""

    kind: Literal["time of day"] = "time of day"


class DateAndTime(Part):
    """A moment, kept in UTC."""

    kind: Literal["date and time"] = "date and time"


class Duration(Part):
    """A length of time, to the second."""

    kind: Literal["duration"] = "duration"


class Uuid(Part):
    """A UUID given by the client."""

    kind: Literal["UUID"] = "UUID"


class Link(Part):
    """An http or https address of at most 2,000 characters."""

    kind: Literal["link"] = "link"


class EmailAddress(Part):
    """An email address of at most 254 characters."""

    kind: Literal["email address"] = "email address"


class TextList(Part):
    """Several texts in an order, bounded in how many and, each, in characters."""

    kind: Literal["list of text"] = "list of text"
    max_items: Annotated[int, Field(ge=1, le=MOST_ITEMS)] = 100
    min_length: Length = 1
    max_length: Length = 200


class Json(Part):
    """Any JSON value."""

    kind: Literal["JSON"] = "JSON"


class Choice(Part):
    """One of a few values, in the order they are offered."""

    kind: Literal["choice"] = "choice"
    values: Annotated[Several[Value], Field(min_length=1, max_length=MOST_VALUES)]


Type = Annotated[
    Text | LongText | WholeNumber | Number | Amount | YesNo | Date | TimeOfDay | DateAndTime | Duration | Uuid | Link
    | EmailAddress | TextList | Json | Choice,
    Field(discriminator="kind"),
]  # fmt: skip

IN_TIME = ("date", "date and time")
"""Kinds that can be in the past or the future."""

NUMERIC = ("whole number", "number", "amount")

ORDERED = (*IN_TIME, *NUMERIC, "time of day", "duration")
"""Kinds whose values have an order that people mean when they compare."""

SORTABLE = (*ORDERED, "text", "email address", "link", "choice", "yes or no", "UUID")
"""Kinds that a list can be ordered and filtered by, and that can be unique."""

HAVING_CAPITALS = ("text", "email address")
"""Kinds that can be unique regardless of capitals; an email address is so anyway."""

SEARCHABLE = ("text", "long text", "email address", "link")


def digits(*numbers: Decimal) -> int:
    """How many digits stand before the point in the longest of some numbers."""
    return max(len(str(abs(int(number)))) for number in numbers)
