"""All that the template of the tests asks about an entity."""

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any, Self

from petsage_builder.kinds.ordered import Numeric
from petsage_builder.kinds.writing import Writing
from petsage_builder.rendering import bodies, samples
from petsage_builder.rendering.access import upward
from petsage_builder.rendering.testing.counting import Several, omitted
from petsage_builder.rendering.testing.listing import Listing
from petsage_builder.rendering.testing.roles import testers
from petsage_builder.rendering.testing.thing import Thing, Who
from petsage_builder.spec.entity import BelongsTo, Count, FieldSpec, TimeSince, Total
from petsage_builder.terms import names
from petsage_builder.terms.code import code

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
    def initial_in_words(self) -> str:
        """The state that a new one is in, as part of a name."""
        assert self.entity.lifecycle is not None
        return names.constant(self.entity.lifecycle.initial).lower()

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
        for link in self.entity.belongs_to:
            is_made = link.role in {*self.made.users, *self.made.links}
            if link.at_most and link.at_most <= _MANY and is_made and self._can_exceed(link, link.at_most):
                thing = link.role in self.made.links
                given = {link.column: link.column} if thing else {}
                counted = f"{link.at_most} {self.many if link.at_most > 1 else self.name}"
                yield {
                    "of": link,
                    "name": f"{names.with_article(link.role)} has at most {counted}".replace(" ", "_"),
                    "line": f"{link.column} = {self.dependency(link, 'alice')}" if thing else "",
                    "most": link.at_most,
                    "new": self.new(**given),
                    "post": self.post(**given),
                    "alike": self._alike if link.at_most > _SOME else None,
                }

    def _can_exceed(self, link: BelongsTo, most: int) -> bool:
        """Whether so many can be made for the same, and one more be asked for that nothing else refuses."""
        several = Several(self.made, alike=[link.role])
        if most == 1:
            return several.needed >= 2
        return several.most(but_for=link) > most and (most <= _SOME or self._can_be_copied(link))

    def _can_be_copied(self, link: BelongsTo) -> bool:
        """Whether rows that are alike but for what tells them apart keep all that is unique."""
        told = {name for rule in self.entity.uniques if (name := bodies.told_apart_by(self.entity, rule))}
        own = omitted(self.made) | {name for name in told if self.entity.field(name).type.is_plentiful}
        limited = [other for other in self.entity.belongs_to if other != link and other.at_most]
        return all(own & {*rule.names, rule.per} for rule in self.entity.uniques) and all(
            other.role in own for other in limited
        )

    @property
    def _alike(self) -> str:
        """What copies of a row differ in, and what makes a value for each, as code."""
        told = {name for rule in self.entity.uniques if (name := bodies.told_apart_by(self.entity, rule))}
        fields = [self.entity.field(name) for name in sorted(told)]
        values = {field.snake: bodies.own_value(self.entity, field) for field in fields}
        return f"{{{', '.join(f'{code(name)}: lambda: {code(value)}' for name, value in values.items())}}}"

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
            told = child._told_of(link, self.made, computed, f'{self.var}["id"]')
            if told:
                name = computed.name.replace(" ", "_")
                yield {"of": computed, "name": name, "field": names.in_json(computed.name), **told}

    def _told_of(self, link: BelongsTo, on: Thing, computed: Count | Total, on_id: str) -> dict[str, Any] | None:
        """What makes some that belong to a thing, and what is computed from none and from those, if known."""
        if isinstance(computed, Count):
            lines = [self.new(who, **{link.column: on_id}) for who in self._makers_for(link, on, [])]
            return {"lines": lines, "none": "0", "result": str(len(lines))}
        field = self.entity.field(computed.field)
        makers = self._makers_for(link, on, [field.name])
        values = self._freely_chosen(field)[: len(makers)]
        if not values:
            return None
        none, result = _total(computed, field, values)
        lines = [self.new(who, **{field.in_json: code(value), link.column: on_id})
                 for who, value in zip(makers, values, strict=False)]  # fmt: skip
        return {"lines": lines, "none": none, "result": result}

    def _makers_for(self, link: BelongsTo, on: Thing, unlike: list[str]) -> list[Who]:
        """Who makes some that belong to a thing of Alice's: she herself two, or three people one each, or she one."""
        own = replace(self.made, links=self.made.links | {link.role: on})
        alike = [link.role]
        if Several(own, alike, unlike).most() >= 2:
            people: list[Who] = ["alice", "alice"]
        elif Several(own, alike, unlike, each_by_another=True).most() >= 3:
            people = ["alice", "bob", "admin"]
        else:
            people = ["alice"]
        theirs = [replace(self.made.by(who), links=self.made.by(who).links | {link.role: on}) for who in people]
        able = [who for who, thing in zip(people, theirs, strict=True)
                if thing.holds("create", thing.maker) and on.holds("see", thing.maker)]  # fmt: skip
        return able if able == people else able[:1]

    def _freely_chosen(self, field: FieldSpec) -> list[Any]:
        """Values of a field that a test can choose; none where other rules decide."""
        is_bound = field.name in self._compared or any(field.name in rule.names for rule in self.entity.uniques)
        return [] if is_bound else samples.ladder(field)

    @property
    def secret(self) -> dict[str, str]:
        """A text that is easily found wherever it leaks to."""
        unique = {name for rule in self.entity.uniques for name in rule.names}
        for field in self.entity.fields:
            if field.name not in unique and isinstance(field.type, Writing) and field.type.allows("confidential"):
                return {field.in_json: '"confidential"'}
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
        going = [other.role for other in self.entity.owners if other != link and other.on_delete == "cascade"]
        goes = any(thing.users.get(role) == who for role in going) or any(
            who in on.people for on in thing.links.values()
        )
        return link.on_delete == "unlink" and goes

    def _left(self, link: BelongsTo, thing: Thing, who: Who) -> dict[str, Any]:
        """Who can look for the thing when the user has gone, and what they find."""
        stays, role = link.on_delete == "unlink", link.role.replace(" ", "_")
        users = {role: user for role, user in thing.users.items() if role != link.role}
        seen = replace(thing, users=users) if stays else thing
        people = ("alice", "admin", "bob", *testers(self.entity, self._scene))
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
            if link.target in ("user", self.name) or self._scene.entity(link.target).restore_days:
                continue
            twice = [other for other in self.entity.belongs_to if other.target == link.target]
            if len(twice) > 1 or (link.on_delete == "unlink" and self._is_lost_without(link)):
                continue
            telling = self._of(link.target)
            new, deleter = self._made_on(link, telling)
            if not deleter:
                continue
            role = link.role.replace(" ", "_")
            name, status, after = {
                "cascade": (f"a_deleted_{role}_takes_its_{self.words}_along", 204, "status_code == 404"),
                "refuse": (f"a_{role}_with_{self.words}_is_not_deleted", 409, "status_code == 200"),
                "unlink": (f"a_deleted_{role}_leaves_its_{self.words}", 204, f'json()["{link.column}"] is None'),
            }[link.on_delete]
            yield {
                "of": link,
                "name": name,
                "new": new,
                "delete": f"{deleter}.delete(f\"{{{telling.url}}}/{{{self.var}['{link.column}']}}\")",
                "status": status,
                "after": after,
            }

    def _made_on(self, link: BelongsTo, target: Self) -> tuple[str, Who | None]:
        """The call that makes one which belongs to something, as code, and somebody who may delete that."""
        made = self.made.links.get(link.role)
        if made and (deleter := made.who("delete")):
            return self.new(), deleter
        if target.thing is None or (made is None and link not in self.references_sendable):
            return "", None
        own = replace(self.made, links=self.made.links | {link.role: target.made})
        if not (target.made.holds("see", own.maker) and own.holds("create", own.maker)):
            return "", None
        return self.new(**{link.column: f'{target.new()}["id"]'}), target.made.who("delete")


def _total(total: Total, field: FieldSpec, values: list[Any]) -> tuple[str, str]:
    """What a total is without any children, and with children that have these values."""
    if total.kind in ("smallest", "largest"):
        return "None", code(values[0] if total.kind == "smallest" else values[-1])
    assert isinstance(field.type, Numeric)
    added = sum((Decimal(value) for value in values), Decimal(0))
    if total.kind == "sum":
        return code(field.type.shown_as(Decimal(0))), code(field.type.shown_as(added))
    return "None", code(field.type.shown_average(added / len(values)))
