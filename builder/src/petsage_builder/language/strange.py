"""Sentences of the language whose nouns have words that no noun has: somebody meant something else by them."""

from collections.abc import Iterator, Sequence

from petsage_builder.language.clauses.lexicon import PRONOUNS
from petsage_builder.language.statements import AboutEntity, AccessSaid, Statement, States, StepsSaid
from petsage_builder.terms.misreading import MisreadError
from petsage_builder.terms.noun import Noun

_OF_NO_NOUN = PRONOUNS | frozenset(
    "a all an any at each every except for if into only per than the times to unless up".split()  # noqa: SIM905
)
_OF_NO_STATE = PRONOUNS | frozenset(["a", "all", "an", "any", "each", "every", "for", "times"])
_LONGEST_STATE = 4
"""How many words a state has at most that nobody put in quotes."""


def is_no_name(words: Sequence[str]) -> bool:
    """Whether words would be taken for more than a name where they stand without quotes."""
    return len(words) > _LONGEST_STATE or (len(words) > 1 and not _OF_NO_NOUN.isdisjoint(words))


def is_a_pronoun(entity: Noun) -> bool:
    """Whether a sentence speaks of "it", and not of a thing that somebody called so in quotes."""
    return entity in PRONOUNS and not entity.is_quoted


def is_strange(statement: Statement) -> bool:
    """Whether a name in a statement is more likely a part of another sentence."""
    return next(_strange(statement), None) is not None


def strange(statement: Statement) -> MisreadError | None:
    """What to say of such a name."""
    found = next(_strange(statement), None)
    if found is None:
        return None
    if is_a_pronoun(found):
        advice = "name the thing instead of it"
        return MisreadError(found.at, f"what '{found}' stands for isn't clear", advice=advice)
    spoken = found.replace("_", " ")
    return MisreadError(found.at, f"'{spoken}' says more than a name does", advice=_ADVICE)


_ADVICE = "say it in other words, as in the guide, or put the name in quotes if it is one"


def _strange(statement: Statement) -> Iterator[Noun]:
    match statement:
        case AccessSaid(deeds=deeds, things=things):
            yield from (noun for noun in (*deeds, *things) if _has(noun, _OF_NO_NOUN, len(noun.split())))
        case StepsSaid(_, targets):
            yield from (noun for noun in targets if _has(noun, _OF_NO_STATE, _LONGEST_STATE))
        case AboutEntity(entity) if is_a_pronoun(entity):
            yield entity
        case AboutEntity(_, facts):
            values = [value for fact in facts if isinstance(fact, States) for value in fact.values]
            yield from (noun for noun in values if _has(noun, _OF_NO_STATE, _LONGEST_STATE))


def _has(noun: Noun, words: frozenset[str], most: int) -> bool:
    """Whether an unquoted noun has one of some words, or more words than any has."""
    said = noun.replace("_", " ").split()
    return not noun.is_quoted and len(said) > 1 and (len(said) > most or not words.isdisjoint(said))
