"""Which rules a set of things keeps, as tests try them: limits, totals, trees."""

import re
from ast import literal_eval
from collections.abc import Collection, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, permutations
from typing import Any

from petsage_builder.kinds.kind import Kind
from petsage_builder.kinds.ordered import Numeric
from petsage_builder.kinds.whole_number import WholeNumber
from petsage_builder.language.phrases import given_phrase, limit_phrase, only_for_phrase, overlap_phrase
from petsage_builder.language.quoting import plain, sentence
from petsage_builder.rendering import bodies, samples
from petsage_builder.rendering.access import references, upward
from petsage_builder.rendering.testing.bringing import against, elsewhere, made_for
from petsage_builder.rendering.testing.calculations import CalculationTests
from petsage_builder.rendering.testing.counting import Several, omitted
from petsage_builder.rendering.testing.recipe import Recipe, Who
from petsage_builder.rendering.testing.view import View
from petsage_builder.spec.calculating import computed_by, needed_by, number_kind, own_fields
from petsage_builder.spec.calculation import Calculation
from petsage_builder.spec.conditions import Condition, Requirement
from petsage_builder.spec.entity import BelongsTo, Count, Entity, FieldSpec, Limit, Overlap, Total
from petsage_builder.terms import names
from petsage_builder.terms.code import code

_SOME, _MANY = 100, 10_000
"""Up to how many a test makes by requests, and up to how many it makes at all."""


