"""Who may do what, as the parts of a module need to know it."""

from petsage_builder.rendering.scene import Scene
from petsage_builder.spec.access import Verb, reach
from petsage_builder.spec.entity import BelongsTo, Entity


def references(entity: Entity) -> tuple[BelongsTo, ...]:
    """The relations that clients send in the body: all but the parent in the path and the creator."""
    return tuple(link for link in entity.belongs_to if link != entity.parent and link not in entity.creators)


def upward(entity: Entity) -> tuple[BelongsTo, ...]:
    """The relations of the entity to itself that clients send: they make its things a tree."""
    return tuple(link for link in references(entity) if link.target == entity.name)


def is_open(entity: Entity, verb: Verb, scene: Scene) -> bool:
    """Whether anybody may do this, signed in or not; who becomes the owner of what they create must be known."""
    anyone = any(found.grant.to == "anyone" for found in reach(entity, verb, scene.entity))
    return anyone and not (verb == "create" and entity.creators)


def is_always_open(entity: Entity, verb: Verb, scene: Scene) -> bool:
    """Whether anybody may do this with each one, in any state and without what its access follows, if that may be."""
    required = {link.role: link.target for link in entity.belongs_to if not link.optional}
    return any(
        grant.to == "anyone"
        or (
            grant.may is not None
            and grant.relation in required
            and is_always_open(scene.entity(required[grant.relation]), grant.may, scene)
        )
        for grant in entity.access.to(verb)
        if not grant.states
    )
