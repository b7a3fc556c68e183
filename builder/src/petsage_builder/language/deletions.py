"""What deleting the target of a relation does, where it isn't said."""

from collections.abc import Callable
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
    """Whether somebody may create the entity who sees its target and can neither change nor delete that."""
    try:
        target = entity_called(link.target)
        seeing = reach(target, "see", entity_called)
        managing = (*reach(target, "change", entity_called), *reach(target, "delete", entity_called))
        creating = [_seen_from(link, one) for one in reach(entity, "create", entity_called)]
    except KeyError:  # something isn't defined, which is a fault of its own
        return False
    return not (all_among(seeing, managing) or all_among(creating, managing))


def _seen_from(link: BelongsTo, one: Reach) -> Reach:
    """Somebody by the way from the relation's target, if it leads there; else by one that isn't the target's."""
    if one.path[:1] == (link.role,):
        return Reach(one.path[1:], one.grant)
    return Reach(("", *one.path), one.grant)
