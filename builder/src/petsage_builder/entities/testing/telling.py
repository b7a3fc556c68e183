"""All that the template of the tests asks about an entity."""

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from petsage_builder import names
from petsage_builder.entities import bodies, samples
from petsage_builder.entities.access import upward
from petsage_builder.entities.samples import code
from petsage_builder.entities.testing.cast import Thing, Who
from petsage_builder.entities.testing.listing import Listing
from petsage_builder.spec.entity import BelongsTo, FieldSpec, TimeSince, Total
from petsage_builder.spec.types import LongText, Text, WholeNumber

_SOME, _MANY = 100, 10_000
"""Up to how many a test makes by requests, and up to how many it makes at all."""


class Telling(Listing):
    """All that the template of the tests asks about an entity."""

    @property
    def steps(self) -> list[tuple[str, str, str]]:
        """The verbs that lead to a state, a step from there, and the state it leads to, or None."""
        life = self.entity.lifecycle
        assert life is not None
        verbs = {state: names.kebab(verb) for state, verb in life.verbs.items()}
        ways = {life.initial: ""}
        edge = deque([life.initial])
        while edge:
            state = edge.popleft()
            for target in verbs:
                if state in life.sources(target) and target not in ways:
                    ways[target] = f"{ways[state]} {verbs[target]}".strip()
                    edge.append(target)
        return [
            (code(ways[state]), code(verb), code(target) if state in life.sources(target) else "None")
            for state in life.states
            for target, verb in verbs.items()
        ]

    @property
    def is_restorable(self) -> bool:
        return bool(self.thing and self.entity.restore_days and self.deleter and self.seer)

    @property
    def tree(self) -> tuple[BelongsTo, ...]:
        """The relations to itself, where tests can make it and change where they lead."""
        return upward(self.entity) if self.changer and self.made.holds("see", self.made.maker) else ()

    @property
    def limits(self) -> list[dict[str, Any]]:
        return list(self._limits())

    def _limits(self) -> Iterator[dict[str, Any]]:
        scoped = all(self._is_scoped(unique) for unique in self.entity.uniques)
        for link in self.entity.belongs_to:
            if not link.at_most or link.at_most > _MANY:
                continue
            if link.at_most > 1 and not (scoped and self._has_many_in(link)):
                continue
            lines, given = "", {}
            if link.target == "user":
                if link.role not in self.made.users:
                    continue
            elif link.role in self.made.links:
                lines, given = f"{link.column} = {self.dependency(link, 'alice')}", {link.column: link.column}
            else:
                continue
            others = [other for other in self.entity.owners if other != link and other.role in self.made.users]
            if any((other.at_most or link.at_most + 1) <= link.at_most for other in others):
                continue
            counted = f"{link.at_most} {self.many if link.at_most > 1 else self.name}"
            yield {
                "name": f"{names.with_article(link.role)} has at most {counted}".replace(" ", "_"),
                "line": lines,
                "most": link.at_most,
                "new": self.new(**given),
                "post": self.post(**given),
                "alike": self._alike if link.at_most > _SOME else None,
            }

    @property
    def _alike(self) -> str:
        """What copies of a row differ in, and what makes a value for each, as code."""
        told = {name for rule in self.entity.uniques if (name := bodies.told_apart_by(self.entity, rule))}
        fields = [self.entity.field(name) for name in sorted(told)]
        values = {field.snake: samples.distinct(field) or samples.counted(field) for field in fields}
        return f"{{{', '.join(f'{code(name)}: lambda: {code(value)}' for name, value in values.items())}}}"

    def _has_many_in(self, link: BelongsTo) -> bool:
        """Whether several can belong to the same thing and be unique."""
        told = [rule for rule in self.entity.uniques if not bodies.told_apart_by(self.entity, rule)]
        return not any(link.role in {*rule.names, rule.per} for rule in told)

    @property
    def totals(self) -> list[dict[str, Any]]:
        return list(self._totals()) if self.seer else []

    def _totals(self) -> Iterator[dict[str, Any]]:
        for computed in self.entity.computed:
            if isinstance(computed, TimeSince):
                continue
            child = self._of(computed.child)
            if child.thing is None:
                continue
            (link,) = (link for link in child.entity.belongs_to if link.target == self.name)
            thing = child.made.links.get(link.role)
            if thing is None or thing.maker != self.made.maker:
                continue
            given = {link.column: f'{self.var}["id"]'}
            if isinstance(computed, Total):
                field = child.entity.field(computed.field)
                values = samples.ladder(field)
                if computed.field in child._compared or any(
                    computed.field in rule.names for rule in child.entity.uniques
                ):
                    continue
                used = [values[0], values[-1]] if child.room_in(link) >= 2 else [values[0]]
                lines = [child.new(**{field.snake: code(value)}, **given) for value in used]
                none, result = _total(computed, field, used)
            else:
                lines = [child.new(**given) for _ in range(2 if child.room_in(link) >= 2 else 1)]
                none, result = "0", str(len(lines))
            yield {"name": computed.name.replace(" ", "_"), "field": names.snake(computed.name), "lines": lines,
                   "none": none, "result": result}  # fmt: skip

    def room_in(self, link: BelongsTo) -> int:
        """How many Alice can make that belong to the same thing."""
        return min(self.room, link.at_most or self.room) if link == self.parent else min(link.at_most or 2, self.room)

    @property
    def secret(self) -> dict[str, str]:
        """A text that is easily found wherever it leaks to."""
        unique = {name for rule in self.entity.uniques for name in rule.names}
        for field in self.entity.fields:
            match field.type:
                case Text(digits=False) | LongText() as text if text.min_length <= 12 <= text.max_length:
                    if field.name not in unique:
                        return {field.snake: '"confidential"'}
                case _:
                    pass
        return {}

    @property
    def log_lines(self) -> dict[str, Any] | None:
        log, calls, events = self.entity.log, [], []
        if not log:
            return None
        if "created" in log:
            events.append(("created", self.made.maker))
        if self.changer and self.change:
            calls.append(f'{self.changer}.patch(path, {{"{self.change[0]}": {self.change[2]}}})')
            events += [("changed", self.changer)] if "changed" in log else []
        if self.deleter:
            calls.append(f"{self.deleter}.delete(path)")
            events += [("deleted", self.deleter)] if "deleted" in log else []
        return {"calls": calls, "events": events} if events and calls else None

    @property
    def deletions(self) -> list[dict[str, Any]]:
        return list(self._deletions()) if self.seer else []

    @property
    def closings(self) -> Iterator[dict[str, Any]]:
        """For each relation to a user, whose account is closed, and what is left for somebody else to see."""
        for link in self.entity.owners:
            named = link in self.references_sendable
            who: Who | None = "bob" if named else self.made.users.get(link.role)
            thing = replace(self.made, users={**self.made.users, link.role: "bob"}) if named else self.made
            if who and thing.holds("create", thing.maker) and not self._goes_otherwise(link, thing, who):
                new = self.new(**({link.column: "str(bob.id)"} if named else {}))
                yield {"new": new, "who": who, **self._left(link, thing, who)}

    def _goes_otherwise(self, link: BelongsTo, thing: Thing, who: Who) -> bool:
        """Whether a thing that would stay is made of what goes with the account."""
        return link.on_delete == "unlink" and any(who in on.people for on in thing.links.values())

    def _left(self, link: BelongsTo, thing: Thing, who: Who) -> dict[str, Any]:
        """Who can look for the thing when the user has gone, and what they find."""
        stays, role = link.on_delete == "unlink", link.role.replace(" ", "_")
        users = {role: user for role, user in thing.users.items() if role != link.role}
        seen = replace(thing, users=users) if stays else thing
        people: tuple[Who, ...] = ("alice", "admin", "bob")
        going = f"{names.with_article(link.role)}_who_goes_takes_{self.words}_along".replace(" ", "_")
        return {
            "name": f"{self.words}_stay_when_their_{role}_has_gone" if stays else going,
            "seer": next((one for one in people if one != who and seen.holds("see", one)), None),
            "after": f'json()["{link.column}"] is None' if stays else "status_code == 404",
        }

    def _is_lost_without(self, link: BelongsTo) -> bool:
        """Whether who sees it now doesn't see it any more where this relation is empty."""
        left = {role: thing for role, thing in self.made.links.items() if role != link.role}
        return self.seer is None or not replace(self.made, links=left).holds("see", self.seer)

    def _deletions(self) -> Iterator[dict[str, Any]]:
        for link in self.entity.belongs_to:
            if link.target in ("user", self.name):
                continue
            target = self._scene.entity(link.target)
            thing = self.made.links.get(link.role) or self._cast.thing(link.target)
            deleter = thing and thing.who("delete")
            if thing is None or deleter is None or target.restore_days:
                continue
            made = self.made.links.get(link.role) is not None
            if not made and (link not in self.references_sendable or not thing.holds("see", self.made.maker)):
                continue
            telling = self._of(target.name)
            if not made and telling.thing is None:
                continue
            others = [other for other in self.entity.belongs_to if other != link and other.target == link.target]
            if others or (link.on_delete == "unlink" and self._is_lost_without(link)):
                continue
            new = self.new() if made else self.new(**{link.column: f'{telling.new()}["id"]'})
            role = link.role.replace(" ", "_")
            name, status, after = {
                "cascade": (f"a_deleted_{role}_takes_its_{self.words}_along", 204, "status_code == 404"),
                "refuse": (f"a_{role}_with_{self.words}_is_not_deleted", 409, "status_code == 200"),
                "unlink": (f"a_deleted_{role}_leaves_its_{self.words}", 204, f'json()["{link.column}"] is None'),
            }[link.on_delete]
            yield {
                "name": name,
                "new": new,
                "delete": f"{deleter}.delete(f\"{{{telling.url}}}/{{{self.var}['{link.column}']}}\")",
                "status": status,
                "after": after,
            }


def _total(total: Total, field: FieldSpec, values: list[Any]) -> tuple[str, str]:
    """What a total is without any children, and with children that have these values."""
    if total.kind in ("smallest", "largest"):
        return "None", code(values[0] if total.kind == "smallest" else values[-1])
    numbers = [Decimal(value) for value in values]
    result = sum(numbers) if total.kind == "sum" else sum(numbers) / len(numbers)
    if isinstance(field.type, WholeNumber):
        return ("0", str(result)) if total.kind == "sum" else ("None", str(float(result)))
    none = samples.decimal(Decimal(0), field.type)  # type: ignore[arg-type]
    return (code(none) if total.kind == "sum" else "None"), code(samples.decimal(Decimal(result), field.type))  # type: ignore[arg-type]
