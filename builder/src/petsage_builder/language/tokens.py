"""Tokens as names, numbers and bounds."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from lark import Token

from petsage_builder.kinds.bounds import LARGEST_NUMBER
from petsage_builder.language.statements import Noun
from petsage_builder.language.units import currencies_of, is_unit
from petsage_builder.language.words import as_name
from petsage_builder.terms.part import NAME_LENGTH, VALUE

Data = dict[str, Any]
Bounds = dict[str, Token]

_LONGEST_NOUN = 2 * NAME_LENGTH + 1
"""A state and the entity that is in it."""

_NAME = re.compile(r"[a-z][a-z0-9]*( [a-z0-9]+)*")
_UNIT = re.compile(r"[a-z0-9]+( [a-z0-9]+)*")
_VALUE = re.compile(VALUE)


class MisreadError(Exception):
    """A sentence that isn't one of the language: from which place on, why, and which words could stand there.

    `instead` are what could stand there in place of the rest of the sentence; `advice` says what to do, where it is
    known.
    """

    def __init__(
        self, at: int | None, why: str, *expected: str, instead: tuple[str, ...] = (), advice: str = ""
    ) -> None:
        super().__init__(why)
        self.at, self.why, self.expected, self.instead, self.advice = at, why, expected, instead, advice


def shortened(text: str) -> str:
    """A text as it is quoted in a message."""
    return text if len(text) <= NAME_LENGTH else f"{text[:NAME_LENGTH]}…"


def name_of(words: tuple[Token, ...]) -> Noun:
    """The name that some words make."""
    rule = "a name begins with a letter and has only the letters a to z, digits and spaces"
    return _noun(words, _NAME, _LONGEST_NOUN, rule)


def unit_name_of(words: tuple[Token, ...]) -> Noun:
    """The unit that some words make; it may begin with a digit."""
    return _noun(words, _UNIT, NAME_LENGTH, "a unit has only the letters a to z, digits and spaces")


def value_of(words: tuple[Token, ...]) -> Noun:
    """The choice or the state that some words make: as written where it is quoted or has capitals, else `in_use`."""
    written = " ".join(word.value for word in words)
    is_as_written = any(word.type == "QUOTED" for word in words) or written != written.lower()
    value = " ".join(written.split()) if is_as_written else "_".join(re.findall("[^ /_-]+", written))
    rule = "a value has only the letters A to Z, digits and, between them, a blank or one of + - _ . /"
    return _fitting(Noun(value, words[0].start_pos or 0), _VALUE, NAME_LENGTH, rule)


def refuse_units(values: Sequence[Noun]) -> None:
    """A number's unit is no part of a choice: "30, 60 or 90 minutes" are three numbers, or three names."""
    found = [re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)(?:_([a-z_]+))?", value) for value in values]
    units = {match[2].replace("_", " ") for match in found if match and match[2]}
    if not all(found) or len(units) != 1 or not is_unit(unit := units.pop()):
        return
    numbers = [match[1] for match in found if match]
    kind = "a whole number" if all(number.isdecimal() for number in numbers) else "a number"
    ways = (_one_of(numbers), f"{kind} in {unit} from {min(numbers, key=Decimal)} to {max(numbers, key=Decimal)}",
            _one_of([f'"{number} {unit}"' for number in numbers]))  # fmt: skip
    raise MisreadError(values[0].at, f"'{unit}' is a unit, and no part of a choice", instead=ways)


def _one_of(values: Sequence[str]) -> str:
    *first, last = values
    return f"one of {', '.join(first)} or {last}" if first else f"one of {last}"


def _noun(words: tuple[Token, ...], form: re.Pattern[str], most: int, rule: str) -> Noun:
    return _fitting(Noun(" ".join(map(as_name, words)), words[0].start_pos or 0), form, most, rule)


def _fitting(noun: Noun, form: re.Pattern[str], most: int, rule: str) -> Noun:
    if len(noun) > most:
        raise MisreadError(noun.at, f"'{shortened(noun)}' is too long for a name")
    if not form.fullmatch(noun):
        raise MisreadError(noun.at, f"'{shortened(noun)}' can't be used here: {rule}")
    return noun


def whole(token: Token, least: int, most: int) -> int:
    """The integer that a token is, within its limits."""
    number = _decimal(token)
    if number != number.to_integral_value() or not least <= number <= most:
        raise MisreadError(token.start_pos, f"{token} can't stand here, only a whole number from {least} to {most} can")
    return int(number)


def _decimal(token: Token) -> Decimal:
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


def currency_of(unit: Noun) -> str:
    """The code of the currency that is meant, by its code or its name."""
    codes = currencies_of(unit)
    if len(codes) == 1:
        return codes[0]
    if codes:
        ways = tuple(f"an amount in {code}" for code in codes)
        raise MisreadError(unit.at, f"'{unit}' can be {' or '.join(codes)}", instead=ways)
    raise MisreadError(unit.at, f"'{shortened(unit)}' is no currency's code, as EUR is, nor its name")


def unit_of(unit: Noun | None) -> Data:
    """The unit, as a type's data."""
    return {} if unit is None else {"unit": str(unit)}
