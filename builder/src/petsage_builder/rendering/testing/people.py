"""How tests try what people have of their own, and what others see of it."""

from collections.abc import Iterator, Mapping
from typing import Any

from petsage_builder.kinds.plain import EmailAddress
from petsage_builder.kinds.text import Text
from petsage_builder.rendering import bodies, samples
from petsage_builder.rendering.scene import Scene
from petsage_builder.rendering.testing.roles import people_with_roles
from petsage_builder.spec.access import Grant
from petsage_builder.spec.entity import USER, Entity
from petsage_builder.terms import names
from petsage_builder.terms.code import code

Coded = Mapping[str, str]
"""A body whose values are code."""


class PeopleTests:
    """What people have of their own, as tests try it: at sign-up, by its own user, by others."""

    def __init__(self, people: Entity, scene: Scene) -> None:
        self.entity = people
        self._scene = scene

    @property
    def path(self) -> str:
        """Where others see it."""
        return f"{self._scene.rules.prefix}/{self._scene.collection(USER)}"

    @property
    def table(self) -> str:
        return self.entity.table

    @property
    def least(self) -> Coded:
        """What has to be given."""
        return self._coded(bodies.least(self.entity) or {})

    @property
    def full(self) -> Coded:
        """A value for everything."""
        return self._coded(bodies.full(self.entity) or {})

    @property
    def needed(self) -> list[str]:
        return [field.in_json for field in self.entity.fields if not field.optional and field.default is None]

    @property
    def fields(self) -> list[str]:
        return [field.in_json for field in self.entity.fields]

    @property
    def at_first(self) -> dict[str, str]:
        """What an account has that has never been asked for it."""
        starting = {field.in_json: field.default and bodies.shown(field) for field in self.entity.fields}
        moving = {field.in_json for field in self.entity.fields if field.default and bodies.shown(field) is None}
        return {name: code(value) for name, value in starting.items() if name not in moving}

    @property
    def refused(self) -> list[tuple[str, list[str]]]:
        """Values that each field refuses."""
        found = [(field.in_json, [code(value) for value in samples.bad(field)]) for field in self.entity.fields]
        return [(name, values) for name, values in found if values]

    @property
    def emptied(self) -> list[str]:
        """What can be taken back."""
        left = self.entity.given_in_some_case
        return [field.in_json for field in self.entity.fields if field.optional and field.name not in left]

    @property
    def uniques(self) -> Iterator[dict[str, Any]]:
        """What no two people have."""
        for rule in self.entity.uniques:
            fields = [self.entity.field(name) for name in rule.names]
            if bodies.is_scarce(self.entity, rule):
                continue
            yield {
                "name": "_and_".join(field.snake for field in fields),
                "sent": {field.in_json: self.full[field.in_json] for field in fields},
                "folded": [field.in_json for field in fields if rule.any_case and field in self.entity.folded],
            }

    @property
    def public(self) -> list[str]:
        return [field.in_json for field in self.entity.fields if field.name in self.entity.public]

    @property
    def private(self) -> list[str]:
        return [name for name in self.fields if name not in self.public]

    @property
    def seer(self) -> str:
        """Somebody who sees others."""
        return self._seers[0] if self._seers else ""

    @property
    def is_for_anyone(self) -> bool:
        return Grant(to="anyone") in self.entity.access.see

    @property
    def found_by(self) -> list[tuple[str, str]]:
        """Parameters that narrow the list to somebody, each with the field whose value it is."""
        fields = [self.entity.field(name) for name in self.entity.filters if name in self.entity.public]
        plain = [field for field in fields if isinstance(field.type, Text | EmailAddress)]
        found = [(field.in_query(), field.in_json) for field in plain]
        searched = [self.entity.field(name).in_json for name in self.entity.search]
        return [*found, *(("search", name) for name in searched)]

    @property
    def once(self) -> Iterator[dict[str, Any]]:
        """What people do once with somebody whom they see."""
        for once in self.entity.once:
            doers = [who for who in self._everybody if self._is_among(once.who, who) and who in self._seers]
            if doers:
                yield {
                    "of": once,
                    "verb": once.verb.replace(" ", "_"),
                    "path": names.kebab(once.verb),
                    "fields": [names.in_json(once.done), names.in_json(once.count)],
                    "doer": doers[0],
                }

    @property
    def done(self) -> dict[str, str]:
        """What is told of that where nobody has done it."""
        told = [((names.in_json(once.done), "False"), (names.in_json(once.count), "0")) for once in self.entity.once]
        return {name: value for pair in told for name, value in pair}

    @property
    def _everybody(self) -> list[str]:
        return ["bob", "admin", *people_with_roles(self._scene)]

    @property
    def _seers(self) -> list[str]:
        return [who for who in self._everybody if self._is_among(self.entity.access.see, who)]

    def _is_among(self, grants: tuple[Grant, ...], who: str) -> bool:
        """Whether some people include somebody in a test."""
        roles = {people_with_roles(self._scene).get(who)} if who != "bob" else self._scene.first_roles
        return any(
            grant.to in ("anyone", "signed-in users")
            or (grant.to == "admins" and who == "admin")
            or (grant.role is not None and grant.role in roles)
            for grant in grants
        )

    def _coded(self, body: bodies.Body) -> Coded:
        return {self.entity.field(name).in_json: code(value) for name, value in body.items()}
