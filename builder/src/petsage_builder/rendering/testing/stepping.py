"""Who takes which steps of a lifecycle, and when, as the tests of an entity try it: where that is said."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from petsage_builder.rendering import bodies
from petsage_builder.rendering.testing.recipe import Recipe, Who
from petsage_builder.rendering.testing.roles import people_with_roles, testers
from petsage_builder.spec.actions import Action, Term
from petsage_builder.spec.entity import Entity, Lifecycle
from petsage_builder.spec.roles import in_code
from petsage_builder.terms import names
from petsage_builder.terms.code import code

IsOpen = Callable[[Action], bool]

_LONG_HENCE, _LONG_AGO = "2999-01-10", "2000-01-10"


class Stepping:
    """The steps that people can try on a thing that is made with `open_fields`, so that it is the time for each."""

    def __init__(self, made: Recipe) -> None:
        self._made = made
        self._life: Lifecycle = made.entity.lifecycle  # type: ignore[assignment]  # of entities that have one
        self.open_fields = dict(self._opened())

    @property
    def _entity(self) -> Entity:
        return self._made.entity

    @property
    def everybody(self) -> tuple[Who, ...]:
        """Those who try."""
        return ("alice", "bob", "admin", *testers(self._entity, self._made.scene))

    def called(self, who: Who) -> str:
        """What the people of a test have somebody by."""
        return in_code(people_with_roles(self._made.scene).get(who, who))

    def rows(self) -> Iterator[tuple[str, str, str, int]]:
        """The way to each state, as code, somebody, a step that they try there, and what they are answered."""
        for state, taken in self.ways.items():
            for target, verb in self._life.verbs.items():
                for who in self.everybody if self._entity.step_grants(target) else ():
                    if (status := self.status(state, target, who)) is not None:
                        yield code(taken), self.called(who), names.kebab(verb), status

    def status(self, state: str, target: str, who: Who, is_open: IsOpen | None = None) -> int | None:
        """What somebody is answered who tries a step; None where it isn't known whether it is the time."""
        ways = self._entity.ways_to(target)
        mine = [way for way in ways if self._made.is_among(way.who, who)]
        here = [way for way in mine if state in way.sources]
        if here:
            return 200 if any(map(is_open or self._is_open, here)) else None
        if not replace(self._made, state=state).holds("see", who):
            return 404
        return 403 if not mine or any(state in way.sources for way in ways) else 409

    @property
    def first(self) -> tuple[Who, str] | None:
        """Somebody who takes a step of a new thing at any time, and the state that it leads to."""
        for target in self._life.verbs:
            for who in self.everybody:
                if self.status(self._life.initial, target, who, _is_untimed) == 200:
                    return who, target
        return None

    @property
    def ways(self) -> dict[str, list[tuple[str, str]]]:
        """How each state is reached that tests can bring a thing to: who takes which step, one after the other."""
        found = self._ways(self._is_open)
        return {
            state: [(self.called(by), names.kebab(step)) for by, step in found[state]]
            for state in self._life.states
            if state in found
        }

    @property
    def ways_at_any_time(self) -> dict[str, list[tuple[Who, str]]]:
        """How each state is reached without regard to the time, the nearest first."""
        return self._ways(_is_untimed)

    def can_take(self, steps: Iterable[tuple[Who, str]]) -> bool:
        """Whether these people can take these steps of a new one, in this order and at any time."""
        state, called = self._life.initial, {names.kebab(verb): target for target, verb in self._life.verbs.items()}
        for who, step in steps:
            if self.status(state, called[step], who, _is_untimed) != 200:
                return False
            state = called[step]
        return True

    def _ways(self, is_open: IsOpen) -> dict[str, list[tuple[Who, str]]]:
        """How each state is reached: who takes which step, one after the other."""
        ways: dict[str, list[tuple[Who, str]]] = {self._made.here: []}
        edge = deque(ways)
        while edge:
            state = edge.popleft()
            for target, verb in self._life.verbs.items():
                who = next((one for one in self.everybody if self.status(state, target, one, is_open) == 200), None)
                if who and target not in ways:
                    ways[target] = [*ways[state], (who, verb)]
                    edge.append(target)
        return ways

    def _is_open(self, way: Action) -> bool:
        return way.term is None or way.term.field in self.open_fields

    def _opened(self) -> Iterator[tuple[str, str]]:
        """Values with which it is the time for every step, by field."""
        terms = [action.term for action in self._life.actions if action.term]
        for name in dict.fromkeys(term.field for term in terms):
            sides = {term.side for term in terms if term.field == name}
            field = self._entity.field(name)
            wrong = "future" if sides == {"until"} else "past"
            if len(sides) == 1 and field.never_in != wrong and self._is_free(name):
                day = _LONG_HENCE if sides == {"until"} else _LONG_AGO
                yield name, day if field.type.kind == "date" else f"{day}T12:00:00+00:00"

    def _is_free(self, name: str) -> bool:
        """Whether a test can choose the field's value without regard to others."""
        compared = bodies.compared_fields(self._entity)
        return name not in compared and all(name not in rule.names for rule in self._entity.uniques)

    def timed(self) -> Iterator[dict[str, Any]]:
        """For each step that can be taken in a time only: the way to it, who takes it, and the edge of its time."""
        ways = self._ways(_is_untimed)
        for action in self._life.actions:
            state = next((source for source in self._life.states if source in action.sources and source in ways), None)
            if action.term is None or state is None or not self._is_free(action.term.field):
                continue
            who = next((one for one in self.everybody if self._takes_alone(action, state, one)), None)
            if who and self._can_be_near(action.term):
                taken = [(self.called(by), names.kebab(step)) for by, step in ways[state]]
                yield {"of": action, "way": taken, "who": self.called(who), **self._near(action)}

    def _takes_alone(self, action: Action, state: str, who: Who) -> bool:
        """Whether somebody takes the step from a state by this action, and by no other."""
        if not replace(self._made, state=state).holds("see", who):
            return False
        ways = [way for way in self._entity.ways_to(action.target) if state in way.sources]
        return [way for way in ways if self._made.is_among(way.who, who)] == [action]

    def _can_be_near(self, term: Term) -> bool:
        never = self._entity.field(term.field).never_in
        return never is None or (never == "past" and term.count < 0)

    def _near(self, action: Action) -> dict[str, Any]:
        term = action.term
        assert term is not None
        field = self._entity.field(term.field)
        before, after = (409, 200) if term.side == "until" else (200, 409)
        is_day = field.type.kind == "date"
        edge = f"(now() - timedelta({term.unit}s={term.count})){'.date()' if is_day else ''}" if term.count else (
            "today()" if is_day else "now()")  # fmt: skip
        state = names.constant(action.target).lower()
        return {
            "name": f"{names.with_article(self._entity.name)} can be {state} {term.side} a time".replace(" ", "_"),
            "verb": names.kebab(self._life.verbs[action.target]),
            "field": field.in_json,
            "value": f"({edge} + timedelta({'days' if is_day else 'minutes'}=later)).isoformat()",
            "rows": [(0 if is_day else -1, before), (1, after)],
        }


def _is_untimed(way: Action) -> bool:
    return way.term is None
