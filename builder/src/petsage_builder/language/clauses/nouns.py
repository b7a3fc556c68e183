"""The nouns of a whole text: its things, what they have, whom they belong to, their states, and the people who act."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count

from petsage_builder.language.clauses.clause import Clause
from petsage_builder.terms import names
from petsage_builder.terms.noun import as_name as _as_name

as_name = lru_cache(4096)(_as_name)


@dataclass(frozen=True, slots=True)
class Thing:
    """A text defines a thing of this name; one that is only `mentioned` is none where people are called so."""

    name: str
    mentioned: bool = False


@dataclass(frozen=True, slots=True)
class FieldOf:
    """A thing has a field, in this unit where it is introduced in one."""

    thing: str
    name: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class LinkOf:
    """A thing belongs to a target, another thing or "user", as its role; `implied` where nothing says so outright."""

    thing: str
    target: str
    role: str
    implied: bool = False


@dataclass(frozen=True, slots=True)
class StateOf:
    """A thing can be in a state, and `starts` in it; all of them are `declared` in a sentence of the language.

    Where another one says what it starts in, that is `said` already. One that is `first` in a list of all starts it,
    unless something else says what does. One is `implied` where only what somebody does speaks of it.
    """

    thing: str
    state: str
    starts: bool = False
    declared: bool = False
    said: bool = False
    first: bool = False
    implied: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody does something, called by this noun.

    They are a `role` where that is what users are, `declared` where a sentence of the language says so.
    """

    name: str
    role: bool = False
    declared: bool = False


