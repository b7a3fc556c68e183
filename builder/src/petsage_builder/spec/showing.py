"""What things are shown with: the other end of each relation that is named, and what must hold for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from petsage_builder.spec.entity import USER, BelongsTo, Entity, ManyToMany, ShownWith
from petsage_builder.spec.fault import Fault, Path
from petsage_builder.terms import names

USER_FIELDS = {"email address": "email"}
"""What can be shown of any user, by its name in code, besides what users have of their own."""


@dataclass(frozen=True)
class Related:
    """What a part of a thing is: what it belongs to, by `link`; what belongs to it, by that; or what it is linked with.

    A link is kept by the thing's own entity, or else by `target`.
    """

    kind: Literal["one", "many", "kept link", "link kept there"]
    target: str
    link: BelongsTo | None = None


def related(entity: Entity, its: str, entities: tuple[Entity, ...]) -> Related | None:
    """What an entity's part of this name is, among the entities of its feature; None where it has no such relation."""
    return next(_readings(entity, its, entities), None)


def _readings(entity: Entity, its: str, entities: tuple[Entity, ...]) -> Iterator[Related]:
    for link in entity.belongs_to:
        if link.role == its:
            yield Related("one", link.target, link)
    for many in entity.many_to_many:
        if names.plural(many.target) == its:
            yield Related("kept link", many.target)
    for other in entities:
        if other.plural == its:
            if ManyToMany(target=entity.name) in other.many_to_many:
                yield Related("link kept there", other.name)
            links = [link for link in other.belongs_to if link.target == entity.name]
            if len(links) == 1:
                yield Related("many", other.name, links[0])


def own_fields_shown(entity: Entity) -> Iterator[str]:
    """The fields of users' own that an entity is shown with."""
    users = {link.role for link in entity.owners}
    named = (name for part in entity.shown_with if part.its in users for name in part.fields)
    yield from (name for name in named if name not in USER_FIELDS)


def showing_faults(entity: Entity, entities: tuple[Entity, ...], path: Path) -> Iterator[Fault]:
    """What doesn't hold of what an entity is shown with."""
    taken = {name for field in entity.fields for name in (field.snake, names.in_json(field.name))}
    taken |= {names.snake(computed.name) for computed in entity.computed} | ({"status"} if entity.lifecycle else set())
    taken |= {link.column for link in entity.belongs_to}
    for index, part in enumerate(entity.shown_with):
        place = (*path, "shown_with", index)
        found = related(entity, part.its, entities)
        if found is None:
            yield Fault(place, f"{entity.name} has no '{part.its}' that it could be shown with", _relate(entity, part))
        elif part.snake in taken:
            advice = "rename one of the two"
            yield Fault(place, f"{entity.name} would have '{part.its}' twice where it is shown", advice)
        else:
            yield from _fields(part, found, entities, place)
        taken.add(part.snake)


def _relate(entity: Entity, part: ShownWith) -> str:
    one, its = names.with_article(entity.name), names.subject(names.one_of_several(part.its))
    return f"add `{its} belongs to {one}.`"


def _fields(part: ShownWith, found: Related, entities: tuple[Entity, ...], place: Path) -> Iterator[Fault]:
    """What is named of a thing are fields that it has; a user isn't shown whole."""
    target = next((other for other in entities if other.name == found.target), None)
    if found.target == USER:
        known = {*USER_FIELDS, *(field.name for field in target.fields)} if target else {*USER_FIELDS, *part.fields}
        if not part.fields:
            advice = f"say what, as in `its {part.its}'s email address`"
            yield Fault(place, "of a user it has to be said what is shown", advice)
    elif target is None:
        known = set(part.fields)
        if part.fields:
            message = f"'{found.target}' is of another feature, and is shown whole for now"
            yield Fault(place, message, "leave out its fields")
    else:
        known = {field.name for field in target.fields} | ({"status"} if target.lifecycle else set())
    for name in part.fields:
        if name not in known:
            message = f"'{name}' is no field of {names.with_article(found.target)} that can be shown with it"
            yield Fault(place, message, f"name one that is: {', '.join(sorted(known)) or 'there is none'}", name)
    if len(set(part.fields)) < len(part.fields):
        yield Fault(place, f"a field of its {part.its} is shown twice", "name each field once")
