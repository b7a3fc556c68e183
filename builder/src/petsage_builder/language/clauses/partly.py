"""What can be read of a sentence as whole clauses, where it isn't read as a whole."""

from dataclasses import dataclass

from petsage_builder.language.clauses.clause import Clause
from petsage_builder.language.clauses.forms.acts import denied
from petsage_builder.language.clauses.forms.has import partly_has
from petsage_builder.language.clauses.kinds import KINDS
from petsage_builder.language.clauses.lexicon import DEEDS, PHRASES
from petsage_builder.language.clauses.nouns import LeftOut, Nouns
from petsage_builder.language.clauses.reading import Reading, readings, seconds, whole_readings
from petsage_builder.language.quoting import sentence

_VERBS = frozenset(
    phrase.split()[0] for name in ("be", "can", "has", "belongs") for phrase in PHRASES[name].split("|")
) | {"be"}
_JOINTS = frozenset([";", ":", ".", ",", "but", "while", "and"])
_NARROWING_WORDS = """
    after as because before but during else except if instead no nobody nor not nothing once only or otherwise
    provided unless until when where whereas without within
"""
_NARROWING = frozenset(_NARROWING_WORDS.split())
"""Words by which what follows may change what was said before."""


@dataclass(frozen=True, slots=True)
class Part:
    """The sentences that say a part of what a sentence says, and its words that say the rest.

    Where these are `denied`, they say that somebody cannot do what nobody is given unless it is said.
    """

    reading: Reading
    rest: tuple[Clause, ...]
    denied: bool = False


def partly(clause: Clause, nouns: Nouns) -> Part | None:
    """A part that means by itself what it means within the whole; nothing where there is none, or several."""
    if is_denied(clause, nouns):
        return Part((), (clause,), denied=True)
    return _of_items(clause, nouns) or _of_clauses(clause, nouns)


def is_denied(clause: Clause, nouns: Nouns) -> bool:
    """Whether a clause says that some people cannot do what nobody can who isn't given it."""
    return any(denied.readings(clause, nouns))


def _of_items(clause: Clause, nouns: Nouns) -> Part | None:
    """The items of a list that are read."""
    found = [
        Part(
            tuple(dict.fromkeys(sentence(part) for part in parts if isinstance(part, str))),
            tuple(part.clause for part in parts if isinstance(part, LeftOut)),
        )
        for parts in partly_has.readings(clause, nouns)
    ]
    return found[0] if len({part.reading for part in found}) == 1 else None


def _of_clauses(clause: Clause, nouns: Nouns) -> Part | None:
    """Either side of a word that joins two clauses, where the other one can't change what it says."""
    for at in [at for at, text in enumerate(clause.texts) if text in _JOINTS and 0 < at < len(clause) - 1]:
        if clause.texts[at - 1] in _JOINTS:
            continue
        start = at + 1
        while start < len(clause) - 1 and clause.texts[start] in _JOINTS:
            start += 1
        first, second = clause.cut(0, at), clause.cut(start)
        if clause.texts[at] == "while" and not _is_of_others(first, second, nouns):
            continue
        ways = whole_readings(first, nouns)
        if len(ways) == 1 and any(is_denied(one, nouns) for one in seconds(first, second, nouns)):
            return Part(ways[0], (second,), denied=True)
        if len(ways) == 1 and _are_its_states(second, ways[0], nouns):
            return None
        is_independent = _NARROWING.isdisjoint(second.texts) or _is_of_others(first, second, nouns)
        if len(ways) == 1 and is_independent and not _is_in_a_list(second, ways[0], nouns):
            return Part(ways[0], (second,))
        if _NARROWING.isdisjoint(first.texts):
            others = {found for one in seconds(first, second, nouns) for found in readings(one, nouns)}
            way = others.pop() if len(others) == 1 else ()
            if way and not _is_in_a_list(first, way, nouns) and not _are_its_states(first, way, nouns):
                return Part(way, (first,))
    return None


def _is_in_a_list(clause: Clause, way: Reading, nouns: Nouns) -> bool:
    """Whether words without a verb are of a list that a reading has only a part of."""
    has_a_verb = not _VERBS.isdisjoint(clause.set) or any(
        text in DEEDS and not any(nouns.things_at(clause.texts, at)) for at, text in enumerate(clause.texts)
    )
    return not has_a_verb and any(map(_is_about_all_of_a_list, way))


def _are_its_states(rest: Clause, way: Reading, nouns: Nouns) -> bool:
    """Whether what isn't read names a state, and the rest says which ones there are."""
    said = [end for _, end in KINDS["thing"](rest, 0, nouns)]
    names_one = any(rest.texts[end : end + 1] in (("is",), ("are",)) for end in said)
    return names_one and any(" is " in one and " or " in one and "'s " not in one for one in way)


def _is_about_all_of_a_list(said: str) -> bool:
    """Whether a sentence says something else with fewer people, or with fewer fields, in it."""
    is_of_people = " can " in said and " can be filtered " not in said and " can be searched " not in said
    return is_of_people or said.startswith("Users are ") or " unique" in said or " at most " in said


def _is_of_others(first: Clause, second: Clause, nouns: Nouns) -> bool:
    """Whether the second clause has people of its own, whom the first doesn't speak of, and what they can do."""
    return any(
        second.texts[end : end + 1] in (("can",), ("may",)) and first.set.isdisjoint(second.texts[:end])
        and all(one.kind == "noun" for one in people)
        for people, end in KINDS["people"](second, 0, nouns)
    )  # fmt: skip
