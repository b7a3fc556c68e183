"""What must hold for the conditions on which things are created for others, and on which fields must be given."""

from collections.abc import Iterator

from petsage_builder.kinds.choice import Choice
from petsage_builder.kinds.plain import YesNo
from petsage_builder.kinds.whole_number import WholeNumber
from petsage_builder.spec.conditions import Condition, Requirement
from petsage_builder.spec.entity import Entity
from petsage_builder.spec.fault import Fault, Path
from petsage_builder.terms import names


def condition_faults(entity: Entity, entities: tuple[Entity, ...], path: Path) -> Iterator[Fault]:
    """What doesn't hold of the things that an entity is created for."""
    own = {other.name: other for other in entities}
    for index, link in enumerate(entity.belongs_to):
        if link.only_for is None:
            continue
        place = (*path, "belongs_to", index, "only_for")
        if link.target in own:
            yield from _of_target(link.only_for, own[link.target], place)
        else:
            message = f"what {names.with_article(link.role)} must be like can be said of this request's things only"
            yield Fault(place, message, "leave it out, or bring both into one request")


def limit_faults(entity: Entity, entities: tuple[Entity, ...], path: Path) -> Iterator[Fault]:
    """What doesn't hold of how many of an entity another one has at most."""
    own = {other.name: other for other in entities}
    for index, link in enumerate(entity.belongs_to):
        if link.limit is None:
            continue
        place, limit = (*path, "belongs_to", index, "limit"), link.limit
        if (limit.most is None) is (limit.field is None) or not (limit.field or limit.states):
            message = f"how many {entity.plural} {names.with_article(link.role)} has is said in no way or in two"
            yield Fault(place, message, "name a field, or some states and a number")
        if limit.field:
            yield from _whole_number(limit.field, own.get(link.target), place)
        if limit.states:
            yield from states_faults(limit.states, entity, place)


def _whole_number(field: str, target: Entity | None, place: Path) -> Iterator[Fault]:
    if target is None:
        message = f"'{field}' can be said of this request's things only"
        yield Fault(place, message, "say a number, or bring both into one request")
    elif not any(one.name == field and isinstance(one.type, WholeNumber) for one in target.fields):
        advice = f"say `{names.subject(target.name)}'s {field} is a whole number.`"
        yield Fault(place, f"'{field}' is no field of {target.name} that is a whole number", advice)


def requirement_faults(entity: Entity, path: Path) -> Iterator[Fault]:
    """What doesn't hold of the fields that must be given in some case."""
    fields = {field.name: field for field in entity.fields}
    for index, rule in enumerate(entity.requirements):
        place = (*path, "requirements", index)
        if rule.field not in fields:
            advice = f"say `{names.subject(entity.name)} has an optional {rule.field}.`"
            yield Fault(place, f"'{rule.field}' is not a field of {entity.name}", advice)
        elif not fields[rule.field].optional or rule.field == rule.when.field:
            message = f"'{rule.field}' of {names.with_article(entity.name)} is always given then"
            yield Fault(place, message, "leave the sentence out, or let the field be optional")
        yield from (_of_choice(rule, entity, place) if rule.when.values else _of_target(rule.when, entity, place))


def _of_choice(rule: Requirement, entity: Entity, place: Path) -> Iterator[Fault]:
    condition, kinds = rule.when, {field.name: field for field in entity.fields}
    field = kinds.get(condition.field or "")
    if field is None or not isinstance(field.type, Choice) or condition.states or condition.is_not:
        yield Fault(
            place, f"'{condition.field}' of {entity.name} is no choice", "name a field that is one of some values"
        )
        return
    for value in sorted(set(condition.values).difference(field.type.values)):
        yield Fault(place, f"'{value}' is no {field.name}", f"it is {' or '.join(field.type.values)}")
    if set(condition.values) >= set(field.type.values) and not field.optional:
        advice = f"let '{rule.field}' not be optional"
        yield Fault(place, f"a {field.name} is always one of these", advice)


def _of_target(condition: Condition, target: Entity, place: Path) -> Iterator[Fault]:
    states = target.lifecycle.states if target.lifecycle else ()
    if bool(condition.states) is bool(condition.field) or (condition.states and condition.is_not):
        yield Fault(place, f"what {names.with_article(target.name)} must be like is said in no way or in two",
                    "name states, or one field")  # fmt: skip
    elif condition.field:
        yield from _of_field(condition, target, states, place)
    else:
        yield from states_faults(condition.states, target, place)


def _of_field(condition: Condition, target: Entity, states: tuple[str, ...], place: Path) -> Iterator[Fault]:
    kinds = {field.name: field.type for field in target.fields}
    if kinds.get(condition.field or "") != YesNo() or condition.field == condition.quality:
        advice = f"say `{names.subject(target.name)} has whether it is {condition.quality}.`"
        yield Fault(place, f"'{condition.field}' of {target.name} doesn't say whether it is something", advice)
    if names.meant(condition.quality, states) is not None:
        message = f"'{condition.quality}' is a state of {target.name} and one of its fields"
        yield Fault(place, message, "give the field another name")


def states_faults(named: tuple[str, ...], target: Entity, place: Path) -> Iterator[Fault]:
    """What doesn't hold of the states that something is said of."""
    states = target.lifecycle.states if target.lifecycle else ()
    for state in sorted(set(named).difference(states)):
        advice = f"it is {' or '.join(states)}" if states else "leave it out"
        yield Fault(place, f"'{state}' is not a state of {target.name}", advice)
    for state in sorted(set(named).intersection(states)):
        if names.meant(names.spoken(state), states) is None:
            yield Fault(place, f"two states of {target.name} are spoken as '{names.spoken(state)}'", "rename one")
    if set(named) >= set(states) and states:
        yield Fault(place, f"{names.with_article(target.name)} is always in one of these states", "leave it out")
