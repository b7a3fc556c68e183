"""How an entity is listed, as its tests try it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import quote

from petsage_builder.kinds.ordered import InTime, Numeric, Ordered
from petsage_builder.rendering import bodies, samples
from petsage_builder.rendering.schemas import longest_search
from petsage_builder.rendering.testing.bringing import can_be_made
from petsage_builder.rendering.testing.counting import Several
from petsage_builder.rendering.testing.once import OnceTests
from petsage_builder.rendering.testing.order import in_turn, in_words
from petsage_builder.rendering.testing.recipe import Recipe, Who
from petsage_builder.rendering.testing.roles import testers
from petsage_builder.rendering.testing.stepping import Stepping
from petsage_builder.rendering.testing.view import View
from petsage_builder.spec.access import VERBS
from petsage_builder.spec.entity import FieldSpec
from petsage_builder.terms import names
from petsage_builder.terms.code import code

_TWO: tuple[Who, ...] = ("alice", "bob")
_THREE: tuple[Who, ...] = ("alice", "bob", "admin")


class ListTests(View):
    """How an entity is listed, as its tests try it."""

    @property
    def lister(self) -> Who | None:
        """Somebody who sees both the thing and the list that it is on, with what others have there in their turn."""
        if self.one_each:
            return self._sees_all
        if self.maker.seer is None or self.maker.parent is None:
            return self.maker.seer
        on = self.made.links[self.maker.parent.role]
        return next((who for who in self._seers if self.made.status("see", who) == 200 and on.holds("see", who)), None)

    @property
    def _seers(self) -> tuple[Who, ...]:
        return ("alice", "admin", *testers(self.entity, self.maker.scene))

    @cached_property
    def one_each(self) -> bool:
        """Whether several on one list are each made by somebody else, since Alice can't make three."""
        if self.maker.room >= 3 or Several(self.made, self.maker.siblings_share, each_by_another=True).most() < 3:
            return False
        return bool(self._sees_all) and all(map(self._can_join, _THREE))

    @property
    def has_two(self) -> bool:
        """Whether there can be two on one list."""
        return self.lister is not None and (self.maker.room >= 2 or self.one_each)

    def _can_join(self, who: Who) -> bool:
        """Whether somebody can make one for the parent that Alice's is for."""
        theirs = self._on_the_same(who)
        return (
            theirs.holds("create", who)
            and can_be_made(theirs)
            and all(theirs.links[role].holds("see", who) for role in self.maker.siblings_share)
        )

    def _on_the_same(self, who: Who) -> Recipe:
        theirs = self.made.by(who)
        return replace(theirs, links=theirs.links | {role: self.made.links[role] for role in self.maker.siblings_share})

    @property
    def is_public(self) -> bool:
        """Whether its list also has what other tests made."""
        return self.maker.parent is None and (self.made.status("see", "bob") == 200 or self.lister != "alice")

    @property
    def is_ordered_by_creation(self) -> bool:
        return self.entity.order.by is None

    @property
    def order_in_words(self) -> str:
        return "_then_".join(map(in_words, self.entity.order.keys))

    @cached_property
    def ordered(self) -> dict[str, Any] | None:
        """The values that lists are ordered by, in the order of a list, how each is made, and what is shown of it."""
        by = self.entity.order.by
        if by is None:
            return None
        if self.entity.order.then:
            return self._ordered_in_turn
        field = self.entity.field(by)
        if field.made_from:
            return None
        values, also = self._drawn(field) if by in self._told_apart_by else self._chosen(field)
        if not values:
            return None
        made = self._each_made({field.in_json: "value"}, also)
        return {"in_order": values, "made": made, "shown": f'item["{field.in_json}"]', "turns": []}

    @property
    def _ordered_in_turn(self) -> dict[str, Any] | None:
        found = in_turn(self.entity, self._bound)
        most = 3 if self.one_each else self.maker.room
        if found is None or not (3 <= len(found.rows) <= most):
            return None
        made = self._each_made(found.sent, found.also)
        return {"in_order": found.values, "made": made, "shown": found.shown, "turns": found.turns}

    def _each_made(self, sent: Mapping[str, str], also: bodies.Body) -> str:
        return self.maker.new(self.each, **sent, **self.maker.coded(also), **self.maker.siblings)

    @property
    def each(self) -> str:
        """Who makes each of several."""
        return "person" if self.one_each else "alice"

    def _drawn(self, field: FieldSpec) -> tuple[str, bodies.Body]:
        value = bodies.own_value(self.entity, field)
        if field.type.traits.sorting != "as sent" or value is None:
            return "", {}
        falling = ", reverse=True" if self.entity.order.descending else ""
        return f"sorted([{code(value)} for _ in range(3)]{falling})", {}

    def _chosen(self, field: FieldSpec) -> tuple[str, bodies.Body]:
        values, also = bodies.choices(self.entity, field.name)
        if len(values) < 3 or field.name in self._bound:
            return "", {}
        return f"[{', '.join(map(code, values[::-1] if self.entity.order.descending else values))}]", also

    @property
    def _bound(self) -> set[str]:
        """The fields whose values keep uniques, so that a test can't choose them."""
        told = [(bodies.told_apart_by(self.entity, rule), rule.names) for rule in self.entity.uniques]
        return {name for by, together in told for name in ([by] if by else together)}

    @property
    def _told_apart_by(self) -> set[str | None]:
        return {bodies.told_apart_by(self.entity, rule) for rule in self.entity.uniques}

    @property
    def comparable(self) -> dict[str, str] | None:
        """The field that lists are ordered by, and how Python sorts what the API shows of it."""
        field = self.entity.field(self.entity.order.by or "")
        if field.optional or field.made_from or field.type.traits.sorting == "unknown":
            return None
        key = field.type.sort_key if isinstance(field.type, Numeric) else ""
        how = f", key={key}" if key else ""
        return {"field": field.in_json, "how": how + (", reverse=True" if self.entity.order.descending else "")}

    @property
    def is_order_tried(self) -> bool:
        """Whether a test makes several and looks at their order."""
        has_three = self.lister and (self.maker.room >= 3 or self.one_each)
        return bool(has_three and (self.is_ordered_by_creation or self.ordered or self.comparable))

    def list_with(self, query: str) -> str:
        """The path of its list with a query, as code."""
        path = self.maker.list_at(self.maker.parent.column if self.maker.parent else "")
        return f'f"{{{path}}}?{query}"' if self.maker.parent is None else f'{path[:-1]}?{query}"'

    @property
    def own_list(self) -> str:
        """The path of the list that the one in the test's variable is on."""
        return self.maker.list_at(f"{self.maker.var}['{self.maker.parent.column}']" if self.maker.parent else "")

    @property
    def filters(self) -> list[dict[str, Any]]:
        """The filters: what makes one thing and another, and what each query finds of them."""
        others = [*self._relation_filters(), *self._status_filter(), *self._once_filters(), *self._searches()]
        return [*self._field_filters(), *others]

    def _field_filters(self) -> Iterator[dict[str, Any]]:
        fields = {field.name: field for field in self.entity.fields}
        for name in self.entity.filters:
            field = fields.get(name)
            values, also = bodies.choices(self.entity, name) if field and name not in self._bound else ([], {})
            if field and name in self._told_apart_by:
                yield from self._told_apart(field)
            if field and len(values) < 2 and isinstance(field.type, InTime) and not field.optional:
                yield self._beyond(field, field.type)
            if field is None or len(values) < 2:
                continue
            queries = {"": (values[0], "one"), "_from": (values[1], "other"), "_to": (values[0], "one")}
            yield {
                "name": f"filtered_by_{name}".replace(" ", "_"),
                "lines": self._one_and_other(field.in_json, values[:2], self.maker.coded(also)),
                "queries": [(f"{field.in_query(end)}={_in_query(value)}", f"[{which}]")
                            for end in self.entity.filter_ends(name) for value, which in [queries[end]]],
            }  # fmt: skip

    @property
    def bounded_filters(self) -> list[tuple[FieldSpec, list[str], list[str]]]:
        """The numbers that it can be filtered by: each with its outermost values, and those just beyond."""
        fields = [field for field in self.entity.fields if field.name in self.entity.filters]
        return [(field, *field.type.ends()) for field in fields if isinstance(field.type, Numeric)]

    def _told_apart(self, field: FieldSpec) -> Iterator[dict[str, Any]]:
        """The filter by a field that no two things have alike."""
        if not isinstance(field.type, Ordered) and not field.optional:
            yield {
                "name": f"filtered_by_{field.name}".replace(" ", "_"),
                "lines": self._news(),
                "queries": [(f"{field.in_query()}={{one['{field.in_json}']}}", "[one]")],
            }

    def _beyond(self, field: FieldSpec, type_: InTime) -> dict[str, Any]:
        """The filter by a time that can't be chosen freely: from after it, and to before it, there is nothing."""
        early, late = type_.on(date(1000, 1, 10)), type_.on(date(9000, 1, 10))
        return {
            "name": f"filtered_by_{field.name}".replace(" ", "_"),
            "lines": self._news(),
            "queries": [
                (f"{field.in_query('_from')}={late}", "[]"),
                (f"{field.in_query('_to')}={early}", "[]"),
                (f"{field.in_query('_from')}={early}&{field.in_query('_to')}={late}", "[one, other]"),
            ],
        }

    def _news(self) -> list[str]:
        return [*filter(None, [self.maker.parent_line]), *self._two({}, {})]

    def _two(self, one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
        """One of Alice's, and another: of hers too, unless she can have no more."""
        return [
            f"one = {self.maker.new('alice', **one, **self.maker.siblings)}",
            f"other = {self.maker.new('bob' if self.one_each else 'alice', **other, **self.maker.siblings)}",
        ]

    def _one_and_other(self, field: str, values: Sequence[Any], also: Mapping[str, str]) -> list[str]:
        one, other = ({field: code(value), **also} for value in values)
        return [*filter(None, [self.maker.parent_line]), *self._two(one, other)]

    def _relation_filters(self) -> Iterator[dict[str, Any]]:
        for link in self.entity.belongs_to:
            if link.role not in self.entity.filters or link == self.maker.parent:
                continue
            named = {"name": f"filtered_by_{link.role}".replace(" ", "_")}
            if link.role in self.made.links:
                yield {
                    **named,
                    "lines": self._news(),
                    "queries": [(f"{link.column}={{one['{link.column}']}}", "[one]")],
                }
            elif link.target != "user" and self.maker.target(link):
                one = {link.column: self.maker.dependency(link, "alice")}
                lines = [*filter(None, [self.maker.parent_line]), *self._two(one, {})]
                yield {**named, "lines": lines, "queries": [(f"{link.column}={{one['{link.column}']}}", "[one]")]}
            elif self.made.users.get(link.role) == "alice" and self.maker.parent is None and self._sees_all:
                lines = [f"one = {self.maker.new()}", f"other = {self.maker.new('bob')}"]
                queries = [(f"{link.column}={{alice.id}}", "[one]")]
                yield {**named, "by": self._sees_all, "lines": lines, "queries": queries}
            elif link.target == "user" and link.role not in self.made.users and link in self.maker.references_sendable:
                recipes = [replace(self.made, users={**self.made.users, link.role: who}) for who in _TWO]
                if self.lister and all(recipe.holds("see", self.lister) for recipe in recipes):
                    one, other = ({link.column: f"str({who}.id)"} for who in _TWO)
                    lines = [*filter(None, [self.maker.parent_line]), *self._two(one, other)]
                    yield {**named, "lines": lines, "queries": [(f"{link.column}={{alice.id}}", "[one]")]}

    @property
    def _sees_all(self) -> Who | None:
        """Somebody who sees what Alice has made, what Bob has, and the list that both are on."""
        recipes = [
            self.made,
            self._on_the_same("bob"),
            *(self.made.links[role] for role in self.maker.siblings_share),
        ]
        return next((who for who in self._seers if all(recipe.holds("see", who) for recipe in recipes)), None)

    def _once_filters(self) -> Iterator[dict[str, Any]]:
        for once in self.entity.once:
            doers = [
                who for who in OnceTests(self.maker).doers(once) if self.one_each is False or who == self._sees_all
            ]
            if once.done not in self.entity.filters or not doers:
                continue
            by, name = doers[0], names.in_query(once.done)
            done = self.maker.path_to("one", f"/{names.kebab(once.verb)}")
            yield {
                "name": f"filtered_by_{once.done}".replace(" ", "_"),
                "by": by,
                "lines": [*self._news(), f'assert {by}("PUT", {done}).status_code == 204'],
                "queries": [(f"{name}=true", "[one]"), (f"{name}=false", "[other]")],
            }

    def _status_filter(self) -> Iterator[dict[str, Any]]:
        life, first = self.entity.lifecycle, self._first_step
        if life is None or "status" not in self.entity.filters or first is None:
            return
        stepper, target = first
        if self.lister and not replace(self.made, state=target).holds("see", self.lister):
            return
        step = f"{stepper}.post({self.maker.path_to('other', f'/{names.kebab(life.verbs[target])}')})"
        yield {
            "name": "filtered_by_status",
            "lines": [*self._news(), step],
            "queries": [(f"status={_in_query(life.initial)}", "[one]"), (f"status={_in_query(target)}", "[other]")],
        }

    @cached_property
    def stepping(self) -> Stepping:
        """Who takes which steps; of entities that have a lifecycle."""
        return Stepping(self.made)

    @property
    def _first_step(self) -> tuple[Who, str] | None:
        """Somebody who takes a step of the second of two, and the state that it leads to."""
        life = self.entity.lifecycle
        if life is None or self.first_step is None or self._stepper is None:
            is_said_who = life and (life.actions or any(map(self.entity.access.is_by_state, VERBS)))
            return self.stepping.first if is_said_who and not self.one_each else None
        return self._stepper, next(state for state, verb in life.verbs.items() if names.kebab(verb) == self.first_step)

    @property
    def _stepper(self) -> Who | None:
        """Somebody who can change the second of two."""
        if not self.one_each:
            return self.maker.changer
        people = ("bob", "admin", *testers(self.entity, self.maker.scene))
        return next((who for who in people if self._on_the_same("bob").holds("change", who)), None)

    @property
    def longest_search(self) -> int:
        """How many characters can be searched for."""
        return longest_search(self.entity)

    def _searches(self) -> Iterator[dict[str, Any]]:
        unique = {name for rule in self.entity.uniques for name in rule.names}
        for name in self.entity.search:
            field = self.entity.field(name)
            if field.made_from:
                queries = [(f"search={{other['{field.in_json}']}}", "[other]")]
                yield {"name": f"searched_by_{name}".replace(" ", "_"), "lines": self._news(), "queries": queries}
                continue
            told = field.type.distinct() if name in unique else None
            values = [told] * 3 if told else [] if name in unique else samples.ladder(field)
            if len(values) < 2:
                continue
            values = values[1:3] or values  # other fields that are searched have the first
            if len(values) < 2:
                continue
            yield {
                "name": f"searched_by_{name}".replace(" ", "_"),
                "lines": self._one_and_other(field.in_json, values[:2], {}),
                "queries": [
                    (f"search={{one['{field.in_json}'].upper()}}", "[one]"),
                    ("search=%25", "[]"),
                ],
            }

    @property
    def first_step(self) -> str | None:
        """A step that a new one can take by whoever may change it."""
        life = self.entity.lifecycle
        if life is None or not self.entity.access.change or any(map(self.entity.access.is_by_state, VERBS)):
            return None
        states = [state for state in life.verbs if not life.actions_to(state) and life.initial in life.sources(state)]
        return names.kebab(life.verbs[states[0]]) if states else None


def _in_query(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else quote(str(value), safe=":{}")
