"""What a test sends to make a thing: values that keep every rule, also those across fields."""

import math
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from functools import partial
from itertools import product
from typing import Any

from petsage_builder.kinds.choice import Choice
from petsage_builder.kinds.ordered import InTime, Numeric, Ordered
from petsage_builder.kinds.plain import NO_ID
from petsage_builder.rendering import samples
from petsage_builder.rendering.access import references
from petsage_builder.rendering.evaluating import calculated, later, passed
from petsage_builder.spec.calculating import own_fields
from petsage_builder.spec.calculation import Calculation, TimeBetween
from petsage_builder.spec.entity import Comparison, Entity, FieldSpec, Unique
from petsage_builder.terms.code import Code

MOST_APART = 100_000
"""Units of time that two values are apart at most which tests send."""

Body = dict[str, Any]
"""Values by field, in the user's words."""


def least(entity: Entity, also: Collection[str] = ()) -> Body | None:
    """What has to be sent, in every case, and what is to be sent beside it; None where no values keep the rules."""
    unique = _told_apart(entity)
    given = {field.name for field in entity.given if field.default is not None}
    left_out = ({field.name for field in entity.given if field.optional} | given) - {*also} - entity.given_in_some_case
    needed = [field for field in entity.given if field.name not in left_out - (unique & given)]
    sent = {field.name for field in needed}
    solved = solve(entity, sent, _starting(entity, sent))
    if solved is None:
        compared = compared_fields(entity) & given - unique
        needed += [entity.field(name) for name in sorted(compared)]
        solved = solve(entity, {field.name for field in needed}, {})
    return None if solved is None else _body(entity, needed, solved)


def _starting(entity: Entity, sent: Collection[str]) -> Body:
    """What the fields that aren't sent start as."""
    unsent = [field for field in entity.fields if field.default is not None and field.name not in sent]
    return {field.name: field.type.present[1] if shown(field) is None else shown(field) for field in unsent}


def full(entity: Entity) -> Body | None:
    """A value for every field, other than what it starts as where it has others."""
    solved = solve(entity, {field.name for field in entity.fields}, {})
    return None if solved is None else _body(entity, list(entity.given), solved)


def least_example(entity: Entity) -> Body:
    """The least that creates the entity, by the API's names, for people to read."""
    return _for_people(entity, least(entity) or {}, optional=False)


def whole_example(entity: Entity) -> Body:
    """All that creates the entity, by the API's names, for people to read."""
    return _for_people(entity, full(entity) or {}, optional=True)


def patch_example(entity: Entity) -> Body:
    """A change of one field that goes together with whatever the others are; else of all of them."""
    bound = compared_fields(entity) | {name for unique in entity.uniques for name in unique.names}
    bound |= {name for rule in entity.requirements for name in (rule.field, rule.when.field) if name}
    free = [field for field in entity.fields if field.name not in bound | entity.fixed]
    if free:
        return {free[0].in_json: samples.ladder(free[0])[-1]}
    fixed = {field.in_json for field in entity.fields if field.is_fixed}
    fixed |= {link.column for link in entity.belongs_to if link.is_fixed}
    return {name: value for name, value in whole_example(entity).items() if name not in fixed}


def _for_people(entity: Entity, body: Body, *, optional: bool) -> Body:
    fields = [entity.field(name) for name in body]
    shown = {field.in_json: _shown_to_people(field, body[field.name]) for field in fields}
    links = [link for link in references(entity) if optional or not link.optional]
    return shown | {link.column: NO_ID for link in links}


def _shown_to_people(field: FieldSpec, value: Any) -> Any:
    """What tests compute, so that no two are the same, stands as a usual value."""
    return samples.ladder(field)[0] if isinstance(value, Code) else value


def _body(entity: Entity, fields: list[FieldSpec], solved: Body) -> Body:
    unique, body = _told_apart(entity), {}
    for field in fields:
        told = own_value(entity, field) if field.name in unique else None
        body[field.name] = solved.get(field.name, told or _usual(field))
    return body


def _usual(field: FieldSpec) -> Any:
    values = samples.ladder(field)
    return next((value for value in values if field.default is None or value != shown(field)), values[0])


def _told_apart(entity: Entity) -> set[str]:
    return {name for rule in entity.uniques if (name := told_apart_by(entity, rule))}


def own_value(entity: Entity, field: FieldSpec) -> Code | None:
    """A value of a field that no other thing has which tests make; None where it has too few."""
    return field.type.distinct() or samples.counted(field, f"{entity.snake}.{field.snake}")


def is_scarce(entity: Entity, unique: Unique) -> bool:
    """Whether there are too few different ones for all that tests make."""
    return not _is_within(entity, unique) and told_apart_by(entity, unique) is None


