"""An entity while its sentences are being gathered: each thing with the place where it was said."""

from dataclasses import dataclass, field
from typing import Any

from petsage_builder.language.statements import Item, Who
from petsage_builder.language.vocabulary import Vocabulary
from petsage_builder.spec.access import Verb
from petsage_builder.terms.noun import Noun


@dataclass(frozen=True)
class Said:
    """A value and the place in the text where it was said."""

    value: Any
    at: int


@dataclass
class Link:
    """A relation to one target, an entity's name or "user"."""

    target: str
    role: str
    optional: bool
    at: int


@dataclass
class Grants:
    """Who may do one thing, as far as it has been said."""

    who: set[Who]
    is_closed: bool
    at: int


@dataclass(frozen=True)
class Acted:
    """Who takes the steps to a state: from `sources`, or where none is named from all; `term` is a term's data."""

    target: str
    sources: tuple[str, ...]
    who: frozenset[Who]
    only: bool
    term: dict[str, Any] | None
    at: int


@dataclass(frozen=True)
class Right:
    """Who may do something with what is in some states, which goes before what is said of all where it is closed."""

    verb: Verb
    states: tuple[str, ...]
    who: frozenset[Who]
    is_closed: bool
    at: int


@dataclass
class EntityDraft:
    """What has been said of one entity.

    `said` has what can be said once, by the path to it: ("order",), ("fields", "name", "type"). The lists and sets
    have what can be said several times. Former names are kept for the entity, by field or relation, and, of their
    values, by field or `status`.
    """

    name: Noun
    items: dict[str, Item] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    said: dict[tuple[str, ...], Said] = field(default_factory=dict)
    many: list[Said] = field(default_factory=list)
    once: list[Said] = field(default_factory=list)
    uniques: list[Said] = field(default_factory=list)
    comparisons: list[Said] = field(default_factory=list)
    overlaps: list[Said] = field(default_factory=list)
    requirements: list[Said] = field(default_factory=list)
    steps: list[Said] = field(default_factory=list)
    acts: list[Acted] = field(default_factory=list)
    expiries: list[Said] = field(default_factory=list)
    computed: dict[str, Said] = field(default_factory=dict)
    filters: list[Said] = field(default_factory=list)
    search: list[Said] = field(default_factory=list)
    shown_with: list[Said] = field(default_factory=list)
    log: list[Said] = field(default_factory=list)
    public: list[Said] = field(default_factory=list)
    formerly: list[Said] = field(default_factory=list)
    former_parts: dict[str, list[Said]] = field(default_factory=dict)
    former_values: dict[str, list[Said]] = field(default_factory=dict)
    access: dict[Verb, Grants] = field(default_factory=dict)
    rights: list[Right] = field(default_factory=list)

    def value(self, *path: str) -> Any:
        """What was said at a path, or nothing."""
        said = self.said.get(path)
        return said and said.value

    def link(self, noun: str) -> Link | None:
        """The relation that a noun means: by its role, or by its target where only one relation has that target."""
        roles = Vocabulary(link.role for link in self.links)
        if role := roles.find(noun):
            return next(link for link in self.links if link.role == role)
        target = Vocabulary(link.target for link in self.links).find(noun)
        found = [link for link in self.links if link.target == target]
        return found[0] if len(found) == 1 else None
