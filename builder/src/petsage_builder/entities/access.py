"""Who may do what, as the parts of a module need to know it."""

from petsage_builder.entities.scene import Scene
from petsage_builder.spec.access import Verb, reach
from petsage_builder.spec.entity import BelongsTo, Entity


def creators(entity: Entity) -> tuple[BelongsTo, ...]:
    """The relations to a user that whoever creates the entity becomes; clients don't send them.

    Those are the owners it can't be without, unless creating is for admins alone: they create for somebody.
    """
    if {grant.to for grant in entity.access.create} <= {"admins"}:
        return ()
    owners = {grant.relation for verb in ("see", "create", "change", "delete") for grant in entity.access.to(verb)
              if grant.to == "owner"}  # fmt: skip
    return tuple(link for link in entity.owners if link.role in owners and not link.optional)


def references(entity: Entity) -> tuple[BelongsTo, ...]:
    """The relations that clients send in the body: all but the parent in the path and the creator."""
    return tuple(link for link in entity.belongs_to if link != entity.parent and link not in creators(entity))


def upward(entity: Entity) -> tuple[BelongsTo, ...]:
    """The relations of the entity to itself that clients send: they make its things a tree."""
    return tuple(link for link in references(entity) if link.target == entity.name)


def is_open(entity: Entity, verb: Verb, scene: Scene) -> bool:
    """Whether anybody may do this, signed in or not; who becomes the owner of what they create must be known."""
    anyone = any(found.grant.to == "anyone" for found in reach(entity, verb, scene.entity))
    return anyone and not (verb == "create" and creators(entity))