def told_apart_by(entity: Entity, unique: Unique) -> str | None:
    """The field by which a test tells apart what must be unique; None where no field has values enough."""
    fields = {field.name: field for field in entity.fields if field.name in unique.names}
    unchosen = compared_fields(entity)
    least = samples.FEW if _is_within(entity, unique) else samples.ENOUGH
    for give in (lambda field: field.type.distinct(), partial(samples.counted, least=least)):
        for name in unique.names:
            if name in fields and name not in unchosen and give(fields[name]):
                return name
    return None


def _is_within(entity: Entity, unique: Unique) -> bool:
    """Whether it is unique for each of something that the entity belongs to."""
    return any(link.role in {*unique.names, unique.per} for link in entity.belongs_to)


def shown(field: FieldSpec) -> Any:
    """What the field starts as, as the API shows it; None where that is the present."""
    return None if field.default is None else field.type.shown(field.default)


def solve(entity: Entity, names: set[str], fixed: Mapping[str, Any]) -> Body | None:
    """Values for those of the named fields that are compared, so that every comparison holds with what is fixed."""
    present = names | set(fixed)
    body: Body = {}
    for group in _groups([one - set(fixed) for one in _together(entity) if one <= present]):
        found = _solved(entity, sorted(group), fixed)
        if found is None:
            return None
        body |= found
    return body


def _solved(entity: Entity, names: list[str], known: Mapping[str, Any]) -> Body | None:
    """The first values of some fields that keep every rule among themselves, and with what is known."""
    if not names:
        return {}
    name, *others = names
    for value in candidates(entity, name):
        if keeps(entity, {**known, name: value}):
            found = _solved(entity, others, {**known, name: value})
            if found is not None:
                return {name: value, **found}
    return None


def _groups(sets: list[set[str]]) -> list[set[str]]:
    """The sets, those that have something in common as one."""
    groups: list[set[str]] = []
    for one in sets:
        apart = [group for group in groups if group.isdisjoint(one)]
        groups = [*apart, one.union(*(group for group in groups if not group.isdisjoint(one)))]
    return groups


def compared_fields(entity: Entity) -> set[str]:
    """The fields whose values a comparison is about, or what is computed from which is bounded."""
    return {name for names in _together(entity) for name in names}


def _together(entity: Entity) -> list[set[str]]:
    """The fields of each rule about several."""
    return [*({rule.field, rule.other} for rule in entity.comparisons), *(set(of) for _, of in _bounded(entity))]


def _bounded(entity: Entity) -> Iterator[tuple[Calculation | TimeBetween, tuple[str, ...]]]:
    """What is computed within bounds, each with the fields that it is computed from."""
    for computed in entity.computed:
        if isinstance(computed, Calculation | TimeBetween) and (computed.least, computed.most) != (None, None):
            yield computed, own_fields(computed, entity) or ()


def candidates(entity: Entity, name: str) -> Iterator[Any]:
    """Values of a compared field that are worth a try, each once."""
    yield from dict.fromkeys(_candidates(entity, entity.field(name)))


def _candidates(entity: Entity, field: FieldSpec) -> Iterator[Any]:
    if isinstance(field.type, Numeric):
        yield from _numbers(entity, field.type)
        yield from _at_the_ends(entity, field.name, field.type)
        return
    yield from samples.ladder(field, 4)
    yield from _apart(entity, field)
    if isinstance(field.type, InTime) and field.never_in is None:
        yield from field.type.ladder(4, "past")


def _apart(entity: Entity, field: FieldSpec) -> Iterator[str]:
    """Times that are as far from the first as what is computed from them has to be, or can be."""
    for computed, of in _bounded(entity):
        if isinstance(computed, TimeBetween) and field.name in of:
            ends = [math.ceil(computed.least)] if computed.least is not None else []
            ends += [math.floor(computed.most)] if computed.most is not None else []
            yield from (later(samples.ladder(field)[0], computed.unit, end) for end in ends if abs(end) < MOST_APART)


def _numbers(entity: Entity, type_: Numeric) -> Iterator[Any]:
    compared = [other for name in compared_fields(entity) if isinstance(other := entity.field(name).type, Numeric)]
    marks = {Decimal(bound) for other in compared for bound in (other.minimum, other.maximum)}
    near = {mark + type_.step * step for mark in marks for step in (0, 1, 2)} | {Decimal(step) for step in (1, 2, 3, 4)}
    within = [number for number in near if type_.minimum <= number <= type_.maximum and number % type_.step == 0]
    yield from (type_.shown_as(number) for number in sorted(within, key=lambda number: (abs(number), number))[:8])