@dataclass(frozen=True, slots=True)
class EitherOf:
    """Two ways to say something, each in several sentences, of which one was meant."""

    one: tuple[str, ...]
    other: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Words of a sentence that were not read, where the others were."""

    clause: Clause


@dataclass(frozen=True, slots=True)
class MaybeRole:
    """What users may be: nobody says so, and "the coordinator" of a certain thing may be meant."""

    name: str


Lesson = EitherOf | LeftOut | MaybeRole | Thing | FieldOf | LinkOf | StateOf | Actor
"""What a sentence teaches about nouns that other sentences use."""


def words_of(lesson: Lesson) -> Iterator[str]:
    """Every word that a clause has, in either number, which speaks of what a lesson is about."""
    match lesson:
        case Thing(name) | Actor(name) | MaybeRole(name):
            spoken = [name]
        case FieldOf(thing, name):
            spoken = [thing, name]
        case LinkOf(thing, target, role):
            spoken = [thing, target, role]
        case StateOf(thing, state):
            spoken = [thing, state.replace("_", " ")]
        case _:
            spoken = []
    for said in spoken:
        for word in said.split():
            yield from (word, names.plural(word), names.singular(word))


@dataclass
class Known:
    """What is known of one thing; `declared` where its states are said in a sentence of the language."""

    fields: dict[str, str] = field(default_factory=dict)
    """The unit of each, where it was introduced in one."""
    links: dict[str, str] = field(default_factory=dict)
    states: dict[str, None] = field(default_factory=dict)
    start: str = ""
    first: str = ""
    is_start_said: bool = False
    implied: set[str] = field(default_factory=set)
    declared: bool = False
    extra: set[str] = field(default_factory=set)
    """The states that only what somebody does speaks of."""

    @property
    def users(self) -> list[str]:
        """The roles of the users that it belongs to."""
        return [role for role, target in self.links.items() if target == "user"]


_SERIALS = count()


class Nouns:
    """What a text's sentences have taught, whatever their order; `around` are the project's other things."""

    def __init__(self, around: Iterable[str] = ()) -> None:
        self.serial = next(_SERIALS)
        self.things: dict[str, Known] = {}
        self.people: dict[str, None] = {}
        self.roles: dict[str, None] = {}
        self.maybe_roles: dict[str, None] = {}
        self.declared_roles: set[str] = set()
        self.around = frozenset(around) - {"user"}
        self._heads: dict[str, list[tuple[tuple[str, ...], str]]] | None = None
        self._names: dict[str, list[tuple[tuple[str, ...], str]]] | None = None

    def learn(self, lesson: Lesson) -> None:
        """Takes in what a sentence teaches."""
        self._heads = self._names = None
        match lesson:
            case Thing(name, mentioned):
                if not (mentioned and (name in self.people or self.owners(name))):
                    self.things.setdefault(name, Known())
            case FieldOf(thing, name, unit):
                fields = self._kept(thing).fields
                fields[name] = fields.get(name) or unit
            case LinkOf(thing, target, role, implied):
                known = self._kept(thing)
                if implied and role not in known.links:
                    known.implied.add(role)
                known.links.setdefault(role, target)
            case StateOf(thing, state, starts, declared, said, first, implied):
                known = self._kept(thing)
                if implied and state not in known.states:
                    known.extra.add(state)
                known.first = known.first or (state if first else "")
                known.is_start_said = known.is_start_said or said
                known.declared = known.declared or declared
                known.states.setdefault(state)
                known.start = state if starts else known.start
            case MaybeRole(name):
                self.maybe_roles.setdefault(name)
            case EitherOf() | LeftOut():
                pass
            case Actor(name, role, declared):
                self.people.setdefault(name)
                if role or declared:
                    self.roles.setdefault(name)
                if declared:
                    self.declared_roles.add(name)

    @property
    def are_roles_declared(self) -> bool:
        """Whether some sentence says what users are."""
        return bool(self.declared_roles)

    def _kept(self, thing: str) -> Known:
        return self.things.setdefault(thing, Known())

    def known(self, thing: str) -> Known:
        """What is known of a thing, which may be nothing."""
        return self.things.get(thing) or Known()

    def things_at(self, texts: tuple[str, ...], at: int) -> Iterator[tuple[str, int]]:
        """The thing whose name, in either number, begins at a place: the longest."""
        yield from _longest(self._thing_names(), texts, at)

    def fields_at(self, texts: tuple[str, ...], at: int) -> Iterator[tuple[str, int]]:
        """The name of a field, in either number, that begins at a place: the longest."""
        yield from _longest(self._field_names(), texts, at)

    def owners(self, name: str) -> list[str]:
        """The things that have a field of this name."""
        return [thing for thing, known in self.things.items() if name in known.fields]

    def is_thing(self, noun: str) -> bool:
        """Whether a thing of the text or of the project is called so, in either number."""
        return any(name in self.things or name in self.around for name in (noun, names.one_of_several(noun)))

    def is_of_another(self, noun: str) -> bool:
        """Whether a noun says what a thing belongs to: "review of plants"."""
        _, of, other = noun.partition(" of ")
        return bool(of) and self.is_thing(other.removeprefix("the "))

    def is_in_a_state(self, noun: str) -> bool:
        """Whether a noun stands for a thing in one of its states: "damaged rental"."""
        return any(
            noun.endswith(f" {thing}") and noun.removesuffix(f" {thing}").replace(" ", "_") in known.states
            for thing, known in self.things.items()
        )

    def is_person(self, noun: str) -> bool:
        """Whether people who use the product are called so."""
        return noun not in self.things and (
            noun in self.people or any(known.links.get(noun) == "user" for known in self.things.values())
        )

    def _thing_names(self) -> dict[str, list[tuple[tuple[str, ...], str]]]:
        if self._heads is None:
            every = [*self.things, *(name for name in self.around if name not in self.things)]
            spoken = {name: name for name in every} | self._short(every)
            self._heads = _by_first_word(spoken)
        return self._heads

    def _short(self, every: list[str]) -> dict[str, str]:
        """The nouns of things' names that nothing else is called: "ads" for job ads, "pieces" for pieces of music."""
        lasts = [name.partition(" of ")[0].split()[-1] for name in every]
        had = [name for known in self.things.values() for name in (*known.fields, *known.links)]
        taken = {*had, *map(names.one_of_several, had)}
        return {
            last: name
            for name, last in zip(every, lasts, strict=True)
            if lasts.count(last) == 1 and last != name and last not in taken and last not in self.people
        }

    def _short_times(self, every: dict[str, str]) -> dict[str, str]:
        """What begins and ends, "the start", where only one field is called so."""
        found: dict[str, list[str]] = {}
        for name in every:
            first, _, last = name.partition(" ")
            if first in ("start", "end") and last in ("date", "day", "time"):
                found.setdefault(first, []).append(name)
        taken = {*every, *self.things}
        return {first: names_[0] for first, names_ in found.items() if len(names_) == 1 and first not in taken}

    def _field_names(self) -> dict[str, list[tuple[tuple[str, ...], str]]]:
        if self._names is None:
            every = {name: name for known in self.things.values() for name in known.fields}
            every |= self._short_times(every)
            self._names = _by_first_word(every)
        return self._names


def _by_first_word(spoken: dict[str, str]) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for words, name in spoken.items():
        for form in dict.fromkeys([words, names.plural(words)]):
            parts = tuple(form.split())
            found.setdefault(parts[0], []).append((parts, name))
    for ways in found.values():
        ways.sort(key=lambda way: -len(way[0]))
    return found


def _longest(
    spoken: dict[str, list[tuple[tuple[str, ...], str]]], texts: tuple[str, ...], at: int
) -> Iterator[tuple[str, int]]:
    if at == len(texts):
        return
    first = texts[at]
    if first not in spoken and ("-" not in first or (first := as_name(first).partition(" ")[0]) not in spoken):
        return
    for parts, name in spoken[first]:
        if end := _end_of(parts, texts, at):
            yield name, end
            return


def _end_of(parts: tuple[str, ...], texts: tuple[str, ...], at: int) -> int:
    """The place behind some words, of which hyphens may bind several into one; 0 where others stand there."""
    matched = 0
    while matched < len(parts):
        words = tuple(as_name(texts[at]).split()) if at < len(texts) else ()
        if not words or parts[matched : matched + len(words)] != words:
            return 0
        matched, at = matched + len(words), at + 1
    return at
