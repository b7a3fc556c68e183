"""A thing as a test makes it, and who in the test may do what with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from petsage_builder.rendering.access import is_open, references
from petsage_builder.rendering.scene import Scene
from petsage_builder.rendering.testing.roles import STARTING, person_with, testers
from petsage_builder.spec.access import Grant, Verb
from petsage_builder.spec.entity import BelongsTo, Entity

Who = str
"""The person, "alice", a second one, "bob", an "admin", somebody who has a role, "another" who is new each time, and
the "client" who is not signed in.
"""


@dataclass(frozen=True)
class Recipe:
    """A thing as a test makes it: by whom, of which users, and from which other things.

    `state` is the one that the test has brought it to; one that is new is in its first. A helper of the test makes it
    with `values`, code by their names, or brings it there by `steps`, each by somebody.
    """

    entity: Entity
    scene: Scene = field(repr=False)
    maker: Who
    users: dict[str, Who] = field(default_factory=dict)
    links: dict[str, "Recipe"] = field(default_factory=dict)
    state: str = ""
    values: dict[str, str] = field(default_factory=dict)
    steps: tuple[tuple[Who, str], ...] = ()

    @property
    def here(self) -> str:
        """The state that it is in, if it has any."""
        return self.state or (self.entity.lifecycle.initial if self.entity.lifecycle else "")

    def holds(self, verb: Verb, who: Who) -> bool:
        """Whether a verb's own condition lets somebody do this."""
        return self.is_among(self.entity.access.to(verb), who)

    def is_among(self, grants: Sequence[Grant], who: Who) -> bool:
        """Whether somebody is one of those whom grants are for."""
        for grant in grants:
            if grant.states and self.here not in grant.states:
                continue
            match grant.to:
                case "anyone":
                    return True
                case "signed-in users" if who != "client":
                    return True
                case "admins" if who == "admin":
                    return True
                case "role" if grant.role and self._has(who, grant.role):
                    return True
                case "owner" if grant.relation and self.users.get(grant.relation) == who:
                    return True
                case "parent" if grant.relation in self.links and grant.may:
                    if self.links[grant.relation].holds(grant.may, who):
                        return True
                case _:
                    pass
        return False

    def _has(self, who: Who, role: str) -> bool:
        return who == person_with(role, self.scene) or (who in STARTING and role in self.scene.first_roles)

    def status(self, verb: Verb, who: Who, done: int = 200) -> int:
        """What somebody is answered who wants to do this."""
        if who == "client" and not is_open(self.entity, verb, self.scene):
            return 401
        if self.holds(verb, who):
            return done
        if not self.holds("see", who):
            return 404
        access = self.entity.access
        if not access.is_by_state(verb) or access.in_state(verb, self.here):
            return 403
        return 409 if self.is_among([grant.in_any_state for grant in access.to(verb)], who) else 403

    def who(self, verb: Verb) -> Who | None:
        """Somebody who may do this, if it can be done."""
        people = ("alice", "admin", *testers(self.entity, self.scene))
        return next((who for who in people if self.status(verb, who) == 200), None)

    def by(self, who: Who) -> "Recipe":
        """The same, with somebody else in Alice's place."""
        return replace(
            self,
            maker=who if self.maker == "alice" else self.maker,
            users={role: who if user == "alice" else user for role, user in self.users.items()},
            links={role: recipe.by(who) for role, recipe in self.links.items()},
            steps=tuple((who if by == "alice" else by, step) for by, step in self.steps),
        )

    @property
    def people(self) -> set[Who]:
        """Everybody who is needed to make it."""
        return {self.maker, *self.users.values(), *(by for by, _ in self.steps)}.union(
            *(recipe.people for recipe in self.links.values())
        )


def sent(recipe: Recipe) -> tuple[BelongsTo, ...]:
    """The relations that making a thing names: its parent first, which stands in the path, then those in the body."""
    parent = [recipe.entity.parent] if recipe.entity.parent else []
    made = {*recipe.users, *recipe.links}
    return (*parent, *(link for link in references(recipe.entity) if link.role in made))
