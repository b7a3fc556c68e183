"""Who may do what with an entity, as its tests try it."""

from collections.abc import Iterator

from petsage_builder.entities.access import creators, is_for_admins, is_open
from petsage_builder.entities.testing.cast import Thing, Who
from petsage_builder.entities.testing.making import Making
from petsage_builder.spec.access import Verb
from petsage_builder.spec.endpoints import Endpoint, endpoints_of
from petsage_builder.spec.entity import BelongsTo


class Allowing(Making):
    """Who may do what with an entity, as its tests try it."""

    @property
    def verbs(self) -> list[Verb]:
        """What can be done with one, by anybody."""
        verbs: tuple[Verb, ...] = ("see", "change", "delete")
        return [verb for verb in verbs if self.entity.access.to(verb)]

    @property
    def matrix(self) -> list[tuple[str, list[int]]]:
        """For everybody, the statuses of seeing, changing and deleting what Alice made."""
        everybody: tuple[Who, ...] = ("alice", "bob", "admin")
        return [(who, [self.made.status(verb, who, 204 if verb == "delete" else 200) for verb in self.verbs])
                for who in everybody]  # fmt: skip

    @property
    def is_seen_by_anyone(self) -> bool:
        """Whether whoever isn't signed in can ask for one."""
        return bool(self.entity.access.see) and is_open(self.entity, "see", self._scene)

    @property
    def hidden(self) -> bool:
        """Whether another user doesn't see that it is there."""
        return self.made.status("see", "bob") == 404

    @property
    def refused_attachment(self) -> int | None:
        """The status of making one for a parent that another user made."""
        if self.parent is None or "alice" not in self.people or self.made.maker != "alice":
            return None
        on = self.made.links[self.parent.role]
        if not on.holds("see", "bob"):
            return 404
        unseen = any(
            not self.made.links[link.role].holds("see", "bob")
            for link in self.references
            if link.role in self.made.links
        )
        theirs = Thing(
            self.entity,
            self.made.scene,
            "bob",
            {**self.made.users, **{link.role: "bob" for link in creators(self.entity)}},
            self.made.links,
        )
        return 422 if unseen else None if theirs.holds("create", "bob") else 403

    @property
    def stolen(self) -> str:
        """The call in which Bob makes one for everything that is Alice's."""
        linked = [link for link in self.entity.belongs_to if link.role in self.made.links]
        return self.post("bob", **{link.column: self.dependency(link, "alice") for link in linked})

    @property
    def endpoints(self) -> list[Endpoint]:
        return list(endpoints_of(self.entity))

    def guarded(self) -> Iterator[tuple[int, str, str]]:
        """For each of its operations that not everybody may call: a status, the method and a path."""
        for endpoint in self.endpoints:
            parts = endpoint.path.split("/")
            path = self.prefix + "/".join("{id}" if part.startswith("{") else part for part in parts)
            if not is_open(self.entity, endpoint.verb, self._scene):
                yield 401, endpoint.method, path
            if is_for_admins(self.entity, endpoint.verb):
                yield 403, endpoint.method, path

    @property
    def only_admins_delete(self) -> bool:
        return is_for_admins(self.entity, "delete")

    @property
    def _linkable(self) -> list[BelongsTo]:
        """The relations in the body to things that Bob can make so that Alice doesn't see them."""
        found = []
        for link in self.references_sendable if self.thing else []:
            thing = self._cast.thing(link.target) if link.target != "user" else None
            if (
                thing
                and thing.maker == "alice"
                and not thing.by("bob").holds("see", "alice")
                and self.made.maker == "alice"
            ):
                found.append(link)
        return found

    @property
    def unseen(self) -> list[tuple[str, str]]:
        """The columns of those relations, with the code that makes something of Bob's."""
        return [(link.column, f'{self._of(link.target).new("bob")}["id"]')
                for link in self._linkable]  # fmt: skip

    @property
    def many_to_many(self) -> list[dict[str, str]]:
        found = []
        for many in self.entity.many_to_many if self.changer and self.seer else ():
            target = self._of(many.target)
            if target.thing is None or not all(target.thing.holds("see", who) for who in (self.changer, self.seer)):  # type: ignore[arg-type]
                continue
            found.append({"words": target.words, "new": target.new(), "slug": target.entity.slug})
        return found
