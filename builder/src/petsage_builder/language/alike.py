"""When two statements say the same: each is taken apart into what it says once, whatever its order and its number."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Any

from petsage_builder.language import statements as said
from petsage_builder.language.statements import Statement
from petsage_builder.terms import names
from petsage_builder.terms.noun import Noun
from petsage_builder.terms.units import as_code


def meaning_of(statement: Statement) -> Iterator[object]:
    """Each thing that a statement says, so that two of them are equal where they mean the same."""
    match statement:
        case said.AboutEntity(entity, facts):
            yield from ((_plain(entity), part) for fact in facts for part in _of_fact(fact))
        case said.AboutFields(entity, about, claims):
            yield from (
                (_plain(entity), _of_claim(about, claim, one)) for claim in claims for one in _each(about, claim)
            )
        case said.AccessSaid():
            things, people = _states_before(statement.things, statement.states), frozenset(map(_plain, statement.who))
            for verb in (*statement.verbs, *statement.deeds):
                yield things, statement.only, _plain(verb), people, _plain(statement.term)
        case said.StepsSaid(sources, targets, entity):
            things = _states_before((entity,), sources) if entity else _states_before(sources, ())
            yield "steps", things, frozenset(map(_spoken, targets))
        case said.OnlyFor(entity, things, states, is_not):
            yield "only for", _plain(entity), _states_before(things, states), is_not
        case said.NoOverlap(things, states, of, start, end, through):
            yield "no overlap", _states_before(things, states), _plain(of), _plain(start), _plain(end), through
        case said.GivenIf(entity, fields, values, of, is_not):
            spoken = frozenset(map(_spoken, values))
            yield from (("given", _plain(entity), _plain(one), spoken, _plain(of), is_not) for one in fields)
        case said.HistoryKept(entities):
            yield from (("history", _plain(entity)) for entity in entities)
        case said.Logged(events, entities):
            yield from ((event, _plain(entity)) for entity in entities for event in events)
        case _:
            yield _plain(statement)


def _states_before(things: tuple[Noun, ...], states: tuple[Noun, ...]) -> frozenset[object]:
    """What is spoken of: "an invoice that is draft or sent" is "a draft or sent invoice"."""
    *others, last = (*states[:-1], f"{states[-1]} {things[-1]}") if states else things
    return frozenset(map(_spoken, (*others, last)))


def _spoken(state: str) -> object:
    return _plain(names.spoken(state))


def _of_fact(fact: said.Fact) -> Iterator[object]:
    match fact:
        case said.Has(items):
            yield from (_of_item(item) for item in items)
        case said.Belongs(to, optional):
            yield from ((_plain(one), optional) for one in to)
        case said.States(values):
            yield "states", tuple(map(names.spoken, values))
        case said.Listed(keys):
            yield "listed", tuple((_plain(key.by), key.descending) for key in keys)
        case said.HasAtMost(count, child):
            yield "at most", count, _states_before((child,), ())
        case said.HasAtMostOf(limit, things, states):
            yield "at most", _plain(limit), _states_before(things, states)
        case said.Filtered(by) | said.Searched(by):
            yield from ((type(fact).__name__, _plain(one)) for one in by)
        case _:
            yield _plain(fact)


def _of_item(item: said.Item) -> object:
    """A field; that one is a plural without an article counts only for what it is."""
    unit = item.unit and as_code(item.unit)
    return (_plain(item.name), item.optional, item.unique, _plain(unit), item.is_list, item.is_whether)


def _each(about: tuple[Noun, ...], claim: said.Claim) -> Iterator[Noun | None]:
    """Several fields are unique together, and each for itself in all else."""
    yield from (None,) if isinstance(claim, said.IsUnique) else about


def _of_claim(about: tuple[Noun, ...], claim: said.Claim, one: Noun | None) -> object:
    return (frozenset(map(_plain, about)) if one is None else _plain(one), _plain(claim))


@lru_cache(4096)
def _one_for_all(noun: str) -> str:
    """One word for all nouns that have the same plural, of which a text may have defined either: leaves."""
    return names.one_of_several(names.plural(names.one_of_several(noun)))


def _plain(value: Any) -> object:
    """A value as plain data, its nouns in the singular."""
    if isinstance(value, Noun | str):
        return _one_for_all(value.lower())
    if isinstance(value, tuple):
        return frozenset(map(_plain, value))
    if isinstance(value, Mapping):
        return frozenset((key, tuple(entry) if isinstance(entry, list) else entry) for key, entry in value.items())
    if is_dataclass(value):
        return (type(value).__name__, *(_plain(getattr(value, one.name)) for one in fields(value) if one.compare))
    return value
