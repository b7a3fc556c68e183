"""What the themes of an entity's tests have in common."""

from petsage_builder.rendering.testing.maker import Maker
from petsage_builder.rendering.testing.recipe import Recipe, Who
from petsage_builder.rendering.testing.roles import testers


class View:
    """One theme of an entity's tests. All themes share the maker of it."""

    def __init__(self, maker: Maker) -> None:
        self.maker, self.entity = maker, maker.entity

    @property
    def made(self) -> Recipe:
        """How it is made; only for entities that can be."""
        return self.maker.made

    @property
    def everybody(self) -> tuple[Who, ...]:
        """The people whose rights are tried: two who have just signed up, an admin, and somebody with each role."""
        return ("alice", "bob", "admin", *testers(self.entity, self.maker.scene))
