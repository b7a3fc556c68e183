"""Who in the tests of a module has which role, and how tests call them."""

from collections.abc import Mapping, Sequence

from petsage_builder.rendering.scene import Scene
from petsage_builder.rendering.testing.taken import TAKEN
from petsage_builder.spec.access import reach_of
from petsage_builder.spec.entity import Entity
from petsage_builder.spec.roles import in_code, roles_of

STARTING = frozenset({"alice", "bob", "another"})
"""People who have signed up as anybody does: they have the roles that everybody starts with."""


def people_with_roles(scene: Scene) -> Mapping[str, str]:
    """{how tests call somebody: the role that they have, and no other}, for each role that may do something."""
    entities = (*scene.own.values(), *(known.entity for known in scene.known.values()))
    tried = {role for entity in entities for role in roles_of(entity)}
    return {person_with(role, scene): role for role in sorted(tried)}


def person_with(role: str, scene: Scene) -> str:
    """How tests call somebody who has a role: `manager`, or `some_manager` where that is something else."""
    name = in_code(role)
    entities = {entity.snake for entity in scene.own.values()} | {known.entity.snake for known in scene.known.values()}
    return f"some_{name}" if name in TAKEN | entities or name.endswith("_") else name


def roles_tried(entity: Entity, scene: Scene) -> tuple[str, ...]:
    """The roles that may do something with an entity, be it by way of what it belongs to, or by having created that."""
    found = set(reach_of(entity, entity.grants, scene.entity))
    owned = [_end(entity, reach.path, scene) for reach in found if reach.path and reach.grant.to == "owner"]
    found |= {reach for one in owned for reach in reach_of(one, one.access.create, scene.entity)}
    return tuple(sorted({role for reach in found if (role := reach.grant.role)}))


def _end(entity: Entity, path: Sequence[str], scene: Scene) -> Entity:
    """The entity that a chain of relations leads to."""
    for role in path:
        entity = scene.entity(entity.relation(role).target)
    return entity


def testers(entity: Entity, scene: Scene) -> tuple[str, ...]:
    """How tests call those who have them."""
    return tuple(person_with(role, scene) for role in roles_tried(entity, scene))


def fixtures_of(scene: Scene) -> list[dict[str, str]]:
    """What the fixture of each of those people is called and says, and the key of the people that it is."""
    return [
        {"name": name, "role": in_code(role), "says": f"Somebody with the role {role}, and no other."}
        for name, role in people_with_roles(scene).items()
    ]
