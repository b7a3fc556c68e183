"""What an entity computes from its own fields, as its tests try it."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from itertools import product
from typing import Any

from petsage_builder.kinds.date_and_time import DateAndTime
from petsage_builder.kinds.ordered import InTime, Numeric
from petsage_builder.kinds.whole_number import WholeNumber
from petsage_builder.rendering import bodies, samples
from petsage_builder.rendering.evaluating import calculated, passed
from petsage_builder.rendering.testing.view import View
from petsage_builder.spec.calculating import Result, bounds_of, computed_by, own_fields, result_of
from petsage_builder.spec.calculation import Calculation, TimeBetween
from petsage_builder.spec.entity import FieldSpec
from petsage_builder.terms import names
from petsage_builder.terms.code import Code, code

_MOST_CASES = 6
_MOST_TRIED = 2_000
"""Combinations of values among which cases are chosen."""

_PRECISION = 60
"""Digits with which what is expected is computed."""

Case = tuple[dict[str, Any], Any]
"""What is sent, by field, and what is computed from it: as exactly as can be, or None."""


class CalculationTests(View):
    """What an entity computes from its own fields, as its tests try it."""

    @property
    def cases(self) -> list[dict[str, Any]]:
        return list(self._cases()) if self.maker.seer else []

    def changing_with(self, field: str) -> list[str]:
        """What is computed from a field, as the API calls it; the field is called so, too."""
        return [names.in_json(computed.name) for computed in self._computed
                if field in {self.entity.field(name).in_json for name in self._fields(computed)}]  # fmt: skip

    def is_too_large_with(self, sent: Mapping[str, Any], but_for: Calculation | TimeBetween | None = None) -> bool:
        """Whether something computed, or something else, is too large where this is sent beside what has to be."""
        values = (
            dict.fromkeys(field.name for field in self.entity.fields) | self._starting | (self.maker.least_body or {})
        )
        values |= sent
        others = [computed for computed in self._computed if computed != but_for]
        return any(
            self._is_too_large(computed, self._value(computed, given))
            for computed in others
            for given in self._known(computed, values)
        )

    def _known(self, computed: Calculation | TimeBetween, values: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        """The values; for each that the test makes up as it runs the outermost that it could be."""
        made_up = [name for name in self._fields(computed) if isinstance(values[name], Code)]
        ends = (self.entity.field(name).type.edges() for name in made_up)
        yield from ({**values, **dict(zip(made_up, end, strict=True))} for end in product(*ends))

    @property
    def _starting(self) -> dict[str, Any]:
        """What the fields start as that start as something."""
        return {field.name: bodies.shown(field) for field in self.entity.fields if field.default is not None}

    def samples(self, name: str) -> list[tuple[dict[str, str], Decimal]]:
        """What is sent, as code, so that something computed has a value; these with the values, the smallest first."""
        computed = next(each for each in self._computed if each.name == name)
        cases = [case for case in self._chosen(computed, self._fitting(computed)) if case[1] is not None]
        ordered = sorted(cases, key=lambda case: case[1])
        return [(self.maker.coded(sent), Decimal(self._shown(computed, result))) for sent, result in ordered]

    def value_with(self, calculation: Calculation, given: Mapping[str, Any]) -> Any:
        """What is computed from these values of fields and of what is gathered from others, as the API shows it."""
        values = dict(given)
        for name in calculation.fields:
            part = computed_by(self.entity, name)
            if name not in values and isinstance(part, Calculation):
                values[name] = self.value_with(part, given)
            elif name not in values and isinstance(part, TimeBetween):
                values[name] = self._value(part, given)
        if any(values[name] is None for name in calculation.fields):
            return None
        with localcontext(prec=_PRECISION):
            return self._shown(calculation, calculated(calculation, values))

    @property
    def _computed(self) -> Iterator[Calculation | TimeBetween]:
        """What is computed from the entity's own fields alone."""
        for computed in self.entity.computed:
            if isinstance(computed, Calculation | TimeBetween) and own_fields(computed, self.entity) is not None:
                yield computed

    def _fields(self, computed: Calculation | TimeBetween) -> tuple[str, ...]:
        return own_fields(computed, self.entity) or ()

    def _result(self, calculation: Calculation) -> Result:
        return result_of(calculation, self.entity, self.maker.scene.spec.entities)

    def _fitting(self, computed: Calculation | TimeBetween) -> list[Case]:
        return [case for case in self._tried(computed) if not self.is_too_large_with(case[0])]

    def _cases(self) -> Iterator[dict[str, Any]]:
        for computed in self._computed:
            beyond = [case for case in self._tried(computed) if self._is_too_large(computed, case[1])]
            beyond = [case for case in beyond if not self.is_too_large_with(case[0], but_for=computed)]
            chosen = self._chosen(computed, self._fitting(computed))
            if chosen:
                yield {
                    "of": computed,
                    "name": f"{computed.name} of {self.maker.one}".replace(" ", "_"),
                    "field": names.in_json(computed.name),
                    "cases": [(self.maker.coded(sent), code(self._shown(computed, result))) for sent, result in chosen],
                    "beyond": self.maker.coded(max(beyond, key=lambda case: abs(case[1]))[0]) if beyond else None,
                    "blamed": [self.entity.field(name).in_json for name in self._fields(computed)],
                }

    def _tried(self, computed: Calculation | TimeBetween) -> list[Case]:
        """Combinations of values that keep all other rules; none where what is unique decides."""
        fields = [self.entity.field(name) for name in self._fields(computed)]
        unique = {name for rule in self.entity.uniques for name in rule.names}
        if any(field.name in unique | self.maker.scarce for field in fields):
            return []
        most = int(_MOST_TRIED ** (1 / len(fields)))
        combined = product(*([(field.name, value) for value in self._values(field)[:most]] for field in fields))
        tried = map(dict, combined)
        return [(sent, self._value(computed, sent)) for sent in tried if self._keeps_rules(sent)]

    def _values(self, field: FieldSpec) -> list[Any]:
        is_always_sent = field.name in self.entity.given_in_some_case
        return [value for value in _values(field) if value is not None or not is_always_sent]

    def _value(self, computed: Calculation | TimeBetween, sent: Mapping[str, Any]) -> Any:
        """What is computed from these values, not yet rounded; what it is computed from is."""
        if any(sent[name] is None for name in self._fields(computed)):
            return None
        if isinstance(computed, TimeBetween):
            return passed(computed, sent)
        parts = {part.name: self._shown(part, self._value(part, sent))
                 for part in self._computed if part.name in computed.fields}  # fmt: skip
        with localcontext(prec=_PRECISION):
            return calculated(computed, {**sent, **parts})

    def _keeps_rules(self, sent: Mapping[str, Any]) -> bool:
        values = {**(self.maker.least_body or {}), **sent}
        return bodies.keeps(self.entity, {name: value for name, value in values.items() if value is not None})

    def _is_too_large(self, computed: Calculation | TimeBetween, value: Any) -> bool:
        """Whether a value, not yet rounded, is beyond the bounds of what is computed."""
        if value is None:
            return False
        number = value if isinstance(computed, TimeBetween) else self._rounded(computed, value)
        least, most = bounds_of(computed, self.entity, self.maker.scene.spec.entities)
        return bool((least is not None and number < least) or (most is not None and number > most))

    def _chosen(self, computed: Calculation | TimeBetween, cases: list[Case]) -> list[Case]:
        """The smallest and the largest, some between them, one that is rounded, and those without a value."""
        empty = [case for case in cases if case[1] is None]
        ordered = sorted((case for case in cases if case[1] is not None), key=lambda case: case[1])
        few = [ordered[round(at * (len(ordered) - 1) / (_MOST_CASES - 1))] for at in range(_MOST_CASES) if ordered]
        halves = [case for case in ordered if isinstance(computed, Calculation) and self._is_half(computed, case[1])]
        chosen = [*halves[:1], *halves[-1:], *empty[:1], *ordered[-1:], *few]
        unlike = [case for index, case in enumerate(chosen) if case not in chosen[:index]]
        return unlike[: self.maker.turns]

    def _is_half(self, calculation: Calculation, value: Decimal) -> bool:
        step = self._result(calculation).kind.step
        return abs(value) % step == step / 2

    def _rounded(self, calculation: Calculation, value: Decimal) -> Decimal:
        with localcontext(prec=_PRECISION):
            return value.quantize(self._result(calculation).kind.step, ROUND_HALF_UP) + 0

    def _shown(self, computed: Calculation | TimeBetween, value: Any) -> Any:
        """What is computed, as the API shows it."""
        if value is None or isinstance(computed, TimeBetween):
            return value
        rounded = self._rounded(computed, value)
        return int(rounded) if isinstance(self._result(computed).kind, WholeNumber) else str(rounded)


def _values(field: FieldSpec) -> list[Any]:
    """Values of a field that are worth a try: none, the outermost, zero, and some on either side of it."""
    given: list[Any] = [None] if field.optional else []
    type_ = field.type
    if isinstance(type_, Numeric):
        some = [Decimal(value) for value in ("0", "0.05", "-0.05", "0.5", "-0.5", "3", "-7")]
        fitting = [value for value in some if type_.minimum <= value <= type_.maximum and not value % type_.step]
        found = [*type_.edges(), *(type_.shown_as(value) for value in fitting), *samples.ladder(field, 2)]
        return [*given, *dict.fromkeys(found)]
    days = samples.ladder(field, 3)
    if field.never_in != "past" and isinstance(type_, InTime):
        days += [type_.on(date(2024, 2, 28)), type_.on(date(2024, 3, 1))]
    if isinstance(type_, DateAndTime):
        days.append(f"{days[0][:10]}T09:59:59Z")
    return [*given, *days]
