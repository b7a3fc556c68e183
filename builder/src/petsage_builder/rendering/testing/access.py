"""Who may do what with an entity, as its tests try it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from petsage_builder.rendering import bodies
from petsage_builder.rendering.access import is_open
from petsage_builder.rendering.conventions import methods_of
from petsage_builder.rendering.handlers import Handler
from petsage_builder.rendering.naming import arguments
from petsage_builder.rendering.testing.counting import Several, fit_beside_each_other
from petsage_builder.rendering.testing.recipe import Recipe, Who
from petsage_builder.rendering.testing.roles import people_with_roles
from petsage_builder.rendering.testing.view import View
from petsage_builder.spec.access import Verb
from petsage_builder.spec.endpoints import Endpoint, endpoints_of, is_listed_beyond_parent
from petsage_builder.spec.entity import BelongsTo
from petsage_builder.spec.roles import in_code


class AccessTests(View):
    """Who may do what with an entity, as its tests try it."""

    @property
    def verbs(self) -> list[Verb]:
        """What can be done with one, by anybody."""
        verbs: tuple[Verb, ...] = ("see", "change", "delete")
        return [verb for verb in verbs if self.entity.access.to(verb)]

    @property
    def matrices(self) -> Iterator[dict[str, Any]]:
        """Who may do what with one: for everybody the statuses of each verb; also where it follows somebody else's."""
        plain = self._matrix(self.made)
        yield {"where": "", "new": self.maker.new(), "seer": self.made.who("see"), "rows": plain}
        seen = [plain]
        for link, given, recipe in self._elsewhere():
            if (rows := self._matrix(recipe)) not in seen:
                where = f"_where_the_{link.role}_is_somebody_else{'s' * (link.target != 'user')}".replace(" ", "_")
                yield {
                    "where": where,
                    "new": self.maker.new(**{link.column: given}),
                    "seer": recipe.who("see"),
                    "rows": rows,
                }
                seen.append(rows)

    def _matrix(self, recipe: Recipe) -> list[tuple[str, list[int]]]:
        roles = {person: in_code(role) for person, role in people_with_roles(self.maker.scene).items()}
        done = {verb: 204 if verb == "delete" else 200 for verb in self.verbs}
        return [(roles.get(who, who), [recipe.status(verb, who, done[verb]) for verb in self.verbs])
                for who in self.everybody]  # fmt: skip

    def _elsewhere(self) -> Iterator[tuple[BelongsTo, str, Recipe]]:
        """The relations that access follows, what to send so that they are another's, and the thing that this makes."""
        followed = {grant.relation for verb in self.verbs for grant in self.entity.access.to(verb)}
        for link in self.entity.belongs_to:
            if link.role not in followed:
                continue
            if link.target == "user" and link in self.maker.references_sendable:
                recipe = replace(self.made, users={**self.made.users, link.role: "bob"})
                if recipe.holds("create", recipe.maker):
                    yield link, "str(bob.id)", recipe
            elif link.role in self.made.links:
                yield from self._where_another_has(link)

    def _where_another_has(self, link: BelongsTo) -> Iterator[tuple[BelongsTo, str, Recipe]]:
        target = self.maker.recipes.on(link)
        people: tuple[Who, ...] = ("bob", "alice")
        for person in people:
            if target is None:
                return
            on = target.by(person)
            recipe = replace(self.made, links={**self.made.links, link.role: on})
            if on.holds("see", recipe.maker) and recipe.holds("create", recipe.maker):
                yield link, f'{self.maker.of(link.target).call_of(target, person)}["id"]', recipe
                return

    @property
    def is_listed_beyond_parent(self) -> bool:
        """Whether there is a list of all that somebody may see, besides those of each parent."""
        return is_listed_beyond_parent(self.entity)

    @property
    def is_seen_by_anyone(self) -> bool:
        """Whether whoever isn't signed in can ask for one."""
        return bool(self.entity.access.see) and is_open(self.entity, "see", self.maker.scene)

    @property
    def hidden(self) -> bool:
        """Whether another user doesn't see that it is there."""
        return self.made.status("see", "bob") == 404

    @property
    def refused_attachment(self) -> int | None:
        """The status of making one for a parent that another user made."""
        if self.maker.parent is None or "alice" not in self.maker.people or self.made.maker != "alice":
            return None
        return self._refusal

    @property
    def _refusal(self) -> int | None:
        """What Bob is answered who makes one for everything that others have made; None where he may."""
        on = self.made.links.get(self.maker.parent.role) if self.maker.parent else None
        if on and not on.holds("see", "bob"):
            return 404
        stays = {role: who for role, who in self.made.users.items() if who not in ("alice", self.made.maker)}
        bobs: dict[str, Who] = dict.fromkeys(self.made.users, "bob")
        theirs = replace(self.made, maker="bob", users=bobs | stays)
        may = theirs.holds("create", "bob")
        if not may and {grant.to for grant in self.entity.access.create} <= {"admins", "signed-in users", "role"}:
            return 403
        recipes = [self.made.links[link.role] for link in self.maker.references if link.role in self.made.links]
        if not all(recipe.holds("see", "bob") for recipe in recipes):
            return 422
        return None if may else 403

    @property
    def stolen(self) -> str:
        """The call in which Bob makes one for everything that is Alice's."""
        linked = [link for link in self.entity.belongs_to if link.role in self.made.links]
        return self.maker.post("bob", **{link.column: self.maker.dependency(link, "alice") for link in linked})

    @property
    def refused_creation(self) -> int | None:
        """The status of making one as who may does, for everything that others have made: none where anybody may."""
        if self.made.maker != "alice":
            return self._refusal
        seen = all(on.holds("see", "admin") for on in self.made.links.values())
        return 403 if seen and {grant.to for grant in self.entity.access.create} == {"role"} else None

    @property
    def _intruder(self) -> Who:
        """Bob, unless he has the role that it takes, as anybody who has signed up."""
        return "bob" if self.made.maker != "alice" else "admin"

    @property
    def intruding(self) -> str:
        """The call that is refused, with a value that is taken where there can be one: that is not told."""
        linked = [link for link in self.entity.belongs_to if link.role in self.made.links]
        given = [f"{link.column}={self.maker.dependency(link, 'alice')}" for link in linked]
        if {grant.to for grant in self.entity.access.create} <= {"admins", "role"} and Several(self.made).needed >= 2:
            made = self.entity.made
            alone = [rule for rule in self.entity.uniques if not rule.per and len(rule.names) == 1]
            alone = [rule for rule in alone if made is None or made.name not in rule.names]
            taken = [
                self.entity.field(name).in_json for rule in alone if (name := bodies.told_apart_by(self.entity, rule))
            ]
            given += [arguments({name: f'{self.maker.new()}["{name}"]'}) for name in taken[:1]]
        return f"post_{self.entity.snake}({', '.join([*(self._intruder for _ in self.maker.people), *given])})"

    @property
    def endpoints(self) -> list[Endpoint]:
        return list(endpoints_of(self.entity))

    def guarded(self) -> Iterator[tuple[str, str]]:
        """The method and a path of each of its operations that only who is signed in may call."""
        for endpoint in self.endpoints:
            parts = self.maker.scene.path_of(endpoint).split("/")
            path = self.maker.prefix + "/".join("{id}" if part.startswith("{") else part for part in parts)
            if Handler(endpoint, self.maker.scene).asks_for == "CurrentUser":
                yield from ((method, path) for method in methods_of(endpoint, self.maker.scene.rules.api))

    @property
    def _linkable(self) -> list[BelongsTo]:
        """The relations in the body to things that Bob can make so that Alice doesn't see them."""
        found = []
        for link in self.maker.references_sendable if self.maker.recipe else []:
            recipe = self.maker.recipes.of(link.target) if link.target != "user" else None
            if (
                recipe
                and recipe.maker == "alice"
                and not recipe.by("bob").holds("see", "alice")
                and self.made.maker == "alice"
            ):
                found.append(link)
        return found

    @property
    def unseen(self) -> list[tuple[str, str]]:
        """The columns of those relations, with the code that makes something of Bob's."""
        return [(link.column, f'{self.maker.of(link.target).new("bob")}["id"]')
                for link in self._linkable]  # fmt: skip

    @property
    def many_to_many(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        changer, seer = self.maker.changer, self.maker.seer
        if not (changer and seer):
            return found
        for many in self.entity.many_to_many:
            target = self.maker.of(many.target)
            if target.recipe is None or not fit_beside_each_other(self.made, target.recipe):
                continue
            if not all(target.recipe.holds("see", who) for who in (changer, seer)):
                continue
            found.append(
                {
                    "of": many,
                    "words": target.words,
                    "new": target.new(),
                    "slug": target.slug,
                    "path": target.path,
                    "key": target.key,
                }
            )
        return found
