"""What must hold within one entity."""

from collections import Counter
from collections.abc import Callable, Iterator

from petsage_builder.kinds.ordered import Ordered
from petsage_builder.spec.access import VERBS, Grant
from petsage_builder.spec.action_checks import action_faults
from petsage_builder.spec.condition_checks import requirement_faults
from petsage_builder.spec.entity import Comparison, Entity, FieldSpec, Lifecycle, Unique
from petsage_builder.spec.expiry_checks import expiry_faults
from petsage_builder.spec.fault import Fault, Path
from petsage_builder.spec.field_checks import field_faults
from petsage_builder.spec.former_checks import former_names
from petsage_builder.spec.found_checks import found_faults
from petsage_builder.spec.made_checks import made_faults
from petsage_builder.spec.once_checks import once_faults
from petsage_builder.spec.overlap_checks import overlap_faults
from petsage_builder.spec.people_checks import people_faults
from petsage_builder.spec.state_checks import state_faults
from petsage_builder.terms import names
from petsage_builder.terms.part import NAME_LENGTH


def _fields(entity: Entity, path: Path) -> Iterator[Fault]:
    if not entity.fields and not entity.belongs_to:
        yield Fault(path, f"{names.with_article(entity.name)} has nothing", _add(entity, "name"))
    for index, field in enumerate(entity.fields):
        yield from field_faults(field, (*path, "fields", index))


def _add(entity: Entity, field: str) -> str:
    sentence = f"{names.with_article(entity.name)} has {names.with_article(field)}."
    return f"add `{sentence[0].upper()}{sentence[1:]}`"


def _identifiers(entity: Entity, path: Path) -> Iterator[Fault]:
    """Each field, relation and computed field has its own name, in the user's words and in code."""
    named = list(_named(entity, path))
    for place, name, _ in [((*path, "name"), entity.name, ()), *named]:
        if len(name) > NAME_LENGTH:
            yield Fault(place, f"'{name[:NAME_LENGTH]}…' is too long for a name", f"use {NAME_LENGTH} letters at most")
    taken: set[str] = set()
    for place, name, identifiers in named:
        if not taken.isdisjoint(identifiers):
            yield Fault(place, f"{entity.name} has '{name}' twice", "give each its own name")
        taken.update(identifiers)


def _named(entity: Entity, path: Path) -> Iterator[tuple[Path, str, tuple[str, ...]]]:
    for index, field in enumerate(entity.fields):
        yield (*path, "fields", index), field.name, (field.snake, *([field.folded] if field in entity.folded else ()))
    for index, link in enumerate(entity.belongs_to):
        yield (*path, "belongs_to", index), link.role, (link.snake, link.column)
    for index, many in enumerate(entity.many_to_many):
        yield (*path, "many_to_many", index), names.plural(many.target), (names.snake(names.plural(many.target)),)
    for index, once in enumerate(entity.once):
        yield from (((*path, "once", index), name, (names.snake(name),)) for name in (once.done, once.count))
    for index, computed in enumerate(entity.computed):
        yield (*path, "computed", index), computed.name, (names.snake(computed.name),)
    if entity.lifecycle:
        yield (*path, "lifecycle"), "status", ("status",)


def _comparisons(entity: Entity, path: Path) -> Iterator[Fault]:
    types = {field.name: field.type for field in entity.fields}
    for index, rule in enumerate(entity.comparisons):
        place = (*path, "comparisons", index)
        missing = [name for name in (rule.field, rule.other) if name not in types]
        for name in missing:
            yield _no_field(entity, name, place)
        if not missing and (rule.field == rule.other or not types[rule.field].compares_with(types[rule.other])):
            yield Fault(
                place, f"'{rule.field}' can't be compared with '{rule.other}'", "compare two dates or two numbers"
            )
        elif not missing and not start_together(entity.field(rule.field), entity.field(rule.other), rule):
            starts = f"start as {entity.field(rule.field).default} and {entity.field(rule.other).default}"
            wrong = f"'{rule.field}' and '{rule.other}' {starts}, which the comparison refuses"
            yield Fault(place, wrong, "let one of them start as something else, or as nothing")


