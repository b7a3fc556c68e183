"""What deleting the target of a relation does, where it isn't said."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Literal

from petsage_builder.spec.access import VERBS, Reach, reach
from petsage_builder.spec.entity import BelongsTo, Entity
from petsage_builder.spec.people import all_among

EntityCalled = Callable[[str], Entity]
OnDelete = Literal["cascade", "refuse", "unlink"]


def presumed_on_delete(entity: Entity, link: BelongsTo, entity_called: EntityCalled) -> OnDelete:
    """What goes along, what stays, and what stands in the way.

    A user takes what is theirs along and leaves a nameless former user where they are only named. A part goes with the
    whole that its access follows. What may be without its target stays. Otherwise no stranger stands in the way: what
    somebody may create who couldn't change its target goes along.
    """
    if link.target == "user":
        return "cascade" if _is_theirs(entity, link) else "unlink"
    if link.optional:
        return "unlink"
    if any(grant.relation == link.role for verb in VERBS for grant in entity.access.to(verb)):
        return "cascade"
    return "cascade" if _strangers_create(entity, link, entity_called) else "refuse"


def _is_theirs(entity: Entity, link: BelongsTo) -> bool:
    """Whether a thing is that user's own: they created it or, where creators are others, it is for them alone."""
    if entity.creators:
        return link in entity.creators
    if link.optional:
        return False
    writers = {
        grant.relation for verb in ("change", "delete") for grant in entity.access.to(verb) if grant.to == "owner"
    }
    readers = {(grant.to, grant.relation) for grant in entity.access.see}
    return writers == {link.role} or readers == {("owner", link.role)}


def _strangers_create(entity: Entity, link: BelongsTo, entity_called: EntityCalled) -> bool:
    """Whether somebody may create the entity who sees its target but manages neither that nor what it goes with."""
    try:
        target = entity_called(link.target)
        creating = reach(entity, "create", entity_called)
        seeing = _from_below((link.role,), reach(target, "see", entity_called))
        for path, above in _goes_with(target, (link.role,), entity_called, frozenset({entity.name})):
            deleting = (*reach(above, "change", entity_called), *reach(above, "delete", entity_called))
            managing = _from_below(path, deleting)
            if not (all_among(creating, managing) or all_among(seeing, managing)):
                return True
    except KeyError:  # something isn't defined, which is a fault of its own
        pass
    return False


def _goes_with(
    target: Entity, path: tuple[str, ...], entity_called: EntityCalled, passed: frozenset[str]
) -> Iterator[tuple[tuple[str, ...], Entity]]:
    """The target, and all that it can't be without and might go along with, each with the way there."""
    if target.name in passed:
        return
    yield path, target
    for link in target.belongs_to:
        if link.target != "user" and not link.optional:
            above = entity_called(link.target)
            yield from _goes_with(above, (*path, link.role), entity_called, passed | {target.name})


def _from_below(path: tuple[str, ...], found: Iterable[Reach]) -> list[Reach]:
    """Somebody of a thing that a way leads to, by the whole way."""
    return [replace(one, path=(*path, *one.path)) for one in found]
