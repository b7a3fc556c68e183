"""Tokens as numbers and bounds."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from petsage_builder.kinds.bounds import LARGEST_NUMBER
from petsage_builder.terms.misreading import MisreadError, shortened
from petsage_builder.terms.noun import Noun
from petsage_builder.terms.part import NAME_LENGTH

if TYPE_CHECKING:  # whoever reads no sentence needs no parser
    from lark import Token

Data = dict[str, Any]
"""A kind with what was said of its bounds, as in a spec's data."""

Bounds = dict[str, "Token"]


def whole(token: "Token", least: int, most: int) -> int:
    """The integer that a token is, within its limits."""
    number = _decimal(token)
    if number != number.to_integral_value() or not least <= number <= most:
        raise MisreadError(token.start_pos, f"{token} can't stand here, only a whole number from {least} to {most} can")
    return int(number)


def _decimal(token: "Token") -> Decimal:
    if len(token) > NAME_LENGTH:
        raise MisreadError(token.start_pos, f"{shortened(token)} is too long for a number")
    return Decimal(token)


def lengths_of(length: Bounds | None, most: int) -> Data:
    """The shortest and the longest text, as a type's data."""
    names = {"minimum": "min_length", "maximum": "max_length"}
    return {names[end]: whole(token, 0, most) for end, token in (length or {}).items()}


def exact_of(bounds: Bounds | None) -> Data:
    """The ends of a range, as a type's data."""
    for token in (bounds or {}).values():
        if abs(_decimal(token)) > LARGEST_NUMBER:
            raise MisreadError(token.start_pos, f"{token} is too large, {LARGEST_NUMBER:f} is the largest number")
    return {end: _decimal(token) for end, token in (bounds or {}).items()}


def unit_of(unit: Noun | None) -> Data:
    """The unit, as a type's data."""
    return {} if unit is None else {"unit": str(unit)}