def start_together(one: FieldSpec, other: FieldSpec, rule: Comparison) -> bool:
    """Whether the comparison holds between what two fields start as, as far as that is known before."""
    if one.default is None or other.default is None:
        return True
    first, second = one.type.shown(one.default), other.type.shown(other.default)
    if first is None or second is None:
        return first is not second or rule.holds(0, 0)
    assert isinstance(one.type, Ordered)
    assert isinstance(other.type, Ordered)
    return rule.holds(one.type.rank(first), other.type.rank(second))


def _no_field(entity: Entity, name: str, path: Path) -> Fault:
    return Fault(path, f"'{name}' is not a field of {entity.name}", _add(entity, name))


def _uniques(entity: Entity, path: Path) -> Iterator[Fault]:
    roles = {link.role for link in entity.belongs_to}
    for index, unique in enumerate(entity.uniques):
        place = (*path, "uniques", index)
        for name in unique.names:
            yield from _sortable(entity, name, "be unique", place, roles)
        if unique.per is not None and (unique.per not in roles or unique.per in unique.names):
            yield Fault(place, f"{entity.name} doesn't belong to '{unique.per}'", "say `per` what it belongs to")
        if unique.any_case:
            yield from _without_capitals(entity, unique, place)


def _without_capitals(entity: Entity, unique: Unique, place: Path) -> Iterator[Fault]:
    """What is unique regardless of capitals has some, and isn't said to be unique with them, too."""
    what = " and ".join(f"'{name}'" for name in unique.names)
    if not any(field.name in unique.names and field.type.traits.has_capitals for field in entity.fields):
        yield Fault(place, f"{what} of {entity.name} can't have capitals", "leave out what is said of capitals")
    if unique.model_copy(update={"any_case": False}) in entity.uniques:
        advice = "keep the one that is regardless of capitals"
        yield Fault(place, f"{what} of {entity.name} is said to be unique in two ways", advice)


def _sortable(entity: Entity, name: str, what: str, place: Path, also: set[str]) -> Iterator[Fault]:
    types = {field.name: field.type for field in entity.fields}
    if name not in types and name not in also:
        yield _no_field(entity, name, place)
    elif name in types and not types[name].traits.is_sortable:
        yield Fault(place, f"'{name}' is {types[name].kind}, it can't {what}", "leave it out or give it another type")


def _order(entity: Entity, place: Path) -> Iterator[Fault]:
    for by in entity.order.fields:
        yield from _sortable(entity, by, "be listed by", place, set())
    keys = [key.by or "when they were created" for key in entity.order.keys]
    for name, times in Counter(keys).items():
        if times > 1:
            yield Fault(place, f"{names.plural(entity.name)} are listed twice by '{name}'", "say it once")
    if None in [key.by for key in entity.order.keys[:-1]]:
        why = f"no two {names.plural(entity.name)} are created at the same time, so nothing counts after that"
        yield Fault(place, why, "put it last")


def _lists(entity: Entity, path: Path) -> Iterator[Fault]:
    others = {link.role for link in entity.belongs_to} | ({"status"} if entity.lifecycle else set())
    others |= {once.done for once in entity.once}
    for name in entity.filters:
        yield from _sortable(entity, name, "be filtered by", (*path, "filters"), others)
    for name, times in Counter(_parameters(entity)).items():
        if times > 1:
            place, advice = (*path, "filters"), "leave one out or rename its field"
            yield Fault(place, f"two filters of {entity.name} would both be called '{name}'", advice)
    yield from _order(entity, (*path, "order"))
    types = {field.name: field.type for field in entity.fields}
    for name in entity.search:
        if name not in types:
            yield _no_field(entity, name, (*path, "search"))
        elif not types[name].traits.is_searchable:
            yield Fault((*path, "search"), f"'{name}' is {types[name].kind}, only text can be searched", "filter by it")