class RuleTests(View):
    """Which rules a set of things keeps, as tests try them: limits, totals, trees."""

    @property
    def tree(self) -> tuple[BelongsTo, ...]:
        """The relations to itself, where tests can make it and change where they lead."""
        links = tuple(link for link in upward(self.entity) if made_for(self.made, link) == self.made)
        return links if self.maker.changer and self.made.holds("see", self.made.maker) else ()

    @property
    def conditions(self) -> Iterator[dict[str, Any]]:
        """For each relation to what must be like something: the one that isn't, and who asks for it in vain."""
        for link in self.entity.belongs_to:
            target = self.maker.of(link.target) if link.only_for else None
            if not (link.only_for and target and target.recipe):
                continue
            wrong = against(target.recipe, link.only_for)
            if wrong is None or not wrong.holds("see", self.made.maker):
                continue
            changer = self.maker.changer
            is_moved = changer and link in references(self.entity) and not link.is_fixed and wrong.holds("see", changer)
            said = only_for_phrase(self.entity, link, link.only_for, target.entity)
            yield {
                "of": link,
                "name": re.sub(r"\W+", "_", plain(said)).strip("_"),
                "line": f'{link.column} = {target.call_of(wrong)}["id"]',
                "post": self.maker.post(**{link.column: link.column}),
                "mover": changer if is_moved else None,
                "change": f'{{"{link.column}": {link.column}}}',
                "reason": code(sentence(said)),
            }

    @property
    def requirements(self) -> list[dict[str, Any]]:
        """For each field that must be given in a case: what is refused without it, a thing or a step."""
        return [told for rule in self.entity.requirements if (told := self._requirement(rule))]

    def _requirement(self, rule: Requirement) -> dict[str, Any] | None:
        said, without = given_phrase(self.entity, rule), {self.entity.field(rule.field).in_json: "None"}
        told = {"of": rule, "name": re.sub(r"\W+", "_", plain(said)).strip("_"), "field": next(iter(without))}
        if not rule.when.states or self.made.here in rule.when.states:
            is_changed = self.maker.turns >= 2 and self.entity.fixed.isdisjoint({rule.field, rule.when.field})
            changer = self.maker.changer if is_changed else None
            return told | {"sent": self._case(rule.when) | without, "way": [], "changer": changer}
        way = self._way_into(rule)
        return told | {"new": self.maker.new(**without), "way": way, "reason": code(sentence(said))} if way else None

    def _way_into(self, rule: Requirement) -> list[tuple[Who, str]]:
        """The steps to the nearest state in which a field must be given; none where a test can't take them."""
        others = [one for one in self.entity.requirements if one.field == rule.field and one != rule]
        found = [there for there in elsewhere(self.made) if there.here in rule.when.states]
        return list(found[0].steps) if found and not others else []

    def _case(self, condition: Condition) -> dict[str, str]:
        """What is sent so that a thing is as a condition on one of its fields says."""
        if not condition.field:
            return {}
        return {self.entity.field(condition.field).in_json: code((*condition.values, not condition.is_not)[0])}

    @property
    def limits(self) -> list[dict[str, Any]]:
        return list(self._limits())

    def _limits(self) -> Iterator[dict[str, Any]]:
        for link in self.entity.belongs_to:
            is_made = link.role in {*self.made.users, *self.made.links}
            if link.at_most and link.at_most <= _MANY and is_made and self._can_exceed(link, link.at_most):
                recipe = link.role in self.made.links
                given = {link.column: link.column} if recipe else {}
                counted = f"{link.at_most} {self.maker.many if link.at_most > 1 else self.maker.name}"
                yield {
                    "of": link,
                    "name": f"{names.with_article(link.role)} has at most {counted}".replace(" ", "_"),
                    "line": f"{link.column} = {self.maker.dependency(link, 'alice')}" if recipe else "",
                    "most": link.at_most,
                    "new": self.maker.new(**given),
                    "post": self.maker.post(**given),
                    "alike": self._alike if link.at_most > _SOME else None,
                }

    @property
    def bounded(self) -> list[dict[str, Any]]:
        """For each limit by a field or in some states: how the last is made that fits, and that no other one does."""
        return [told for link in self.entity.belongs_to if link.limit and (told := self._bounded(link, link.limit))]

    def _bounded(self, link: BelongsTo, limit: Limit) -> dict[str, Any] | None:
        target = self.maker.of(link.target) if link.role in self.made.links else None
        most = _small(target.entity, limit.field) if target and limit.field else limit.most or 0
        there = self._among(limit.states)
        if not 0 < most <= _SOME or there is None or Several(there, alike=[link.role]).most(beyond=link) <= most:
            return None
        said = limit_phrase(self.entity, link, limit)
        told = {"of": link, "name": re.sub(r"\W+", "_", plain(said)).strip("_"), "most": most, "way": list(there.steps),
                "reason": code(sentence(said)), "line": "", "given": {}, "changer": None}  # fmt: skip
        if target is None:
            return told if link.role in self.made.users else None
        field = target.entity.field(limit.field) if limit.field else None
        chosen = {field.in_json: str(most)} if field else {}
        made = self.maker.dependency(link, "alice", **chosen)
        told |= {"line": f"{link.column} = {made}", "given": {link.column: link.column}}
        if field and not field.is_fixed and most > getattr(field.type, "minimum", most):
            changer = self.made.links[link.role].who("change")
            told |= {"changer": changer, "target": target, "field": field.in_json}
        return told

    def _among(self, states: Collection[str]) -> Recipe | None:
        """The thing in the nearest of some states, if any is named; None where a test can't bring it there."""
        if not states or self.made.here in states:
            return self.made
        return next((there for there in elsewhere(self.made) if there.here in states), None)

    @property
    def overlaps(self) -> list[dict[str, Any]]:
        """For each rule that things don't overlap: the times of three, and how each comes to count."""
        return [told for rule in self.entity.overlaps if (told := self._apart(rule))]

    def _apart(self, rule: Overlap) -> dict[str, Any] | None:
        there, times = self._among(rule.states), self._times(rule)
        links = [link for link in self.entity.belongs_to if link.role in rule.per and link.role in self.made.links]
        fields = [field for field in self.entity.fields if field.name in rule.per]
        shared = {*self.made.links, *self.made.users, *(field.name for field in fields)}
        if there is None or not times or not shared.issuperset(rule.per):
            return None
        if Several(there, alike=rule.per).most(apart=rule) < len(times):
            return None
        said = overlap_phrase(self.entity, rule)
        start, end = (self.entity.field(name).in_json for name in (rule.start, rule.end))
        given = {start: "start", end: "end", **{link.column: link.column for link in links}}
        given |= {field.in_json: code(samples.ladder(field)[0]) for field in fields}
        is_moved = self.entity.fixed.isdisjoint([rule.start, rule.end])
        return {
            "of": rule, "name": re.sub(r"\W+", "_", plain(said)).strip("_"), "reason": code(sentence(said)),
            "lines": [f"{link.column} = {self.maker.dependency(link, 'alice')}" for link in links],
            "times": code(times), "way": list(there.steps), "given": given,
            "statuses": [200, 409, 200] if there.steps else [201, 409, 201],
            "changer": there.who("change") if is_moved else None,
            "change": f"{{{code(start)}: {code(times[0][0])}, {code(end)}: {code(times[0][1])}}}",
        }  # fmt: skip

    def _times(self, rule: Overlap) -> list[tuple[str, str]]:
        """The time of one, of one that just overlaps it, and one that just doesn't; none where no test can choose."""
        fields = [self.entity.field(name) for name in (rule.start, rule.end)]
        never = {field.never_in for field in fields if field.never_in}
        if len(never) > 1 or any(name in one.names for one in self.entity.uniques for name in (rule.start, rule.end)):
            return []
        steps = fields[0].type.ladder(6, next(iter(never), None))
        pairs = [pair for pair in combinations(steps, 2)
                 if bodies.fits(self.entity, dict(zip((rule.start, rule.end), pair, strict=True)))]  # fmt: skip
        for (start, end), overlapping, clear in permutations(pairs, 3):
            if rule.through and overlapping[0] == end and steps.index(clear[0]) > steps.index(end):
                return [(start, end), overlapping, clear]
            if not rule.through and overlapping[0] == start and clear[0] == end:
                return [(start, end), overlapping, clear]
        return []

    def _can_exceed(self, link: BelongsTo, most: int) -> bool:
        """Whether so many can be made for the same, and one more be asked for that nothing else refuses."""
        several = Several(self.made, alike=[link.role])
        if most == 1:
            return several.needed >= 2
        return several.most(more_of=link) > most and (most <= _SOME or self._can_be_copied(link))

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
        return list(self._totals()) if self.maker.seer else []

    def _totals(self) -> Iterator[dict[str, Any]]:
        for computed in self.entity.computed:
            told = None
            if isinstance(computed, Count | Total):
                told = self._told_of_children(computed)
            elif isinstance(computed, Calculation) and own_fields(computed, self.entity) is None:
                told = self._told_of_calculation(computed)
            if told:
                name = computed.name.replace(" ", "_")
                field = names.in_json(computed.name)
                yield {"of": computed, "name": name, "field": field, **told}

    def _told_of_children(self, computed: Count | Total) -> dict[str, Any] | None:
        child = self.maker.of(computed.child)
        if child.recipe is None:
            return None
        (link,) = (link for link in child.entity.belongs_to if link.target == self.maker.name)
        on = made_for(self.made, link)
        told = RuleTests(child)._told_of(link, on, computed, f'{self.maker.var}["id"]') if on else None
        return told | {"new": self.maker.call_of(on), "seer": on.who("see")} if on and told else None

    def _told_of_calculation(self, calculation: Calculation) -> dict[str, Any] | None:
        """The same of what is computed from that; None where two of it are of the same children."""
        needed = [name for owner, name in needed_by(self.entity.name, calculation.name, self.maker.scene.spec.entities)
                  if owner == self.entity.name]  # fmt: skip
        gathered = {name: part for name in needed if isinstance(part := computed_by(self.entity, name), Count | Total)}
        told = {name: self._told_of_children(part) for name, part in gathered.items()}
        fields = [field for field in self.entity.fields if field.name in needed]
        sent = {field.name: values[:2][-1] for field in fields if (values := self._freely_chosen(field))}
        children = [part.child for part in gathered.values()]
        if any(one["new"] != self.maker.new() for one in told.values() if one):
            return None
        if None in told.values() or len(sent) < len(fields) or len(set(children)) < len(children):
            return None
        ends = [{name: literal_eval(one[end]) for name, one in told.items() if one} for end in ("none", "result")]
        none, result = (code(CalculationTests(self.maker).value_with(calculation, sent | end)) for end in ends)
        lines = [line for one in told.values() if one for line in one["lines"]]
        new = self.maker.new(**self.maker.coded(sent))
        return {"lines": lines, "none": none, "result": result, "new": new, "seer": self.maker.seer}

    def _told_of(self, link: BelongsTo, on: Recipe, computed: Count | Total, on_id: str) -> dict[str, Any] | None:
        """What makes some that belong to a thing, and what is computed from none and from those, if known."""
        if isinstance(computed, Count):
            lines = [self.maker.new(who, **{link.column: on_id}) for who in self.makers_for(link, on, [])]
            return {"lines": lines, "none": "0", "result": str(len(lines))}
        if computed_by(self.entity, computed.field):
            return self._told_of_computed(link, on, computed, on_id)
        field = self.entity.field(computed.field)
        makers = self.makers_for(link, on, [field.name])
        values = self._freely_chosen(field)[: len(makers)]
        if not values:
            return None
        none, result = _total(computed, field.type, values)
        lines = [self.maker.new(who, **{field.in_json: code(value), link.column: on_id})
                 for who, value in zip(makers, values, strict=False)]  # fmt: skip
        return {"lines": lines, "none": none, "result": result}

    def _told_of_computed(self, link: BelongsTo, on: Recipe, total: Total, on_id: str) -> dict[str, Any] | None:
        """The same of what is computed from the fields of each."""
        samples = CalculationTests(self.maker).samples(total.field)
        makers = self.makers_for(link, on, [])
        chosen = list(zip(makers, samples, strict=False))
        kind = number_kind(self.entity, total.field, self.maker.scene.spec.entities)
        if not chosen or kind is None:
            return None
        none, result = _total(total, kind, [kind.shown_as(value) for _, (_, value) in chosen])
        lines = [self.maker.new(who, **sent, **{link.column: on_id}) for who, (sent, _) in chosen]
        return {"lines": lines, "none": none, "result": result}

    def makers_for(self, link: BelongsTo, on: Recipe, unlike: list[str]) -> list[Who]:
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
        able = [who for who, recipe in zip(people, theirs, strict=True)
                if recipe.holds("create", recipe.maker) and on.holds("see", recipe.maker)]  # fmt: skip
        return able if able == people else able[:1]

    def _freely_chosen(self, field: FieldSpec) -> list[Any]:
        """Values of a field that a test can choose; none where other rules decide."""
        is_bound = field.name in self.maker.compared or any(field.name in rule.names for rule in self.entity.uniques)
        return [] if is_bound else samples.ladder(field)


def _small(entity: Entity, name: str) -> int:
    """A small number that a field can be; 0 where it can't, or where other rules decide."""
    field, bound = entity.field(name), bodies.compared_fields(entity)
    is_bound = name in bound or any(name in rule.names for rule in entity.uniques)
    if is_bound or not isinstance(field.type, WholeNumber):
        return 0
    return int(min(max(2, field.type.minimum), field.type.maximum))


def _total(total: Total, kind: Kind, values: list[Any]) -> tuple[str, str]:
    """What a total is without any children, and with children that have these values."""
    if total.kind in ("smallest", "largest"):
        return "None", code(values[0] if total.kind == "smallest" else values[-1])
    assert isinstance(kind, Numeric)
    added = sum((Decimal(value) for value in values), Decimal(0))
    if total.kind == "sum":
        return code(kind.shown_as(Decimal(0))), code(kind.shown_as(added))
    return "None", code(kind.shown_average(added / len(values)))
