"""What the editor shows of a request while it is written: how it is read, what is assumed, and what is wrong where."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from petsage_builder.diagram.svg import to_svg
from petsage_builder.doors.studio.picture import Picture
from petsage_builder.errors import PetsageError, Problem
from petsage_builder.language.phrases import who_phrase
from petsage_builder.language.quoting import sentence
from petsage_builder.language.sentences import sentences_of
from petsage_builder.language.understand import understand
from petsage_builder.language.words import sentences
from petsage_builder.project.blueprint import Blueprint
from petsage_builder.rendering.render import operations_of
from petsage_builder.request.feature_name import alternative, name_fault
from petsage_builder.request.payload import FeatureRequest
from petsage_builder.schema.tables import tables_of
from petsage_builder.spec.access import VERBS, Grant
from petsage_builder.spec.entity import Entity
from petsage_builder.spec.feature import FeatureSpec, KnownEntity
from petsage_builder.spec.understanding import Assumption, Rewording
from petsage_builder.terms import names

_PLACE = re.compile(r"requirements, line (\d+), column (\d+)")
_STAND_IN = "feature"
"""The name that a request is read under while its own can't be used, so that other faults show all the same."""

_QUOTED = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Repair:
    """A sentence that mends a fault: it stands for the text from `start` to `end`, or comes after all of it."""

    sentence: str
    start: int
    end: int


@dataclass(frozen=True)
class Mark:
    """A fault with the part of the text that it is about; of no part, where it is about another field."""

    place: str
    message: str
    advice: str
    start: int = 0
    end: int = 0
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True)
class AccessRow:
    """What some people may do with an entity, a yes or no for each verb."""

    people: str
    may: tuple[bool, ...]


@dataclass(frozen=True)
class EntityAccess:
    """Who may do what with an entity."""

    entity: str
    rows: tuple[AccessRow, ...]


@dataclass(frozen=True)
class Reading:
    """All that is known of a request as it stands."""

    faults: tuple[Mark, ...] = ()
    said: tuple[str, ...] = ()
    assumed: tuple[Assumption, ...] = ()
    reworded: tuple[Rewording, ...] = ()
    picture: str = ""
    endpoints: tuple[str, ...] = ()
    access: tuple[EntityAccess, ...] = ()
    tables: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def picture_url(self) -> str:
        """The picture as a data URL."""
        return Picture(self.picture).url

    @property
    def status(self) -> str:
        """All of it in a few words, for who listens to the page."""
        return f"{len(self.faults)} to put right" if self.faults else f"{len(self.said)} sentences are understood"

    @property
    def is_ready(self) -> bool:
        """Whether it can be built."""
        return not self.faults


def read_request(request: FeatureRequest, known: Mapping[str, KnownEntity], rules: Blueprint) -> Reading:
    """How a request is read in a project that has the known entities."""
    text = request.requirements if isinstance(request.requirements, str) else ""
    faults = list(_about_the_name(request.feature))
    try:
        understood = understand(replace(request, feature=_STAND_IN) if faults else request, known)
    except PetsageError as error:
        return Reading(faults=(*faults, *_marks(error.problems, text)))
    if faults:
        return Reading(faults=tuple(faults))
    spec = understood.spec
    return Reading(
        said=tuple(sentences_of(spec)),
        assumed=understood.assumed,
        reworded=understood.reworded,
        picture=to_svg(spec),
        endpoints=tuple(map(str, operations_of(spec, rules, known))),
        access=tuple(_access(entity) for entity in spec.entities),
        tables=_tables(spec),
    )


def _about_the_name(feature: str) -> Iterator[Mark]:
    if not feature:
        yield Mark("feature", "the feature has no name yet", "small letters, digits and _, such as `pets`")
    elif fault := name_fault(feature):
        yield Mark("feature", f"`{feature}` {fault}", f"call it `{alternative(feature)}`")


def _tables(spec: FeatureSpec) -> dict[str, Sequence[str]]:
    if spec.is_static:
        return {}
    return {table.name: [column.name for column in table.columns] for table in tables_of(spec)}


def _access(entity: Entity) -> EntityAccess:
    """A row for each kind of people that may do something."""
    granted = {verb: entity.access.to(verb) for verb in VERBS}
    everybody = list(dict.fromkeys(grant for grants in granted.values() for grant in grants))
    rows = [AccessRow(_people(grant), tuple(grant in granted[verb] for verb in VERBS)) for grant in everybody]
    return EntityAccess(entity.plural, tuple(rows))


def _people(grant: Grant) -> str:
    """Who a grant is for, as a sentence calls them: "signed-in users", "its owner", "its author (draft)"."""
    people = sentence(who_phrase((grant,))).removeprefix("Only ").rstrip(".")
    return f"{people} ({', '.join(map(names.spoken, grant.states))})" if grant.states else people


def _marks(problems: Sequence[Problem], text: str) -> Iterator[Mark]:
    spans = [(found[0].at, _end(text, found[-1].at, found[-1].text)) for found in sentences(text)]
    for problem in problems:
        at = _offset(problem.place, text)
        if at is None:
            yield Mark(problem.place, problem.message, problem.advice)
            continue
        start, end = next(((first, last) for first, last in spans if first <= at <= last), (at, at + 1))
        repairs = tuple(_repairs(problem, start, end, text))
        yield Mark(problem.place, problem.message, problem.advice, start, end, repairs)


def _repairs(problem: Problem, start: int, end: int, text: str) -> Iterator[Repair]:
    """The whole sentences that an advice offers: what is to be added comes last, all else takes the fault's place."""
    for offered in _QUOTED.findall(problem.advice):
        if offered[:1].isupper() and offered.endswith("."):
            adds = problem.advice.startswith("add ")
            yield Repair(offered, len(text), len(text)) if adds else Repair(offered, start, end)


def _offset(place: str, text: str) -> int | None:
    found = _PLACE.fullmatch(place)
    if not found:
        return None
    line, column = int(found[1]), int(found[2])
    return sum(len(one) + 1 for one in text.split("\n")[: line - 1]) + column - 1


def _end(text: str, at: int, word: str) -> int:
    """Where a sentence ends whose last word is at an offset, with its full stop."""
    end = at + len(word)
    return end + 1 if text[end : end + 1] == "." else end