def _parameters(entity: Entity) -> Iterator[str]:
    """What the filters of a list are called in its URL."""
    columns = {link.role: link.column for link in entity.belongs_to}
    for name in entity.filters:
        yield from (names.in_query(columns.get(name) or name, end) for end in entity.filter_ends(name))


def _lifecycle(entity: Entity, path: Path) -> Iterator[Fault]:
    life, place = entity.lifecycle, (*path, "lifecycle")
    if life is None:
        return
    for state in sorted({state for state in life.states if life.states.count(state) > 1}):
        yield Fault((*place, "states"), f"{entity.name} has the state '{state}' twice", "name each state once")
    for one, other in names.same_constants(life.states):
        message = f"the states '{one}' and '{other}' of {entity.name} would have the same name in code"
        yield Fault((*place, "states"), message, "say one of them in other words")
    for state in sorted(_states_used(life) - set(life.states)):
        yield Fault(place, f"'{state}' is not a state of {entity.name}", f"it is {', '.join(life.states)}")
    for state in life.states:
        if life.initial in life.states and state not in life.reached:
            source, target = (f'"{names.spoken(one)}"' for one in (life.initial, state))
            step = f"{names.subject(entity.name)} that is {source} can be {target}."
            advice = f"add `{step}`, or say otherwise what was meant by a state"
            yield Fault((*place, "states"), f"no {entity.name} can ever be {state}", advice)
    verbs = Counter(life.verbs.values()) + Counter({"restore": entity.restore_days is not None})
    for verb in sorted(verb for verb, times in verbs.items() if times > 1):
        yield Fault((*place, "states"), f"two things of {entity.name} would both be called '{verb}'", "rename a state")


def _states_used(life: Lifecycle) -> set[str]:
    return {life.initial} | {state for step in life.steps for state in (step.source, step.target)}


def _steps(entity: Entity, path: Path) -> Iterator[Fault]:
    for index, step in enumerate(entity.lifecycle.steps if entity.lifecycle else ()):
        if step.source == step.target:
            place = (*path, "lifecycle", "steps", index)
            yield Fault(
                place, f"{names.with_article(step.source)} {entity.name} is {step.target} already", "leave it out"
            )


def _access(entity: Entity, path: Path) -> Iterator[Fault]:
    for verb in VERBS:
        yield from _grants(entity, entity.access.to(verb), (*path, "access", verb))
    for index, action in enumerate(entity.lifecycle.actions if entity.lifecycle else ()):
        yield from _grants(entity, action.who, (*path, "lifecycle", "actions", index))
    yield from state_faults(entity, path)


def _grants(entity: Entity, grants: tuple[Grant, ...], place: Path) -> Iterator[Fault]:
    targets = {link.role: link.target for link in entity.belongs_to}
    for grant in grants:
        needed = (grant.to in ("owner", "parent"), grant.to == "parent", grant.to == "role")
        if needed != tuple(said is not None for said in (grant.relation, grant.may, grant.role)):
            yield Fault(place, f"access to '{grant.to}' says too much or too little", "see `petsage schema`")
        elif grant.relation is not None and grant.relation not in targets:
            yield Fault(place, f"{entity.name} doesn't belong to '{grant.relation}'", "say what it belongs to")
        elif grant.relation is not None and (targets[grant.relation] == "user") is not (grant.to == "owner"):
            advice = "an owner is a user; access can follow anything else"
            yield Fault(place, f"'{grant.relation}' can't be the {grant.to} here", advice)


CHECKS: tuple[Callable[[Entity, Path], Iterator[Fault]], ...] = (
    _fields,
    _identifiers,
    _comparisons,
    overlap_faults,
    requirement_faults,
    _uniques,
    _lists,
    _lifecycle,
    _steps,
    _access,
    former_names,
    action_faults,
    expiry_faults,
    made_faults,
    found_faults,
    once_faults,
    people_faults,
)
