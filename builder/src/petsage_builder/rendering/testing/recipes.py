"""Who in a test makes what: a person with all that is needed, somebody else, or an admin."""

from collections.abc import Iterator

from petsage_builder.rendering.scene import Scene
from petsage_builder.rendering.testing.bringing import can_be_made, made_for
from petsage_builder.rendering.testing.counting import Several
from petsage_builder.rendering.testing.recipe import Recipe, Who
from petsage_builder.rendering.testing.roles import testers
from petsage_builder.spec.entity import BelongsTo, Entity

_PLENTY = 4
"""As many as tests make of a thing by one person, unless they ask how many there can be."""


class Recipes:
    """How each entity of a scene is made."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._made: dict[str, Recipe | None] = {}

    def of(self, name: str) -> Recipe | None:
        """How an entity is made with the least that is needed; None where nobody can."""
        if name not in self._made:
            self._made[name] = next(self._ways(self._scene.entity(name)), None)
        return self._made[name]

    def on(self, link: BelongsTo) -> Recipe | None:
        """How what a relation leads to is made so that something can be created for it; None where nobody can."""
        made = self.of(link.target)
        return made_for(made, link) if made else None

    def _ways(self, entity: Entity) -> Iterator[Recipe]:
        """How it can be made: best from things that there can be plenty of, and with the least that is needed."""
        makers = ("alice", "admin", *testers(entity, self._scene))
        for needed in (_needed(entity), entity.belongs_to):
            for maker in makers:
                found = [self._made_by(maker, entity, needed, plenty=plenty) for plenty in (True, False)]
                yield from (recipe for recipe in found if recipe and recipe.holds("create", maker))

    def _made_by(self, maker: Who, entity: Entity, needed: tuple[BelongsTo, ...], *, plenty: bool) -> Recipe | None:
        users: dict[str, Who] = {link.role: maker for link in entity.creators}
        links = {}
        for link in needed:
            if link.target == "user":
                users.setdefault(link.role, "alice")
            elif link.target != entity.name:
                target = self.seen_by(maker, link, plenty=plenty)
                if target is None:
                    return None
                links[link.role] = target
        return Recipe(entity, self._scene, maker, users, links)

    def seen_by(self, maker: Who, link: BelongsTo, *, plenty: bool) -> Recipe | None:
        """How a target is made so that the maker can see it, and change it where that is possible.

        What a person can have only few of is made by somebody new each time, as far as it is to be plentiful.
        """
        made = self.on(link)
        if made is None:
            return None
        if plenty and Several(made).most() < _PLENTY:
            theirs = made.by("another")
            return theirs if theirs.holds("see", maker) and Several(theirs).most() >= _PLENTY else None
        ways = [made.by(maker), made] if maker != "alice" else [made]
        seen = [recipe for recipe in ways if recipe.holds("see", maker) and can_be_made(recipe)]
        return next((recipe for recipe in seen if recipe.holds("change", maker)), seen[0] if seen else None)


def _needed(entity: Entity) -> tuple[BelongsTo, ...]:
    return tuple(link for link in entity.belongs_to if not link.optional)
