"""What an entity computes from its own fields: of which kind it is, how large it can be, and what must hold for it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product

from petsage_builder.kinds.amount import Amount
from petsage_builder.kinds.bounds import LARGEST_NUMBER, MAX_DIGITS, MOST_DECIMALS, plain
from petsage_builder.kinds.date import Date
from petsage_builder.kinds.date_and_time import DateAndTime
from petsage_builder.kinds.number import Number
from petsage_builder.kinds.ordered import Numeric
from petsage_builder.kinds.whole_number import WholeNumber
from petsage_builder.spec.calculation import Calculation, TimeBetween
from petsage_builder.spec.entity import Entity
from petsage_builder.spec.fault import Fault, Path

_PERCENT = frozenset(["percent", "percentage"])
_EXACT_COUNT = 8 * 10**18
"""How far all databases count exactly: 64 bits, with some room."""
_READABLE = Decimal(10) ** 26
"""How large a number can be and still be read where it is too large, to be refused."""


@dataclass(frozen=True)
class Result:
    """A number that is computed: its kind, how many decimals it has before it is rounded, its bounds, and its limit.

    Where a value could be beyond the limit, on either side, whoever writes such a thing is refused.
    """

    kind: Numeric
    decimals: int
    least: Decimal
    most: Decimal
    limit: Decimal

    @property
    def can_be_too_large(self) -> bool:
        return max(self.most, -self.least) > self.limit


class _NotComputedError(Exception):
    """Two numbers don't go together; the message says why, `advice` what to do."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.advice = advice


@dataclass(frozen=True)
class _Value:
    """A number within a calculation; a `literal` is in whatever unit the other one is in."""

    said: str
    decimals: int
    least: Decimal
    most: Decimal
    is_whole: bool
    currency: str = ""
    unit: str = ""
    is_literal: bool = False

    @property
    def measure(self) -> str:
        """What it is in, in words."""
        return f"in {self.currency or self.unit}" if self.currency or self.unit else "without a unit"

    @property
    def reach(self) -> Decimal:
        """How far from zero it can be, counted in its last decimal."""
        return max(self.most, -self.least).scaleb(self.decimals)


def can_be_empty(computed: Calculation | TimeBetween, entity: Entity) -> bool:
    """Whether one of the fields that it is computed from can be empty."""
    return any(entity.field(name).optional for name in computed.fields)


def calculation_faults(entity: Entity, path: Path) -> Iterator[Fault]:
    """What doesn't hold of what an entity computes from its own fields."""
    for index, computed in enumerate(entity.computed):
        place = (*path, "computed", index)
        if isinstance(computed, Calculation):
            yield from _calculation(computed, entity, place)
        elif isinstance(computed, TimeBetween):
            yield from _time_between(computed, entity, place)


def _calculation(calculation: Calculation, entity: Entity, place: Path) -> Iterator[Fault]:
    types = {field.name: field.type for field in entity.fields}
    wrong = [name for name in calculation.fields if not isinstance(types.get(name), Numeric)]
    for name in wrong:
        yield Fault(place, f"'{name}' is no number of {entity.name}", "name a field that is a number or an amount")
    if not calculation.fields:
        advice = "name a field that is a number or an amount"
        yield Fault(place, f"'{calculation.name}' is the same for all {entity.plural}", advice)
    elif len(calculation.operators) != len(calculation.operands) - 1:
        yield Fault(place, f"'{calculation.name}' has no operator between some of its operands", "add it")
    elif not wrong:
        try:
            result_of(calculation, entity)
        except _NotComputedError as error:
            yield Fault(place, str(error), error.advice)


def _time_between(between: TimeBetween, entity: Entity, place: Path) -> Iterator[Fault]:
    types = {field.name: field.type for field in entity.fields}
    kind, other = (Date, DateAndTime) if between.unit == "days" else (DateAndTime, Date)
    instead = "hours" if between.unit == "days" else "days"
    are_other = all(isinstance(types.get(name), other) for name in between.fields)
    for name in dict.fromkeys(between.fields):
        if not isinstance(types.get(name), kind):
            advice = f"say `{instead}`" if are_other else f"let it be {kind.phrase}"
            message = f"{between.unit} are counted from {kind.phrase} to another, and '{name}' of {entity.name} is none"
            yield Fault(place, message, advice)
    if between.start == between.end:
        yield Fault(place, f"'{between.name}' would always be 0", "name two fields")


