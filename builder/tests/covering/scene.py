"""Three entities of one feature, each below the one before it, as forms of the language are added to them."""

from copy import copy
from dataclasses import dataclass, field
from typing import Any

from petsage_builder.kinds.all import Type
from petsage_builder.spec.access import VERBS, Access, Grant, Verb
from petsage_builder.spec.conditions import Requirement
from petsage_builder.spec.dead_ends import dead_ends
from petsage_builder.spec.entity import (
    BelongsTo,
    Comparison,
    Computed,
    Entity,
    FieldSpec,
    Lifecycle,
    ListOrder,
    ManyToMany,
    Once,
    Overlap,
    ShownWith,
    Unique,
)
from petsage_builder.spec.fault import FaultySpecError
from petsage_builder.spec.feature import FeatureSpec
from petsage_builder.spec.roles import Roles, roles_of
from petsage_builder.spec.validate import validated

KNOWN = {"clinic": "clinics", "order": "shop", "member": "people"}
"""Entities of other features, with their features."""

EVERYBODY = (Grant(to="signed-in users"),)
AROUND = {
    name: Entity(name=name, access=Access(see=EVERYBODY, create=EVERYBODY, change=EVERYBODY, delete=EVERYBODY))
    for name in KNOWN
}

CHAIN = ("shelf", "book", "page")


class TakenError(Exception):
    """The entity has something already that leaves no room for what is added."""


@dataclass
class Draft:
    """An entity while it is written; `above` and `below` are the entities beside it in the chain."""

    name: str
    above: str
    below: str = ""
    fields: dict[str, FieldSpec] = field(default_factory=dict)
    links: dict[str, BelongsTo] = field(default_factory=dict)
    access: dict[Verb, tuple[Grant, ...]] = field(default_factory=dict)
    many: list[ManyToMany] = field(default_factory=list)
    uniques: list[Unique] = field(default_factory=list)
    comparisons: list[Comparison] = field(default_factory=list)
    overlaps: list[Overlap] = field(default_factory=list)
    requirements: list[Requirement] = field(default_factory=list)
    filters: list[str] = field(default_factory=list)
    search: list[str] = field(default_factory=list)
    computed: list[Computed] = field(default_factory=list)
    once: list[Once] = field(default_factory=list)
    shown_with: list[ShownWith] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    rest: dict[str, Any] = field(default_factory=dict)

    def copy(self) -> "Draft":
        """The same, to be written further; what it holds never changes."""
        return Draft(**{name: copy(value) for name, value in vars(self).items()})

    def has(self, name: str, type_: Type, **said: Any) -> str:
        """Gives it a field, unless it has one of this name; the name."""
        self.fields.setdefault(name, FieldSpec(name=name, type=type_, **said))
        return name

    def belongs(self, role: str, target: str, **said: Any) -> str:
        """Gives it a relation; what is said of one that it has already is said of that one. The role."""
        link = self.links.get(role) or BelongsTo(target=target, role=role, on_delete="cascade")
        self.links[role] = link.model_copy(update=said)
        return role

    def owner(self, **said: Any) -> str:
        return self.belongs("owner", "user", **said)

    def parent(self, **said: Any) -> str:
        return self.belongs(self.above, self.above, **said)

    def grant(self, verb: Verb, grant: Grant) -> None:
        self.access[verb] = (*self.access.get(verb, ()), grant)

    def put(self, slot: str, value: Any) -> None:
        """Says something that is said once.

        Raises:
            TakenError: it has been said.
        """
        if slot in self.rest:
            raise TakenError(slot)
        self.rest[slot] = value

    @property
    def _access(self) -> Access:
        """What is said, and else what everybody may; who may change a thing sees it, unless nobody does."""
        seeing, changing = self.access.get("see"), self.access.get("change")
        see = () if seeing == () else (*(seeing or EVERYBODY), *(changing or ()))
        otherwise = see or EVERYBODY
        said = {"see": see} | {verb: self.access.get(verb, otherwise) for verb in VERBS if verb != "see"}
        for verb, states in self.rest.get("rights", {}).items():
            said[verb] = tuple(grant.model_copy(update={"states": states}) for grant in said[verb])
        return Access(**said)

    @property
    def _order(self) -> ListOrder:
        by = self.rest.get("order")
        return ListOrder(by=by, descending=self.rest.get("direction", by is None))

    def entity(self) -> Entity:
        return Entity(
            name=self.name,
            fields=tuple(self.fields.values()) or (FieldSpec(name="name", type={"kind": "text"}),),  # type: ignore[arg-type]
            belongs_to=tuple(self.links.values()),
            many_to_many=tuple(self.many),
            uniques=tuple(self.uniques),
            comparisons=tuple(self.comparisons),
            overlaps=tuple(self.overlaps),
            requirements=tuple(self.requirements),
            access=self._access,
            filters=tuple(self.filters),
            search=tuple(self.search),
            computed=tuple(self.computed),
            shown_with=tuple(self.shown_with),
            once=tuple(self.once),
            log=tuple(self.log),  # type: ignore[arg-type]
            order=self._order,
            lifecycle=self.rest.get("lifecycle"),
            restore_days=self.rest.get("restored"),
            history=self.rest.get("history", False),
            counted=self.rest.get("counted", False),
            found_by=self.rest.get("found_by"),
        )


def chain() -> list[Draft]:
    """The drafts of a new chain, the uppermost first."""
    above, below = ("clinic", *CHAIN), (*CHAIN[1:], "")
    return [Draft(*names) for names in zip(CHAIN, above, below, strict=False)]


def spec_of(drafts: list[Draft]) -> FeatureSpec | None:
    """The spec of some drafts; None where it isn't valid, or has what nobody could do."""
    entities = tuple(draft.entity() for draft in drafts)
    try:
        data = {"feature": "feature", "description": "Covering.", "entities": entities}
        spec = validated(data | {"roles": roles_said_in(entities)}, KNOWN)
    except FaultySpecError:
        return None
    called = AROUND | {entity.name: entity for entity in entities}
    return None if any(dead_ends(entities, called.__getitem__, lambda *_: True)) else spec


def roles_said_in(entities: tuple[Entity, ...]) -> Roles:
    """The roles that somebody speaks of; everybody is a guest at first."""
    found = {role for entity in entities for role in roles_of(entity)}
    return Roles(names=tuple(sorted(found)), start="guest" if "guest" in found else None)


def states(*names: str, steps: dict[str, tuple[str, ...]]) -> Lifecycle:
    """A lifecycle in which each state can be reached from the next ones."""
    pairs = [{"source": source, "target": target} for source, targets in steps.items() for target in targets]
    return Lifecycle(states=names, initial=names[0], steps=tuple(pairs))  # type: ignore[arg-type]
