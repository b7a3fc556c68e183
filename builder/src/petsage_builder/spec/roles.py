"""What people can be to the app: roles, which one feature of a project declares and all of them can speak of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import AfterValidator, Field

from petsage_builder.spec.access import VERBS, Grant
from petsage_builder.spec.entity import Entity
from petsage_builder.spec.fault import Fault, Path
from petsage_builder.terms import names
from petsage_builder.terms.part import NAME_LENGTH, Part, Role, Several

MOST_ROLES = 50
EVERYWHERE = {
    "admin": "admins",
    "anyone": "anyone",
    "everybody": "anyone",
    "everyone": "anyone",
    "nobody": "nobody",
    "signed in user": "signed-in users",
    "user": "signed-in users",
}
"""What people are in every project, and how the language calls them."""


def _once(roles: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(roles))


class Roles(Part):
    """The roles that a feature declares, one in the singular each; whoever signs up gets `start`, if there is one."""

    names: Annotated[Several[Role], AfterValidator(_once), Field(max_length=MOST_ROLES)] = ()
    start: Role | None = None


def in_code(role: str) -> str:
    """How a role is called in code, in the API and in the database: `front_desk`."""
    return names.snake(role)


def role_faults(roles: Roles, entities: tuple[Entity, ...]) -> Iterator[Fault]:
    """What doesn't hold among the roles of a feature; what it takes from the project isn't looked at."""
    for index, role in enumerate(roles.names):
        place: Path = ("roles", "names", index)
        if role in EVERYWHERE:
            yield Fault(place, f"'{names.plural(role)}' are no role: every project has them", "leave it out")
        elif len(role) > NAME_LENGTH:
            yield Fault(place, f"'{role[:NAME_LENGTH]}…' is too long for a name", f"use {NAME_LENGTH} letters at most")
    if roles.start is not None and roles.start not in roles.names:
        advice = f"say `Users are {names.plural(roles.start)}.`"
        yield Fault(("roles", "start"), f"'{roles.start}' is no role that this request declares", advice)
    if roles.names and not entities:
        yield Fault(("roles",), "a feature has more than roles", "say what there is that they may see or do")


@dataclass(frozen=True)
class UsersAround:
    """What a project's other features say of users, each with one that does.

    The roles that they declare, and those that they grant something; the fields that users have of their own, and those
    that things are shown with.
    """

    declared: Mapping[str, str] = field(default_factory=dict)
    granted: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)


NO_USERS = UsersAround()


def roles_in_project(roles: Roles, entities: tuple[Entity, ...], others: UsersAround) -> Iterator[Fault]:
    """What doesn't hold with the roles of the project's other features."""
    for index, role in enumerate(roles.names):
        if role in others.declared:
            message = f"'{names.plural(role)}' are a role that the feature '{others.declared[role]}' declares"
            yield Fault(("roles", "names", index), message, "leave it out here: roles are good in every feature")
    known = {*roles.names, *others.declared}
    for role, feature in others.granted.items():
        if role not in known:
            message = f"the feature '{feature}' speaks of {names.plural(role)}, and nothing would declare them any more"
            yield Fault(("roles",), message, f"add `Users are {names.plural(role)}.`")
    for index, entity in enumerate(entities):
        granted: list[tuple[Path, tuple[Grant, ...]]] = [(("access", verb), entity.access.to(verb)) for verb in VERBS]
        actions = entity.lifecycle.actions if entity.lifecycle else ()
        granted += [(("access", "steps"), action.who) for action in actions]
        granted += [(("once", number), once.who) for number, once in enumerate(entity.once)]
        for place, grants in granted:
            for role in roles_among(grants):
                if role not in known:
                    message = f"'{role}' is no role that people have here"
                    yield Fault(("entities", index, *place), message, f"add `Users are {names.plural(role)}.`", role)


def roles_of(entity: Entity) -> tuple[str, ...]:
    """The roles that an entity grants something, in the order of the alphabet."""
    return tuple(sorted(set(roles_among(entity.grants))))


def roles_among(grants: tuple[Grant, ...]) -> Iterator[str]:
    """The roles that are granted something."""
    yield from (grant.role for grant in grants if grant.role is not None)
