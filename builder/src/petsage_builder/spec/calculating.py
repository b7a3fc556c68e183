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
from petsage_builder.spec.entity import Computed, Count, Entity, Total
from petsage_builder.spec.fault import Fault, Path

Entities = tuple[Entity, ...]
"""All entities of a feature."""

_LONGEST = {"days": Decimal(4_000_000), "hours": Decimal(100_000_000), "minutes": Decimal(6_000_000_000)}
"""More than there are between the years 1 and 9999."""

_NAME_A_NUMBER = "name a field that is a number or an amount"
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


def computed_by(entity: Entity, name: str) -> Computed | None:
    """What the entity computes by this name."""
    return next((computed for computed in entity.computed if computed.name == name), None)


def can_be_empty(computed: Computed, entity: Entity) -> bool:
    """Whether it has no value for some things."""
    match computed:
        case Calculation():
            parts = [(name, computed_by(entity, name)) for name in computed.fields]
            return any(can_be_empty(part, entity) if part else entity.field(name).optional for name, part in parts)
        case TimeBetween():
            return any(entity.field(name).optional for name in computed.fields)
        case Total():
            return computed.kind != "sum"
        case _:
            return False


def own_fields(computed: Computed, entity: Entity) -> tuple[str, ...] | None:
    """The entity's own fields that something is computed from in the end; None where something else is among them."""
    if isinstance(computed, TimeBetween):
        return computed.fields
    if not isinstance(computed, Calculation):
        return None
    found: list[str] = []
    for name in computed.fields:
        part = computed_by(entity, name)
        fields = own_fields(part, entity) if part else (name,)
        if fields is None:
            return None
        found += fields
    return tuple(dict.fromkeys(found))


def number_kind(entity: Entity, name: str, entities: Entities) -> Numeric | None:
    """The kind of a field, or of what is computed by this name, where that is a number that can be computed with."""
    match computed_by(entity, name):
        case None:
            type_ = next((field.type for field in entity.fields if field.name == name), None)
            return type_ if isinstance(type_, Numeric) else None
        case Count() | TimeBetween():
            return WholeNumber()
        case Calculation() as calculation:
            return result_of(calculation, entity, entities).kind
        case Total(kind="sum" | "smallest" | "largest") as total:
            child = next((other for other in entities if other.name == total.child), None)
            return number_kind(child, total.field, entities) if child else None
        case _:
            return None


def _bounds(name: str, kind: Numeric, entity: Entity, entities: Entities) -> tuple[Decimal, Decimal]:
    """How small and how large a number can be; what is computed from others has so many digits."""
    computed = computed_by(entity, name)
    if computed is None:
        return Decimal(kind.minimum), Decimal(kind.maximum)
    limit = (Decimal(10) ** MAX_DIGITS - 1).scaleb(-kind.decimals)
    if isinstance(computed, Calculation):
        result = result_of(computed, entity, entities)
        return max(result.least, -result.limit), min(result.most, result.limit)
    if isinstance(computed, TimeBetween):
        limit = _LONGEST[computed.unit]
    return -limit, limit


def needed_by_others(entities: Entities) -> set[tuple[str, str]]:
    """What is computed that something else is computed from, by the names of entities and in them."""
    parts = {part for entity in entities for computed in entity.computed
             for part in _parts(entity.name, computed.name, entities)}  # fmt: skip
    named = {entity.name: entity for entity in entities}
    return {(name, part) for name, part in parts if name in named and computed_by(named[name], part)}


def calculation_faults(entity: Entity, entities: Entities, path: Path) -> Iterator[Fault]:
    """What doesn't hold of what an entity computes from its own numbers and times."""
    for index, computed in enumerate(entity.computed):
        place = (*path, "computed", index)
        if isinstance(computed, Calculation | TimeBetween):
            yield from _bound_faults(computed, entity, place)
        if isinstance(computed, Calculation):
            yield from _calculation(computed, entity, entities, place)
        elif isinstance(computed, TimeBetween):
            yield from _time_between(computed, entity, place)


