"""What an entity goes through, as its tests try it: steps, closed accounts, deletions, what is logged."""

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any

from petsage_builder.kinds.writing import Writing
from petsage_builder.rendering.testing.maker import Maker
from petsage_builder.rendering.testing.recipe import Recipe, Who
from petsage_builder.rendering.testing.roles import testers
from petsage_builder.rendering.testing.stepping import Stepping
from petsage_builder.rendering.testing.validation import ValidationTests
from petsage_builder.rendering.testing.view import View
from petsage_builder.spec.access import VERBS, Verb
from petsage_builder.spec.entity import BelongsTo
from petsage_builder.terms import names
from petsage_builder.terms.code import code


class LifecycleTests(View):
    """What an entity goes through, as its tests try it: steps, closed accounts, deletions, what is logged."""

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
            if state in ways
            for target, verb in verbs.items()
        ]

    @property
    def answer_to_no_step(self) -> int:
        """What whoever changes one is answered to a step that isn't allowed: nothing is told of what they don't see."""
        return 409 if self.made.holds("see", self.maker.changer or "") else 404

    @cached_property
    def stepping(self) -> Stepping:
        """Who takes which steps; of entities that have a lifecycle."""
        return Stepping(self.made)

    @property
    def is_said_who_steps(self) -> bool:
        """Whether not just everybody who may change one takes its steps."""
        life = self.entity.lifecycle
        return life is not None and (bool(life.actions) or any(map(self.entity.access.is_by_state, VERBS)))

    @property
    def verbs_by_state(self) -> list[Verb]:
        """What can be done with one, where its state makes a difference for any of it."""
        verbs: tuple[Verb, ...] = ("see", "change", "delete")
        found = [verb for verb in verbs if self.entity.access.to(verb)]
        return found if any(map(self.entity.access.is_by_state, found)) else []

    @property
    def in_states(self) -> Iterator[tuple[str, str, list[int]]]:
        """The way to each state, as code, somebody, and what they are answered who do each of those."""
        for state, way in self.stepping.ways.items():
            for who in self.stepping.everybody:
                there = replace(self.made, state=state)
                yield code(way), self.stepping.called(who), [_done(there, verb, who) for verb in self.verbs_by_state]

    @property
    def in_states_without_signing_in(self) -> Iterator[tuple[str, int]]:
        """The way to each state, as code, and what is answered who is not signed in and asks for one."""
        for state, way in self.stepping.ways.items():
            yield code(way), replace(self.made, state=state).status("see", "client")

    @property
    def in_states_of_others(self) -> Iterator[dict[str, Any]]:
        """For each thing whose state makes a difference to what may be done with this one, which follows it."""
        grants = [grant for verb in VERBS for grant in self.entity.access.to(verb) if grant.to == "parent"]
        verbs: tuple[Verb, ...] = ("see", "change", "delete")
        for role in dict.fromkeys(grant.relation or "" for grant in grants):
            on, may = self.made.links.get(role), [grant.may for grant in grants if grant.relation == role and grant.may]
            if on and any(map(on.entity.access.is_by_state, may)):
                link, found = self.entity.relation(role), [verb for verb in verbs if self.entity.access.to(verb)]
                rows = list(self._in_states_of(role, on, found))
                target = self.maker.of(link.target)
                step = target.path_by_id(f"{self.maker.var}['{link.column}']", "/{taken}")
                yield {"link": link, "step": step, "verbs": found, "rows": rows}

    def _in_states_of(self, role: str, on: Recipe, verbs: list[Verb]) -> Iterator[tuple[str, str, list[int]]]:
        stepping = Stepping(on)
        for state, way in stepping.ways.items():
            there = replace(self.made, links={**self.made.links, role: replace(on, state=state)})
            for who in self.everybody:
                yield code(way), stepping.called(who), [_done(there, verb, who) for verb in verbs]

    @property
    def open_fields(self) -> dict[str, str]:
        """What a test makes a thing with so that it is the time for each of its steps."""
        opened = self.stepping.open_fields.items()
        return {self.entity.field(name).in_json: code(value) for name, value in opened}

    @property
    def initial_in_words(self) -> str:
        """The state that a new one is in, as part of a name."""
        assert self.entity.lifecycle is not None
        return names.constant(self.entity.lifecycle.initial).lower()

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
        changer, change = self.maker.changer, ValidationTests(self.maker).change
        if changer and change:
            field, _, value = change
            calls.append(f'{changer}.patch(path, {{"{field}": {value}}})')
            events += [("changed", changer)] if "changed" in log else []
        if self.maker.deleter:
            calls.append(f"{self.maker.deleter}.delete(path)")
            events += [("deleted", self.maker.deleter)] if "deleted" in log else []
        return {"calls": calls, "events": events} if events and calls else None

    @property
    def deletions(self) -> list[dict[str, Any]]:
        return list(self._deletions()) if self.maker.seer else []

    @property
    def closings(self) -> Iterator[dict[str, Any]]:
        """For each relation to a user, whose account is closed, and what is left for somebody else to see."""
        for link in self.entity.owners:
            named = link in self.maker.references_sendable
            who: Who | None = "bob" if named else self.made.users.get(link.role)
            recipe = replace(self.made, users={**self.made.users, link.role: "bob"}) if named else self.made
            if who and recipe.holds("create", recipe.maker) and not self._goes_otherwise(link, recipe, who):
                new = self.maker.new(**({link.column: "str(bob.id)"} if named else {}))
                yield {"new": new, "who": who, **self._left(link, recipe, who)}

    def _goes_otherwise(self, link: BelongsTo, recipe: Recipe, who: Who) -> bool:
        """Whether a thing that would stay is made of what goes with the account."""
        going = [other.role for other in self.entity.owners if other != link and other.on_delete == "cascade"]
        goes = any(recipe.users.get(role) == who for role in going) or any(
            who in on.people for on in recipe.links.values()
        )
        return link.on_delete == "unlink" and goes

    def _left(self, link: BelongsTo, recipe: Recipe, who: Who) -> dict[str, Any]:
        """Who can look for the thing when the user has gone, and what they find."""
        stays, role = link.on_delete == "unlink", link.role.replace(" ", "_")
        users = {role: user for role, user in recipe.users.items() if role != link.role}
        seen = replace(recipe, users=users) if stays else recipe
        people = ("alice", "admin", "bob", *testers(self.entity, self.maker.scene))
        going = f"{names.with_article(link.role)}_who_goes_takes_{self.maker.words}_along".replace(" ", "_")
        return {
            "name": f"{self.maker.words}_stay_when_their_{role}_has_gone" if stays else going,
            "seer": next((one for one in people if one != who and seen.holds("see", one)), None),
            "after": f'json()["{link.column}"] is None' if stays else "status_code == 404",
        }

    def _is_lost_without(self, link: BelongsTo) -> bool:
        """Whether who sees it now doesn't see it any more where this relation is empty."""
        left = {role: recipe for role, recipe in self.made.links.items() if role != link.role}
        return self.maker.seer is None or not replace(self.made, links=left).holds("see", self.maker.seer)

    def _deletions(self) -> Iterator[dict[str, Any]]:
        for link in self.entity.belongs_to:
            if link.target in ("user", self.maker.name) or self.maker.scene.entity(link.target).restore_days:
                continue
            twice = [other for other in self.entity.belongs_to if other.target == link.target]
            if len(twice) > 1 or (link.on_delete == "unlink" and self._is_lost_without(link)):
                continue
            telling = self.maker.of(link.target)
            new, deleter = self._made_on(link, telling)
            if not deleter:
                continue
            role, path = link.role.replace(" ", "_"), telling.path_by_id(f"{self.maker.var}['{link.column}']")
            name, status, after = {
                "cascade": (f"a_deleted_{role}_takes_its_{self.maker.words}_along", 204, "status_code == 404"),
                "refuse": (f"a_{role}_with_{self.maker.words}_is_not_deleted", 409, "status_code == 200"),
                "unlink": (f"a_deleted_{role}_leaves_its_{self.maker.words}", 204, f'json()["{link.column}"] is None'),
            }[link.on_delete]
            yield {
                "of": link,
                "name": name,
                "new": new,
                "delete": f"{deleter}.delete({path})",
                "status": status,
                "after": after,
            }

    def _made_on(self, link: BelongsTo, target: Maker) -> tuple[str, Who | None]:
        """The call that makes one which belongs to something, as code, and somebody who may delete that."""
        made = self.made.links.get(link.role)
        if made and (deleter := made.who("delete")):
            return self.maker.new(), deleter
        on = self.maker.recipes.on(link) if target.recipe else None
        if on is None or (made is None and link not in self.maker.references_sendable):
            return "", None
        own = replace(self.made, links=self.made.links | {link.role: on})
        if not (on.holds("see", own.maker) and own.holds("create", own.maker)):
            return "", None
        return self.maker.new(**{link.column: f'{target.call_of(on)}["id"]'}), on.who("delete")


def _done(recipe: Recipe, verb: Verb, who: Who) -> int:
    """What somebody is answered who does this."""
    return recipe.status(verb, who, 204 if verb == "delete" else 200)
