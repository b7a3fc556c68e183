"""What must hold for what people have of their own."""

from collections.abc import Iterator

from petsage_builder.kinds.plain import EmailAddress
from petsage_builder.kinds.text import Text
from petsage_builder.spec.access import VERBS
from petsage_builder.spec.entity import Entity
from petsage_builder.spec.fault import Fault, Path
from petsage_builder.spec.roles import UsersAround
from petsage_builder.spec.showing import USER_FIELDS, own_fields_shown
from petsage_builder.terms import names

_OF_ACCOUNTS = frozenset([*USER_FIELDS, "email", "is active", "password", "role", "roles"])
"""What accounts have in every project."""

_LATER = (
    ("belongs_to", "belong to anything"),
    ("many_to_many", "be linked to anything"),
    ("lifecycle", "have states"),
    ("computed", "have anything that is computed"),
    ("shown_with", "be shown with anything"),
    ("found_by", "be found by anything but their id"),
    ("history", "have a history"),
    ("restore_days", "be restored"),
    ("log", "be logged"),
    ("formerly", "be called otherwise"),
)
"""What can be said of things, and not of people."""

_KNOWN = ("anyone", "signed-in users", "admins", "role")
"""Whom people can be shown to, whoever they are."""


def people_faults(entity: Entity, path: Path) -> Iterator[Fault]:
    """Everything about it that doesn't hold; what is `public` is said of nothing else."""
    if not entity.is_people:
        if entity.public:
            message = f"whoever sees {names.with_article(entity.name)} sees all of its fields"
            yield Fault((*path, "public"), message, "leave out which")
        return
    for part, what in _LATER:
        if getattr(entity, part):
            yield Fault((*path, part), f"users can't {what} yet", "leave it out, or say it of a thing of theirs")
    yield from _fields(entity, path)
    yield from _uniques(entity, path)
    yield from _requirements(entity, path)
    yield from _seen(entity, path)


def _fields(entity: Entity, path: Path) -> Iterator[Fault]:
    unique = {name for rule in entity.uniques for name in rule.names}
    for index, field in enumerate(entity.fields):
        here = (*path, "fields", index)
        if field.name in _OF_ACCOUNTS:
            yield Fault(here, f"a user has '{field.name}' already, as every account", "leave it out")
        if field.is_fixed:
            message = f"accounts from before it is asked for have no '{field.name}', and could never be given one"
            yield Fault(here, message, "let people change it")
        if field.made_from:
            yield Fault(here, "what is made from another field can't be a user's yet", "let people choose it")
        if field.default is not None and field.name in unique:
            advice = "leave out what it starts as, or that it is unique"
            yield Fault(here, f"not all users can start with the same '{field.name}', which is unique", advice)


def _uniques(entity: Entity, path: Path) -> Iterator[Fault]:
    """What is unique has values for however many people there will be."""
    endless = {field.name for field in entity.fields if isinstance(field.type, Text | EmailAddress)}
    for index, rule in enumerate(entity.uniques):
        if endless.isdisjoint(rule.names):
            message = f"what no two users have the same is a text or an email address, and no '{rule.names[0]}' yet"
            yield Fault((*path, "uniques", index), message, "leave out that it is unique")


def _requirements(entity: Entity, path: Path) -> Iterator[Fault]:
    """What must be given in some case isn't missing in accounts that start in that case."""
    starting = {field.name for field in entity.fields if field.default is not None}
    for index, rule in enumerate(entity.requirements):
        if rule.when.field in starting:
            message = f"accounts from before start with a '{rule.when.field}' and have no '{rule.field}'"
            yield Fault((*path, "requirements", index), message, f"leave out what '{rule.when.field}' starts as")


def _seen(entity: Entity, path: Path) -> Iterator[Fault]:
    """Who sees what of people: fields that are named; nothing else tells of them in lists."""
    known, see = {field.name for field in entity.fields}, entity.access.see
    advice = "say `Anyone can see a user's …`"
    for name in entity.public:
        if name not in known:
            yield Fault((*path, "public"), f"'{name}' is not a field of a user", f"add `A user has a {name}.`", name)
    if bool(see) is not bool(entity.public):
        yield Fault((*path, "access", "see"), "who sees users and what they see of them go together", advice)
    for verb in VERBS[1:]:
        if entity.access.to(verb):
            message = f"nobody is given to {verb} users: everybody signs up, and changes and deletes their own account"
            yield Fault((*path, "access", verb), message, "leave it out")
    if any(grant.to not in _KNOWN or grant.states for grant in see):
        yield Fault((*path, "access", "see"), "whom users are shown to is said in another way", advice)
    done = {once.done for once in entity.once}
    for part, told in (("filters", entity.filters), ("search", entity.search), ("order", entity.order.fields)):
        for name in told:
            if name in known - set(entity.public) - done:
                message = f"lists of users would tell a user's '{name}', which nobody is said to see"
                yield Fault((*path, part), message, f"add it to `Anyone can see a user's {name}.`, or leave it out")


def people_in_project(entities: tuple[Entity, ...], others: UsersAround) -> Iterator[Fault]:
    """What doesn't hold with what the project's other features say of users."""
    index, own = next(((index, one) for index, one in enumerate(entities) if one.is_people), (0, None))
    if own and others.fields:
        feature = next(iter(others.fields.values()))
        message = f"what users have of their own is said by the feature '{feature}'"
        yield Fault(("entities", index), message, f"change the request of '{feature}'")
    known = {*others.fields, *(field.name for field in (own.fields if own else ()))}
    for name, feature in others.shown.items():
        if name not in known:
            message = f"the feature '{feature}' shows a user's {name}, which users would have no more"
            yield Fault(("entities", index), message, f"keep it here, or change '{feature}' first")
    for place, entity in enumerate(entities):
        for name in own_fields_shown(entity):
            if name not in known:
                message, advice = f"users have no '{name}'", f"add `A user has {names.with_article(name)}.`"
                yield Fault(("entities", place, "shown_with"), message, advice, name)
