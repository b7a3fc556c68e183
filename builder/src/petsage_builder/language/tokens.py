"""Tokens as names, numbers and bounds."""

import re

from lark import Token

from petsage_builder.terms.misreading import MisreadError, shortened
from petsage_builder.terms.noun import Noun, as_name
from petsage_builder.terms.part import NAME_LENGTH, VALUE

_LONGEST_NOUN = 3 * NAME_LENGTH + 2
"""A state, the entity that is in it, and what the entity becomes."""

_NAME = re.compile(r"[a-z][a-z0-9]*( [a-z0-9]+)*")
_UNIT = re.compile(r"[a-z0-9]+( [a-z0-9]+)*")
_VALUE = re.compile(VALUE)


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


def _noun(words: tuple[Token, ...], form: re.Pattern[str], most: int, rule: str) -> Noun:
    return _fitting(Noun(" ".join(map(as_name, words)), words[0].start_pos or 0), form, most, rule)


def _fitting(noun: Noun, form: re.Pattern[str], most: int, rule: str) -> Noun:
    if len(noun) > most:
        raise MisreadError(noun.at, f"'{shortened(noun)}' is too long for a name")
    if not form.fullmatch(noun):
        raise MisreadError(noun.at, f"'{shortened(noun)}' can't be used here: {rule}")
    return noun