def bounds_of(computed: Computed, entity: Entity, entities: Entities) -> tuple[Decimal | None, Decimal | None]:
    """The least and the most that something computed from an entity's own fields can be, where that is bounded."""
    if not isinstance(computed, Calculation | TimeBetween) or own_fields(computed, entity) is None:
        return None, None
    least, most = computed.least, computed.most
    if isinstance(computed, Calculation) and (result := result_of(computed, entity, entities)).can_be_too_large:
        least = -result.limit if least is None else max(least, -result.limit)
        most = result.limit if most is None else min(most, result.limit)
    return least, most


def _bound_faults(computed: Calculation | TimeBetween, entity: Entity, place: Path) -> Iterator[Fault]:
    least, most = computed.least, computed.most
    if (least, most) == (None, None):
        return
    if own_fields(computed, entity) is None:
        message = f"'{computed.name}' isn't computed from its own fields alone, so it can't be bounded yet"
        yield Fault(place, message, "leave the bound out")
    if least is not None and most is not None and least > most:
        yield Fault(place, f"'{computed.name}' can't be at least {least:f} and at most {most:f}", "mend one of them")


def _calculation(calculation: Calculation, entity: Entity, entities: Entities, place: Path) -> Iterator[Fault]:
    needed = needed_by(entity.name, calculation.name, entities)
    if (entity.name, calculation.name) in needed:
        yield Fault(
            place, f"'{calculation.name}' would be computed from itself", "leave it out in one of the sentences"
        )
    if any(part in needed_by(*part, entities) for part in needed):
        return
    try:
        wrong = [name for name in calculation.fields if number_kind(entity, name, entities) is None]
    except _NotComputedError:
        return  # the fault is told of what it is computed from
    for name in wrong:
        yield Fault(place, f"'{name}' is no number of {entity.name}", _NAME_A_NUMBER)
    if not calculation.fields:
        yield Fault(place, f"'{calculation.name}' is the same for all {entity.plural}", _NAME_A_NUMBER)
    elif len(calculation.operators) != len(calculation.operands) - 1:
        yield Fault(place, f"'{calculation.name}' has no operator between some of its operands", "add it")
    elif not wrong:
        try:
            result_of(calculation, entity, entities)
        except _NotComputedError as error:
            yield Fault(place, str(error), error.advice)


def needed_by(entity: str, name: str, entities: Entities) -> set[tuple[str, str]]:
    """All that something is computed from, by the names of entities and in them, itself where it goes round."""
    seen: set[tuple[str, str]] = set()
    edge = set(_parts(entity, name, entities))
    while edge - seen:
        seen |= edge
        edge = {part for one in edge for part in _parts(*one, entities)}
    return seen


def _parts(entity_name: str, name: str, entities: Entities) -> Iterator[tuple[str, str]]:
    entity = next((one for one in entities if one.name == entity_name), None)
    match computed_by(entity, name) if entity else None:
        case Calculation() as calculation:
            yield from ((entity_name, field) for field in calculation.fields)
        case Total() as total:
            yield total.child, total.field


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


def result_of(calculation: Calculation, entity: Entity, entities: Entities) -> Result:
    """What a calculation that has no faults results in."""
    terms = _terms(calculation, entity, entities)
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


def _terms(calculation: Calculation, entity: Entity, entities: Entities) -> list[tuple[str, _Value]]:
    """What is added up, each with its operator: products, and what stands alone."""
    first, *rest = (_value(operand, entity, entities) for operand in calculation.operands)
    terms = [("plus", first)]
    for operator, value in zip(calculation.operators, rest, strict=True):
        if operator == "times":
            before, product_so_far = terms[-1]
            terms[-1] = before, _multiplied(product_so_far, value)
        else:
            terms.append((operator, value))
    return terms


def _value(operand: str | Decimal, entity: Entity, entities: Entities) -> _Value:
    if isinstance(operand, Decimal):
        decimals = max(-int(operand.as_tuple().exponent), 0)
        return _Value(f"{operand:f}", decimals, operand, operand, decimals == 0, is_literal=True)
    type_ = number_kind(entity, operand, entities)
    if type_ is None:
        raise _NotComputedError(f"'{operand}' is no number of {entity.name}", _NAME_A_NUMBER)
    bounds = _bounds(operand, type_, entity, entities)
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
