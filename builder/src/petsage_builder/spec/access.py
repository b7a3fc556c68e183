"""Who may do what: deny by default, one rule per verb."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator

from petsage_builder.terms.part import Name, Part, Role, Several, States

if TYPE_CHECKING:
    from petsage_builder.spec.entity import Entity

Verb = Literal["see", "create", "change", "delete"]
VERBS: tuple[Verb, ...] = ("see", "create", "change", "delete")


class Grant(Part):
    """Somebody who may do something.

    `owner` is the user that the entity's `relation` points at; who creates the entity becomes that user.
    `parent` is whoever may do `may` with the entity that `relation` points at. `role` is everybody who has that `role`.
    Where `states` are named, they may do it with what is in one of these alone.
    """

    to: Literal["anyone", "signed-in users", "admins", "owner", "parent", "role"]
    relation: Name | None = None
    may: Literal["see", "change"] | None = None
    role: Role | None = None
    states: States = ()

    @property
    def in_any_state(self) -> "Grant":
        """The same people, whatever state a thing is in."""
        return self.model_copy(update={"states": ()})


def normal(grants: tuple[Grant, ...], states: Collection[str] = ()) -> tuple[Grant, ...]:
    """The same people in the same states said in one way; `states` are all that there are, where that is known."""
    named = {state for grant in grants for state in grant.states}
    every: set[str | None] = {*states, *named} if states else {*named, None}
    found: dict[Grant, set[str | None]] = {}
    for state in every:
        for grant in _widest([grant.in_any_state for grant in grants if not grant.states or state in grant.states]):
            found.setdefault(grant, set()).add(state)
    here = {grant: () if None in within or within == every else within for grant, within in found.items()}
    return tuple(
        sorted((Grant(**{**dict(grant), "states": tuple(within)}) for grant, within in here.items()), key=_key)
    )


def _key(grant: Grant) -> tuple[str, str, str, tuple[str, ...]]:
    return grant.to, grant.relation or grant.role or "", grant.may or "", grant.states


def _widest(grants: Collection[Grant]) -> set[Grant]:
    """The same people with nobody twice: anyone includes everybody, signed-in users all but who follows a parent."""
    who = {grant.to for grant in grants}
    signed_in = {"owner", "admins", "role"}
    included = {"signed-in users": signed_in, "anyone": {"signed-in users", "parent", *signed_in}}
    said_already = {narrow for wide in who for narrow in included.get(wide, ())}
    return {grant for grant in grants if grant.to not in said_already}


Grants = Annotated[Several[Grant], AfterValidator(lambda grants: normal(grants))]
"""Everybody who may do one thing; empty means nobody."""


class Access(Part):
    """For each verb, who may do it. A lifecycle's steps count as changes, restoring counts as deleting."""

    see: Grants = ()
    create: Grants = ()
    change: Grants = ()
    delete: Grants = ()

    def to(self, verb: Verb) -> tuple[Grant, ...]:
        """Who may do this, be it in some states only."""
        grants: tuple[Grant, ...] = getattr(self, verb)
        return grants

    def in_state(self, verb: Verb, state: str) -> tuple[Grant, ...]:
        """Who may do this with what is in a state."""
        found = [grant.in_any_state for grant in self.to(verb) if not grant.states or state in grant.states]
        return normal(tuple(found))

    def is_by_state(self, verb: Verb) -> bool:
        """Whether not the same people may do this in every state."""
        return any(grant.states for grant in self.to(verb))

    def among(self, states: Collection[str]) -> "Access":
        """The same of what has these states, said in one way."""
        return self.model_copy(update={verb: normal(self.to(verb), states) for verb in VERBS})


@dataclass(frozen=True)
class Reach:
    """A grant at the end of a chain: follow `path` (relations, nearest first), then `grant` decides, never `parent`.

    `within` are the states that what the chain passes must be in, each with the way there, where not any will do.
    """

    path: tuple[str, ...]
    grant: Grant
    within: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()

    @property
    def is_by_state(self) -> bool:
        """Whether it holds in some states only."""
        return bool(self.grant.states or self.within)


def reach(entity: "Entity", verb: Verb, entity_called: Callable[[str], "Entity"]) -> tuple[Reach, ...]:
    """Everybody who may do this, with `parent` followed to where somebody decides.

    `entity_called` gives an entity of the feature or of the project by its name. Access that follows itself, which is
    no access, isn't followed.
    """
    return reach_of(entity, entity.access.to(verb), entity_called)


def reach_of(
    entity: "Entity", grants: tuple[Grant, ...], entity_called: Callable[[str], "Entity"]
) -> tuple[Reach, ...]:
    """Everybody whom some grants of an entity are for, likewise."""
    return tuple(_reach(entity, grants, entity_called, Reach((), _EVERYBODY), frozenset({entity.name})))


_EVERYBODY = Grant(to="anyone")


def _reach(
    entity: "Entity",
    grants: tuple[Grant, ...],
    entity_called: Callable[[str], "Entity"],
    so_far: Reach,
    passed: frozenset[str],
) -> Iterator[Reach]:
    for grant in grants:
        if grant.to != "parent":
            yield replace(so_far, grant=grant)
        elif grant.relation and grant.may:
            target = entity_called(entity.relation(grant.relation).target)
            if target.name not in passed:
                passing = [(so_far.path, grant.states)] if grant.states else []
                here = Reach((*so_far.path, grant.relation), grant, (*so_far.within, *passing))
                yield from _reach(target, target.access.to(grant.may), entity_called, here, passed | {target.name})