def _at_the_ends(entity: Entity, name: str, type_: Numeric) -> Iterator[Any]:
    """What a number can be at its ends, and what is computed from it within its bounds."""
    rules = [computed for computed, of in _bounded(entity) if name in of]
    ends = {end for computed in rules for end in (computed.least, computed.most) if end is not None}
    ends |= {Decimal(type_.maximum), Decimal(type_.minimum)} if rules else set()
    fitting = [end for end in ends if type_.minimum <= end <= type_.maximum and end % type_.step == 0]
    yield from (type_.shown_as(end) for end in sorted(fitting, key=abs))


def holds(rule: Comparison, values: Mapping[str, Any], entity: Entity) -> bool:
    """Whether a comparison holds among these values."""
    return rule.holds(*(_key(values[name], entity.field(name)) for name in (rule.field, rule.other)))


def _key(value: Any, field: FieldSpec) -> Any:
    return field.type.rank(value) if isinstance(field.type, Ordered) else value


def choices(entity: Entity, name: str) -> tuple[list[Any], Body]:
    """Three values of a field, or less, as it orders them, and what else to send than the least so that they fit."""
    field, body = entity.field(name), least(entity) or {}
    rules = [names for names in _together(entity) if name in names]
    if isinstance(field.type, Choice) and name in entity.order.fields:
        return list(field.type.values[:3]), {}
    if not rules:
        return samples.ladder(field), {}
    present = _starting(entity, body) | body
    others = sorted({other for names in rules for other in names} & set(body) - {name})
    most: tuple[list[Any], Body] = ([], {})
    for values in product(*([body[other], *candidates(entity, other)] for other in others)):
        around = present | dict(zip(others, values, strict=True))
        fitting = [value for value in candidates(entity, name) if keeps(entity, {**around, name: value})]
        if len(fitting) > len(most[0]):
            also = {other: around[other] for other in others if around[other] != body[other]}
            most = sorted(fitting, key=lambda value: _key(value, field))[:3], also
        if len(most[0]) == 3:
            break
    return most


def keeps(entity: Entity, values: Mapping[str, Any]) -> bool:
    """Whether these values keep every comparison between them, and all bounds of what is computed from them."""
    compared = [rule for rule in entity.comparisons if {rule.field, rule.other} <= values.keys()]
    computed = [one for one, of in _bounded(entity) if set(of) <= values.keys()]
    return all(holds(rule, values, entity) for rule in compared) and all(
        _is_within_bounds(one, entity, values) for one in computed
    )


def _is_within_bounds(computed: Calculation | TimeBetween, entity: Entity, values: Mapping[str, Any]) -> bool:
    """Whether what is computed from values, as far as they are known, is within its bounds."""
    value = _computed(computed, entity, values)
    if value is None:
        return True
    return (computed.least is None or value >= computed.least) and (computed.most is None or value <= computed.most)


def _computed(computed: Calculation | TimeBetween, entity: Entity, values: Mapping[str, Any]) -> Decimal | int | None:
    """What is computed from values, not rounded; None where one is empty, or known to the test alone."""
    of = own_fields(computed, entity) or ()
    if any(values[name] is None or isinstance(values[name], Code) for name in of):
        return None
    if isinstance(computed, TimeBetween):
        return passed(computed, values)
    parts = {part.name: _computed(part, entity, values) for part in entity.computed
             if part.name in computed.fields and isinstance(part, Calculation | TimeBetween)}  # fmt: skip
    return calculated(computed, {**values, **parts})


def fits(entity: Entity, values: Mapping[str, Any]) -> bool:
    """Whether an entity that is made of no more than it must have and of these values keeps every comparison."""
    body = least(entity) or {}
    return keeps(entity, {**_starting(entity, body), **body, **values})


def broken(entity: Entity, rule: Comparison) -> tuple[Body, list[tuple[str, Any]]]:
    """Values of compared fields that keep every rule, and for each of the rule's fields one that breaks only this."""
    solved = solve(entity, {field.name for field in entity.fields}, {})
    breaking: list[tuple[str, Any]] = []
    if solved is None:
        return {}, breaking
    for name in (rule.field, rule.other):
        for value in (solved.get(rule.other), solved.get(rule.field), *candidates(entity, name)):
            changed = {**solved, name: value}
            others = [other for other in entity.comparisons if other != rule]
            if (
                value in list(candidates(entity, name))
                and not holds(rule, changed, entity)
                and all(holds(other, changed, entity) for other in others)
                and all(_is_within_bounds(one, entity, changed) for one, _ in _bounded(entity))
            ):
                breaking.append((name, value))
                break
    return solved, breaking
