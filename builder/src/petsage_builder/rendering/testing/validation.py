"""Which values an entity takes, as its tests try them."""

from collections.abc import Iterable, Iterator, Set
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any

from petsage_builder.kinds.ordered import InTime
from petsage_builder.kinds.plain import NO_ID
from petsage_builder.rendering import bodies, samples
from petsage_builder.rendering.testing.calculations import CalculationTests
from petsage_builder.rendering.testing.counting import Several
from petsage_builder.rendering.testing.showing import ShowingTests
from petsage_builder.rendering.testing.view import View
from petsage_builder.spec.access import VERBS
from petsage_builder.spec.entity import BelongsTo, FieldSpec, TimeSince, Unique
from petsage_builder.terms import names
from petsage_builder.terms.code import code

_ALIKE, _PLAIN = ("Éclairs & tea", "Eclairs: tea", "eclairs / tea"), "eclairs-tea"
"""Texts from which the same is made, which no other test has."""
_OTHER, _OTHER_PLAIN = "Tea & scones", "tea-scones"


class ValidationTests(View):
    """Which values an entity takes, as its tests try them."""

    @property
    def refused(self) -> list[tuple[str, list[str]]]:
        """Fields with values that are refused on create, whoever asks; so many together as can be tried together."""
        return list(_by_field(self._refused, self.maker.tries))

    @property
    def _refused(self) -> list[tuple[str, str]]:
        assert self.maker.least_body is not None
        found = [(field.in_json, code(value)) for field in self.entity.given for value in samples.bad(field)]
        found += [(self.entity.made.in_json, '"a"')] if self.entity.made else []
        for link in self.maker.references_sendable:
            found += [(link.column, code(NO_ID)), (link.column, '"no id"')]
            found += [] if link.optional else [(link.column, "None")]
        found += [(link.column, code(NO_ID)) for link in self.entity.creators]
        if self.entity.lifecycle:
            found.append(("status", code(self.entity.lifecycle.states[-1])))
        return [*found, ("id", code(NO_ID))]

    @property
    def accepted(self) -> list[tuple[str, list[str]]]:
        """Fields with values that are just good; so many together as can be made together."""
        scoped = Several(self.made)
        few = {name for rule in self.entity.uniques if not scoped.differ_in(rule) for name in rule.names}
        fields = [
            field for field in self.entity.given if field.name not in self.maker.compared | few | self.maker.scarce
        ]
        found = [(field.in_json, value) for field in fields for value in field.type.edges() if self._fits(field, value)]
        return list(_by_field([(name, code(value)) for name, value in found], self.maker.turns))

    def _fits(self, field: FieldSpec, value: Any) -> bool:
        """Whether nothing that is computed becomes too large by this value."""
        return not CalculationTests(self.maker).is_too_large_with({field.name: value})

    @property
    def emptied(self) -> list[str]:
        """What it can be without, also after it had it; what it is granted by isn't among that."""
        granted = {grant.relation for verb in VERBS for grant in self.entity.access.to(verb)}
        sendable = [link for link in self.maker.references_sendable if link.optional]
        fixed = (self.entity.fixed if self.maker.changer else frozenset()) | self.entity.given_in_some_case
        links = [link.column for link in sendable if link.role not in granted | fixed]
        return [*(field.in_json for field in self.entity.fields if field.optional and field.name not in fixed), *links]

    @property
    def fixed(self) -> list[str]:
        """What it is given once, as it is called in its body."""
        fields = [field.in_json for field in self.entity.given if field.is_fixed]
        return [*fields, *(link.column for link in self.maker.references_sendable if link.is_fixed)]

    @property
    def defaults(self) -> list[tuple[str, str]]:
        """The fields that needn't be sent, with what they are then."""
        return [(field.in_json, code(bodies.shown(field))) for field in self._unsent if not _is_present(field)]

    @property
    def presents(self) -> list[tuple[str, str]]:
        """The fields that are the present where nothing is sent, with the function that says when that is."""
        return [(field.in_json, field.type.present[0]) for field in self._unsent if _is_present(field)]

    @property
    def _unsent(self) -> list[FieldSpec]:
        return [field for field in self.entity.given if field.name not in self._sent]

    @property
    def _sent(self) -> bodies.Body:
        return self.maker.least_body or {}

    @property
    def change(self) -> tuple[str, str, str] | None:
        """A field with two values that it can be given, one after the other."""
        unique = {name for rule in self.entity.uniques for name in rule.names}
        left = self.maker.compared | self.entity.fixed | self._readdressing
        free = [field for field in self.entity.given if field.name not in left]
        for field in sorted(free, key=lambda field: field.name in unique):
            one, other = bodies.own_value(self.entity, field), bodies.own_value(self.entity, field)
            values = [one, other] if field.name in unique and one else samples.ladder(field)
            if len(values) > 1 and not (field.name in unique and one is None):
                return field.in_json, code(values[0]), code(values[1])
        return None

    @property
    def _readdressing(self) -> set[str]:
        """The field whose change gives one another path."""
        made = self.entity.made
        return {made.changes_with} if made and made.changes_with and made.name == self.entity.found_by else set()

    @cached_property
    def comparisons(self) -> list[dict[str, Any]]:
        found = []
        for rule in self.entity.comparisons:
            solved, breaking = bodies.broken(self.entity, rule)
            can_change = any(name not in self.entity.fixed for name, _ in breaking)
            changer = self.maker.changer if can_change else None
            if solved and breaking and (changer or self.maker.turns >= 2):
                members = {name: self.entity.field(name).in_json for name in solved}
                found.append({
                    "of": rule,
                    "name": f"{rule.field} is {rule.must_be} its {rule.other}".replace(" ", "_"),
                    "field": members[rule.field],
                    "good": {members[name]: code(value) for name, value in solved.items()},
                    "bad": [(members[name], code(value)) for name, value in breaking],
                    "changer": changer,
                })  # fmt: skip
        return found

    @property
    def moving(self) -> list[str]:
        """What two answers about the same thing can differ in: the time since, and what not all see."""
        since = [names.in_json(computed.name) for computed in self.entity.computed if isinstance(computed, TimeSince)]
        return [*since, *ShowingTests(self.maker).varying]

    @property
    def ages(self) -> list[dict[str, Any]]:
        """What is computed as the time since a field, with a moment for that field."""
        found = []
        for computed in self.entity.computed:
            field = self.entity.field(computed.field) if isinstance(computed, TimeSince) else None
            if field is None or field.never_in == "past" or field.name in self.maker.compared:
                continue
            assert isinstance(field.type, InTime)
            value = samples.ladder(field)[0]
            found.append({
                "of": computed,
                "name": names.in_json(computed.name),
                "words": f"{computed.name} of {self.maker.one} is the time since its {field.name}".replace(" ", "_"),
                "new": self.maker.new(**{field.in_json: code(value)}),
                "moment": code(field.type.moment(value)),
                "at_most": field.type.tolerance,
            })  # fmt: skip
        return found

    @property
    def made_from(self) -> dict[str, Any] | None:
        """How what is made from a field is tried: two things of which it would be the same."""
        made = self.entity.made
        source = self.entity.field(made.made_from) if made and made.made_from else None
        if made is None or source is None or not all(map(source.type.allows, _ALIKE)):
            return None
        one, other = (self.maker.new(**{source.in_json: code(text)}) for text in _ALIKE[:2])
        is_changed = self.maker.changer is not None and source.name not in self.entity.fixed
        return {
            "field": made.in_json,
            "name": f"the {made.name} of {self.maker.one} is made from its {source.name}".replace(" ", "_"),
            "one": one,
            "other": other if self.maker.turns >= 2 else "",
            "changes": self._made_changes(made, source.in_json) if is_changed else [],
            "plain": _PLAIN,
        }

    def remade_with(self, field: str) -> list[str]:
        """What is made anew when a field of a body changes, as it is called in bodies."""
        made = self.entity.made
        if made is None or made.changes_with is None:
            return []
        return [made.in_json] if self.entity.field(made.changes_with).in_json == field else []

    @staticmethod
    def _made_changes(made: FieldSpec, source: str) -> list[tuple[str, str]]:
        """What is sent to change what something is made from, and what it is then."""
        then = _OTHER_PLAIN if made.changes_with else _PLAIN
        changes = [(_ALIKE[2], _PLAIN), (_OTHER, then)]
        return [(f'{{"{source}": {code(text)}}}', plain) for text, plain in changes]

    @property
    def uniques(self) -> list[dict[str, Any]]:
        return list(self._uniques())

    def _uniques(self) -> Iterator[dict[str, Any]]:
        for parts, rule in {_parts(rule): rule for rule in self.entity.uniques}.items():
            if self.entity.made and self.entity.made.name in rule.names:
                continue
            roles = {link.role for link in self.entity.belongs_to} & parts
            sent = bodies.least(self.entity, also=parts - roles)
            if sent is None or not roles <= {*self.made.links, *self.made.users} or self._is_hidden_by_few(rule):
                continue
            together = [*rule.names, *([rule.per] if rule.per else [])]
            own = {name: value for name, value in sent.items() if self._sent.get(name) != value}
            given = [*dict.fromkeys([*(name for name in rule.names if name not in roles), *own])]
            most = Several(self.made).needed
            elsewhere = self._elsewhere_free(rule, given) if parts > roles and most >= 3 else ""
            others = {
                "again": self._again(rule, roles, given),
                "elsewhere": elsewhere,
                **(self._patched(rule, roles, given, sent) if most >= 3 + bool(elsewhere) else {"other": ""}),
            }
            yield {
                "of": rule,
                "name": f"{self.maker.word}_is_unique_in_{'_and_'.join(together)}{self._however(rule)}".replace(
                    " ", "_"
                ),
                "one": self.maker.new(**self.maker.coded(own)),
                "names_one": any("one[" in call for call in others.values()),
                **others,
            }

    def _is_hidden_by_few(self, rule: Unique) -> bool:
        """Whether a rule that allows too few has a part in common with this one."""
        together = {*rule.names, rule.per}
        return any(other != rule and not together.isdisjoint(other.names) for other in self.maker.few)

    def _however(self, rule: Unique) -> str:
        return " whatever its capitals" if rule.any_case else ""

    def _again(self, rule: Unique, roles: Set[str], given: list[str]) -> str:
        """The call that makes one with the same values: by somebody else, where it doesn't matter who."""
        if not roles and Several(self.made, each_by_another=True).needed >= 2:
            return self.maker.post("bob", **self._same(given, rule=rule))
        shared = [link for link in self.maker.given if link.role in roles]
        if Several(self.made, alike=roles).needed < 2:
            shared = self.maker.given
        return self.maker.post("alice", **self._same(given, shared, rule))

    def _elsewhere_free(self, rule: Unique, given: list[str]) -> str:
        """The call that makes one with the same values for something or somebody else, if there can be one."""
        for person, by_another in (("alice", False), ("bob", True)):
            if Several(self.made, alike=given, each_by_another=by_another).most() >= 2:
                return self.maker.post(person, **self._same(given, rule=rule))
        return ""

    def _patched(self, rule: Unique, roles: Set[str], given: list[str], sent: bodies.Body) -> dict[str, str]:
        """The call that makes one which differs from what was sent, and the change that would make it the same."""
        recipes = [link for link in self.maker.given if link.role in roles]
        names = [name for name in rule.names if name not in roles]
        if not self.maker.changer or not names or not self.entity.fixed.isdisjoint([*names, *given]):
            return {"other": ""}
        if Several(self.made, alike=roles).most() >= 2:
            return {
                "other": self.maker.new(**self._same([], recipes)),
                "patch": _dictionary(self._same(given, rule=rule)),
            }
        for name in names:
            values, also = bodies.choices(self.entity, name)
            if len(values) < 2 or Several(self.made, alike=roles, unlike=[name]).most() < 2:
                continue
            differs = also | {name: next(value for value in values if value != sent.get(name))}
            if not self.entity.fixed.isdisjoint(differs):
                continue
            return {
                "other": self.maker.new(**self.maker.coded(differs), **self._same([], recipes)),
                "patch": _dictionary(self._same([*dict.fromkeys([*given, *differs])], rule=rule)),
            }
        return {"other": ""}

    def _same(
        self, fields: Iterable[str], links: Iterable[BelongsTo] = (), rule: Unique | None = None
    ) -> dict[str, str]:
        """What the one in the test's variable has there, as code; with other capitals where a rule disregards them."""
        columns = [*(self.entity.field(name).in_json for name in fields), *(link.column for link in links)]
        folded = {field.in_json for field in self.entity.folded if rule and rule.any_case and field.name in rule.names}
        return {column: f'one["{column}"]{".swapcase()" if column in folded else ""}' for column in columns}


def _parts(rule: Unique) -> frozenset[str]:
    return frozenset([*rule.names, *([rule.per] if rule.per else [])])


def _dictionary(items: dict[str, str]) -> str:
    return f"{{{', '.join(f'{code(name)}: {text}' for name, text in items.items())}}}"


def _by_field(values: Iterable[tuple[str, str]], most: int) -> Iterator[tuple[str, list[str]]]:
    """Each field with its values, at most so many together."""
    for field, group in groupby(values, key=itemgetter(0)):
        own = [value for _, value in group]
        yield from ((field, own[start : start + most]) for start in range(0, len(own), most))


def _is_present(field: FieldSpec) -> bool:
    return field.default is not None and bodies.shown(field) is None
