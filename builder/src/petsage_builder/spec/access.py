"""Who may do what: deny by default, one rule per verb."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator

from petsage_builder.terms.part import Name, Part, Role, Several

if TYPE_CHECKING:
    from petsage_builder.spec.entity import Entity

Verb = Literal["see", "create", "change", "delete"]
VERBS: tuple[Verb, ...] = ("see", "create", "change", "delete")


class Grant(Part):
    """Somebody who may do something.

    `owner` is the user that the entity's `relation` points at; who creates the entity becomes that user.
    `parent` is whoever may do `may` with the entity that `relation` points at. `role` is everybody who has that `role`.
    """

    to: Literal["anyone", "signed-in users", "admins", "owner", "parent", "role"]
    relation: Name | None = None
    may: Literal["see", "change"] | None = None
    role: Role | None = None


def normal(grants: tuple[Grant, ...]) -> tuple[Grant, ...]:
    """The same people said in one way: anyone includes everybody, signed-in users all but who follows a parent."""
    who = {grant.to for grant in grants}
    signed_in = {"owner", "admins", "role"}
    included = {"signed-in users": signed_in, "anyone": {"signed-in users", "parent", *signed_in}}
    said_already = {narrow for wide in who for narrow in included.get(wide, ())}
    left = {grant for grant in grants if grant.to not in said_already}
    return tuple(sorted(left, key=lambda grant: (grant.to, grant.relation or grant.role or "", grant.may or "")))


Grants = Annotated[Several[Grant], AfterValidator(normal)]
"""Everybody who may do one thing; empty means nobody."""


class Access(Part):
    """For each verb, who may do it. A lifecycle's steps count as changes, restoring counts as deleting."""

    see: Grants = ()
    create: Grants = ()
    change: Grants = ()
    delete: Grants = ()

    def to(self, verb: Verb) -> tuple[Grant, ...]:
        """Who may do this."""
        grants: tuple[Grant, ...] = getattr(self, verb)
        return grants


@dataclass(frozen=True)
class Reach:
    """A grant at the end of a chain: follow `path` (relations, nearest first), then `grant` decides, never `parent`."""

    path: tuple[str, ...]
    grant: Grant


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
    return tuple(_reach(entity, grants, entity_called, (), frozenset({entity.name})))


def _reach(
    entity: "Entity",
    grants: tuple[Grant, ...],
    entity_called: Callable[[str], "Entity"],
    path: tuple[str, ...],
    passed: frozenset[str],
) -> Iterator[Reach]:
    for grant in grants:
        if grant.to != "parent":
            yield Reach(path, grant)
        elif grant.relation and grant.may:
            target = entity_called(entity.relation(grant.relation).target)
            if target.name not in passed:
                here = (*path, grant.relation)
                yield from _reach(target, target.access.to(grant.may), entity_called, here, passed | {target.name})
