"""What must hold for what doesn't overlap."""

from collections.abc import Iterator

from petsage_builder.spec.condition_checks import states_faults
from petsage_builder.spec.entity import Entity, Overlap
from petsage_builder.spec.fault import Fault, Path
from petsage_builder.terms import names

KINDS = ("date", "date and time", "time of day")
"""What something can begin and end at."""


def overlap_faults(entity: Entity, path: Path) -> Iterator[Fault]:
    """What doesn't hold of the times in which something is alone."""
    for index, rule in enumerate(entity.overlaps):
        place = (*path, "overlaps", index)
        yield from _of_the_times(rule, entity, place)
        yield from _of_the_same(rule, entity, place)
        if rule.states:
            yield from states_faults(rule.states, entity, place)


def _of_the_times(rule: Overlap, entity: Entity, place: Path) -> Iterator[Fault]:
    kinds = {field.name: field.type.kind for field in entity.fields}
    wrong = [name for name in (rule.start, rule.end) if kinds.get(name) not in KINDS]
    for name in wrong:
        advice = f"say `{names.subject(entity.name)}'s {name} is a date.`, or `a date and time`, or `a time of day`"
        yield Fault(place, f"'{name}' of {entity.name} is no time at which something begins or ends", advice)
    if wrong:
        return
    subject, their = names.subject(entity.name), f"'{rule.start}' and '{rule.end}' of {entity.name}"
    if rule.start == rule.end or kinds[rule.start] != kinds[rule.end]:
        yield Fault(place, f"{their} are no beginning and end", "name two dates, two moments or two times of day")
    elif not any(_is_in_turn(rule, one.field, one.must_be, one.other) for one in entity.comparisons):
        advice = f"add `{subject}'s {rule.end} is {'on or ' * rule.through}after its {rule.start}.`"
        yield Fault(place, f"nothing says that {their} are in turn", advice)


def _is_in_turn(rule: Overlap, field: str, must_be: str, other: str) -> bool:
    """Whether a comparison says that the end is not before the start."""
    ends = (rule.end, rule.start) if must_be in ("after", "at least") else (rule.start, rule.end)
    return (field, other) == ends


def _of_the_same(rule: Overlap, entity: Entity, place: Path) -> Iterator[Fault]:
    roles = {link.role for link in entity.belongs_to}
    fields = {field.name: field.type for field in entity.fields}
    for name in rule.per:
        if name in (rule.start, rule.end) or not (
            name in roles or (name in fields and fields[name].traits.is_sortable)
        ):
            message = f"{entity.plural} can't be those of one '{name}'"
            yield Fault(place, message, "name what they belong to, or a field")
    if roles.isdisjoint(rule.per):
        message = (
            f"nothing that {names.with_article(entity.name)} belongs to is named of which {entity.plural} don't overlap"
        )
        advice = f"say `{names.title(entity.plural)} of a …`, and what {names.with_article(entity.name)} belongs to"
        yield Fault(place, message, advice)
