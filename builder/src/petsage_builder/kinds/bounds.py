"""How far values can go, and the only spelling of a number."""

from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, Field

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

MANY = 10**7
"""So many values that one taken at random is not taken yet."""


def plain(number: Decimal) -> Decimal:
    """The same number in its only spelling: no exponent, no trailing zeros, no minus zero."""
    return Decimal(f"{number.normalize() + 0:f}")


def spelled_number(default: str) -> str | None:
    """A number as text in its only spelling; None where it is none or far too large."""
    number = Decimal(default)
    return str(plain(number)) if number.is_finite() and abs(number.adjusted()) < 20 else None


def span(least: object, most: object) -> str:
    """From the least to the most, in words."""
    return str(most) if least == most else f"{least} to {most}"


Exact = Annotated[
    Decimal,
    Field(strict=False, ge=-LARGEST_NUMBER, le=LARGEST_NUMBER, allow_inf_nan=False),
    AfterValidator(plain),
]
Whole = Annotated[int, Field(ge=-LARGEST_WHOLE, le=LARGEST_WHOLE)]
Length = Annotated[int, Field(ge=0, le=LONGEST_TEXT)]
