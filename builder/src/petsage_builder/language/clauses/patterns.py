"""Patterns over the words of a clause, and every way in which they match.

    things {things} <can> be filtered|filterable by {names}

A word stands for itself, `a|b` for either, `[…]` for what may be left out, `(… / …)` for one of several, `<can>` for
what the lexicon has under that name, and `{kind}` or `{slot:kind}` for what is handed to the form.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from petsage_builder.language.clauses.clause import Clause
from petsage_builder.language.clauses.lexicon import PHRASES
from petsage_builder.language.clauses.nouns import Nouns

Found = tuple[Any, int]
"""A value, and the place behind the words that it was read from."""

Kind = Callable[[Clause, int, Nouns], Iterator[Found]]
Slots = tuple[tuple[str, Any], ...]
_TOKEN = re.compile(r"[\[\]()/]|<[^>]+>|\{[^}]+\}|[^\s\[\]()/]+")


@dataclass(frozen=True, slots=True)
class Words:
    """One of some phrases."""

    phrases: dict[str, tuple[tuple[str, ...], ...]]

    def match(self, clause: Clause, at: int, _nouns: Nouns) -> Iterator[tuple[Slots, int]]:
        for phrase in self.phrases.get(clause.texts[at], ()) if at < len(clause.texts) else ():
            if clause.texts[at : at + len(phrase)] == phrase:
                yield (), at + len(phrase)


@dataclass(frozen=True, slots=True)
class Slot:
    name: str
    kind: Kind

    def match(self, clause: Clause, at: int, nouns: Nouns) -> Iterator[tuple[Slots, int]]:
        if at < len(clause.texts):
            key = (self.kind, at, nouns.serial)
            if (found := clause.memo.get(key)) is None:
                found = clause.memo[key] = tuple(self.kind(clause, at, nouns))
            for value, end in found:
                yield ((self.name, value),), end


@dataclass(frozen=True, slots=True)
class Row:
    """Some parts, one after the other."""

    parts: "tuple[Part, ...]"

    def match(self, clause: Clause, at: int, nouns: Nouns, done: int = 0) -> Iterator[tuple[Slots, int]]:
        if done == len(self.parts):
            yield (), at
            return
        for slots, end in self.parts[done].match(clause, at, nouns):
            for others, last in self.match(clause, end, nouns, done + 1):
                yield slots + others, last


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some rows."""

    rows: tuple[Row, ...]

    def match(self, clause: Clause, at: int, nouns: Nouns) -> Iterator[tuple[Slots, int]]:
        for row in self.rows:
            yield from row.match(clause, at, nouns)


Part = Words | Slot | Row | Choice


@dataclass(frozen=True, slots=True)
class Pattern:
    """A row that takes a whole clause; `needs` are sets of words, one of each of which the clause must have."""

    text: str
    row: Row
    needs: tuple[frozenset[str], ...]

    def match(self, clause: Clause, nouns: Nouns) -> Iterator[dict[str, Any]]:
        """What the slots hold, for each way in which the whole clause is matched."""
        for needed in self.needs:
            if clause.set.isdisjoint(needed):
                return
        for slots, end in self.row.match(clause, 0, nouns):
            if end == len(clause.texts):
                yield dict(slots)


def pattern(text: str, kinds: dict[str, Kind]) -> Pattern:
    """The pattern that a text describes."""
    tokens = _TOKEN.findall(text)[::-1]
    row = _row(tokens, kinds)
    return Pattern(text, row, tuple(needs for part in row.parts if (needs := _needs(part))))


def _needs(part: Part) -> frozenset[str]:
    """Words of which a part needs one; empty where it does without any."""
    match part:
        case Words(phrases):
            return frozenset(phrases)
        case Row(parts):
            return min(filter(None, map(_needs, parts)), key=len, default=frozenset())
        case Choice(rows):
            each = [_needs(row) for row in rows]
            return frozenset().union(*each) if all(each) else frozenset()
        case _:
            return frozenset()


def _row(tokens: list[str], kinds: dict[str, Kind]) -> Row:
    parts: list[Part] = []
    while tokens and tokens[-1] not in ("]", ")", "/"):
        match tokens.pop():
            case "[":
                parts.append(Choice((*_rows(tokens, kinds), Row(()))))
            case "(":
                parts.append(Choice(_rows(tokens, kinds)))
            case slot if slot[0] == "{":
                name, _, kind = slot[1:-1].partition(":")
                parts.append(Slot(name, kinds[kind or name]))
            case phrase if phrase[0] == "<":
                parts.append(_phrases(PHRASES[phrase[1:-1]]))
            case words:
                parts.append(_phrases(words))
    return Row(tuple(parts))


def _rows(tokens: list[str], kinds: dict[str, Kind]) -> tuple[Row, ...]:
    rows = [_row(tokens, kinds)]
    while tokens.pop() == "/":
        rows.append(_row(tokens, kinds))
    return tuple(rows)


@cache
def _phrases(text: str) -> Words:
    phrases: dict[str, list[tuple[str, ...]]] = {}
    for phrase in text.split("|"):
        words = tuple(phrase.split())
        phrases.setdefault(words[0], []).append(words)
    return Words({first: tuple(sorted(found, key=len, reverse=True)) for first, found in phrases.items()})
