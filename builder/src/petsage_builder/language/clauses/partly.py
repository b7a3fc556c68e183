"""What can be read of a sentence as whole clauses, where it isn't read as a whole."""

from dataclasses import dataclass

from petsage_builder.language.clauses.clause import Clause
from petsage_builder.language.clauses.forms.has import partly_has
from petsage_builder.language.clauses.nouns import LeftOut, Nouns
from petsage_builder.language.clauses.reading import Reading, readings, seconds, whole_readings
from petsage_builder.language.quoting import sentence

_JOINTS = frozenset([";", ":", ".", ",", "but", "while", "and"])
_NARROWING_WORDS = """
    as because but during else except if instead no nobody nor not nothing only or otherwise provided unless until when
    where whereas without within
"""
_NARROWING = frozenset(_NARROWING_WORDS.split())
"""Words by which what follows may change what was said before."""


@dataclass(frozen=True, slots=True)
class Part:
    """The sentences that say a part of what a sentence says, and its words that say the rest."""

    reading: Reading
    rest: tuple[Clause, ...]


def partly(clause: Clause, nouns: Nouns) -> Part | None:
    """A part that means by itself what it means within the whole; nothing where there is none, or several."""
    return _of_items(clause, nouns) or _of_clauses(clause, nouns)


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
        if _NARROWING.isdisjoint(second.texts) and len(found := whole_readings(first, nouns)) == 1:
            return Part(found[0], (second,))
        if _NARROWING.isdisjoint(first.texts):
            ways = {way for one in seconds(first, second, nouns) for way in readings(one, nouns)}
            if len(ways) == 1:
                return Part(ways.pop(), (first,))
    return None