def result_of(calculation: Calculation, entity: Entity) -> Result:
    """What a calculation that has no faults results in."""
    terms = _terms(calculation, entity)
    (_, value), *others = terms
    for operator, term in others:
        value = _added(value, term) if operator == "plus" else _added(value, _negated(term))
    kind = _kind(value, calculation.name)
    reaches = sorted(term.reach.scaleb(value.decimals - term.decimals) for _, term in terms)
    if sum(reaches[:-1]) > _EXACT_COUNT or max(term.reach for _, term in terms) > _READABLE:
        bounds = " or ".join(f"'{name}'" for name in calculation.fields)
        raise _NotComputedError(f"'{calculation.name}' can be too large to be exact", f"narrow the bounds of {bounds}")
    digits = min(MAX_DIGITS, MAX_DIGITS + 3 - (value.decimals - kind.decimals))
    limit = min((Decimal(10) ** digits - 1).scaleb(-kind.decimals), LARGEST_NUMBER)
    return Result(kind, value.decimals, value.least, value.most, plain(limit))


def _terms(calculation: Calculation, entity: Entity) -> list[tuple[str, _Value]]:
    """What is added up, each with its operator: products, and what stands alone."""
    first, *rest = (_value(operand, entity) for operand in calculation.operands)
    terms = [("plus", first)]
    for operator, value in zip(calculation.operators, rest, strict=True):
        if operator == "times":
            before, product_so_far = terms[-1]
            terms[-1] = before, _multiplied(product_so_far, value)
        else:
            terms.append((operator, value))
    return terms


def _value(operand: str | Decimal, entity: Entity) -> _Value:
    if isinstance(operand, Decimal):
        decimals = max(-int(operand.as_tuple().exponent), 0)
        return _Value(f"{operand:f}", decimals, operand, operand, decimals == 0, is_literal=True)
    type_ = entity.field(operand).type
    assert isinstance(type_, Numeric)
    bounds = Decimal(type_.minimum), Decimal(type_.maximum)
    unit = "" if type_.currency_code else type_.measure
    if not unit and operand.split()[-1] in _PERCENT:
        unit = "percent"
    return _Value(operand, type_.decimals, *bounds, isinstance(type_, WholeNumber), type_.currency_code, unit)


def _multiplied(one: _Value, other: _Value) -> _Value:
    for value in (one, other):
        if value.unit in _PERCENT:
            other_one = other.said if value is one else one.said
            message = f"'{value.said}' is in percent, and it isn't said what that means for '{other_one}'"
            raise _NotComputedError(message, f"let '{value.said}' be a number from 0 to 1, without percent")
    if one.currency and other.currency:
        message = f"'{one.said}' and '{other.said}' are amounts, which can't be multiplied"
        raise _NotComputedError(message, "let one of them be a number")
    unit = "" if one.unit and other.unit else one.unit or other.unit
    corners = [a * b for a, b in product((one.least, one.most), (other.least, other.most))]
    decimals, is_whole = one.decimals + other.decimals, one.is_whole and other.is_whole
    said = f"{one.said} times {other.said}"
    return _Value(said, decimals, min(corners), max(corners), is_whole, one.currency or other.currency, unit)


def _added(one: _Value, other: _Value) -> _Value:
    known = one if other.is_literal else other
    if not (one.is_literal or other.is_literal) and (one.currency, one.unit) != (other.currency, other.unit):
        message = f"'{one.said}' is {one.measure} and '{other.said}' {other.measure}, which can't be added up"
        raise _NotComputedError(message, "let both be in the same")
    decimals, is_whole = max(one.decimals, other.decimals), one.is_whole and other.is_whole
    bounds = one.least + other.least, one.most + other.most
    both_literal = one.is_literal and other.is_literal
    return _Value(f"{one.said} and {other.said}", decimals, *bounds, is_whole, known.currency, known.unit, both_literal)


def _negated(value: _Value) -> _Value:
    return replace(value, least=-value.most, most=-value.least)


def _kind(value: _Value, name: str) -> Numeric:
    """The kind of what is computed; what is money has the decimals of its currency."""
    amount = Amount(currency=value.currency) if value.currency else None
    if value.decimals - (amount.decimals if amount else 0) > MOST_DECIMALS:
        message = f"'{name}' would have {value.decimals} decimals, and {MOST_DECIMALS} is the most"
        raise _NotComputedError(message, "let what it is computed from have fewer, as in `a number with 2 decimals`")
    if amount:
        return amount
    unit = value.unit or None
    return WholeNumber(unit=unit) if value.is_whole else Number(decimals=value.decimals, unit=unit)
