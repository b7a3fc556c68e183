"""Words that are the language's alone: they stand in a name only where it is quoted."""

from collections.abc import Sequence
from itertools import pairwise

from lark import Token

from petsage_builder.language.forms import meant
from petsage_builder.terms.misreading import MisreadError
from petsage_builder.terms.noun import Noun
from petsage_builder.terms.verbs import verb_of

_WITHIN = """
    across after as at because between by cannot for from if least most must never not once only should than that their
    then they till to unless until we when which while who whose will with without you
"""
WITHIN = frozenset(_WITHIN.split())
"""Those that something follows: "valid from" is a name, "a rating from 1 to 5" is more than one."""

_AT_THE_START = {
    "required": "what isn't optional must be given",
    "mandatory": "what isn't optional must be given",
    "compulsory": "what isn't optional must be given",
    "not": "say what it is",
    "only": "say so in a sentence of its own",
}
_GOING = "because during except if never once that their till unless until when where which while whose"
_GOING_ON = frozenset(_GOING.split())
"""What no name begins with: a code, which never changes."""
_JOINING = frozenset(["and", "or"])
_OBLIGED = frozenset(["be", "belong", "come", "have", "lie", "match", "stay"])
"""What something has to be or to do, and no name: "a to account" is one."""
_MODALS = frozenset(["can", "cannot", "may", "must", "should", "will"])
_BEFORE_A_VALUE = frozenset(["either", "finally", "then"])
_AMONG_VALUES = """
    across after all and are because before during from is least most must should than that the their then unless until
    when which who with within without
"""
_WITHIN_A_VALUE = frozenset(_AMONG_VALUES.split())

CLOSED = WITHIN | frozenset(_AT_THE_START) | _BEFORE_A_VALUE | _WITHIN_A_VALUE


_LY_NOUNS = """
    ally anomaly apply assembly belly bully butterfly daily early elderly family fly fortnightly friendly grizzly holy
    homily hourly italy jelly july lily monthly multiply nightly quarterly rally rely reply supply tally weekly yearly
"""
_NOT_ADVERBS = frozenset(_LY_NOUNS.split())


def is_adverb(word: str) -> bool:
    """Whether a word says how something is done, and is so no part of a name: "automatically", but not "supply"."""
    return word.endswith("ly") and len(word) > 3 and word not in _NOT_ADVERBS


class ClosedWordError(MisreadError):
    """A name that has a word in it that is none of a name's."""


def refuse_in_name(words: Sequence[Token]) -> None:
    """Raises `ClosedWordError` where a word of a name is the language's."""
    first, *others = words
    if others and first.type == "WORD" and first == "to" and others[0] in _OBLIGED:
        raise ClosedWordError(first.start_pos, "'to' begins what must be done, and no name")
    if others and first.type == "WORD" and first in _JOINING:
        raise ClosedWordError(first.start_pos, f"'{first}' joins two names, and one of them is missing")
    if others and first.type == "WORD" and first in _AT_THE_START:
        rest = " ".join(others)
        advice = f"write `{rest}` instead of `{first} {rest}`: {_AT_THE_START[first]}"
        raise MisreadError(first.start_pos, f"'{first}' is no part of a name", advice=advice)
    for word in words:
        is_within = word in others[:-1] and (word in WITHIN or word == "or")
        goes_on = bool(others) and word is first and word in _GOING_ON
        if word.type == "WORD" and (is_within or goes_on or is_adverb(word)):
            raise ClosedWordError(word.start_pos, f"'{word}' is no part of a name (a name has it only in quotes)")


def refuse_in_deed(deed: Noun) -> None:
    """Raises `ClosedWordError` where a word of what somebody does begins something else: "enroll in courses until"."""
    for word in deed.split():
        if word in WITHIN:
            raise ClosedWordError(deed.at, f"'{word}' is no part of what somebody does")


def _is_done(word: str) -> bool:
    """Whether a word says what was done, of which "by" says who did it; misspelled "filtered" has a way of its own."""
    return not verb_of(word).startswith("mark ") or (word.endswith("ed") and meant(word) is None)


def refuse_in_value(words: Sequence[Token]) -> None:
    """Raises `MisreadError` where a word joins a choice or a state with others and is none of it."""
    first, *others = words
    if others and first.type in ("WORD", "GLUE") and first in _MODALS:
        raise MisreadError(first.start_pos, f"'{first}' is no part of a choice or a state",
                           advice="say it in a sentence of its own")  # fmt: skip
    for before, word in pairwise(words):
        if word.type == before.type == "WORD" and word == "by" and _is_done(str(before)):
            raise ClosedWordError(word.start_pos, "'by' is no part of a choice or a state")
    if others and first.type == "WORD" and first in _BEFORE_A_VALUE:
        rest = " ".join(others)
        advice = f"write `{rest}` instead of `{first} {rest}`"
        raise MisreadError(first.start_pos, f"'{first}' is no part of a choice or a state", advice=advice)
    for word in others:
        if word.type == "WORD" and (word in _WITHIN_A_VALUE or is_adverb(word)):
            value = " ".join(other.value for other in words)
            advice = f'write `"{value}"` instead of `{value}`, or say it in a sentence of its own'
            raise MisreadError(word.start_pos, f"'{word}' is no part of a choice or a state", advice=advice)
