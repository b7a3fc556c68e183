"""What must hold for a field that is made from another one."""

from collections.abc import Iterator

from petsage_builder.kinds.long_text import LongText
from petsage_builder.kinds.text import Text
from petsage_builder.spec.entity import Entity, FieldSpec, Unique
from petsage_builder.spec.fault import Fault, Path
from petsage_builder.terms import names

SHORTEST_MADE, LONGEST_MADE = 20, 200
"""Characters that what is made may have: some of the text and what tells it apart, and no more than addresses take."""


def made_faults(entity: Entity, path: Path) -> Iterator[Fault]:
    """Everything about fields that are made from others that doesn't hold."""
    made = [(place, field) for place, field in enumerate(entity.fields) if field.made_from is not None]
    for place, field in enumerate(entity.fields):
        yield from (Fault((*path, "fields", place, "changes_with"), *fault) for fault in _of_its_changes(entity, field))
    for place, field in made:
        here = (*path, "fields", place, "made_from")
        yield from (Fault(here, *fault) for fault in (*_of_itself(field), *_of_its_source(entity, field)))
        yield from (Fault(here, *fault) for fault in _of_its_uniqueness(entity, field))
    if len(made) > 1:
        both = " and ".join(f"'{field.name}'" for _, field in made)
        yield Fault((*path, "fields", made[1][0], "made_from"), f"{both} are both made", "keep one of the two")


def _of_itself(field: FieldSpec) -> Iterator[tuple[str, str]]:
    type_ = field.type
    if not isinstance(type_, Text) or type_.digits:
        yield f"'{field.name}' is {type_.kind}, and only a line of text can be made", "give it another type"
    elif not SHORTEST_MADE <= type_.max_length <= LONGEST_MADE or type_.min_length > 1:
        bounds = f"text of 1 to {min(max(SHORTEST_MADE, type_.max_length), LONGEST_MADE)} characters"
        yield f"'{field.name}' can't be made within its bounds", f"let it be `{bounds}`"
    if field.optional or field.default is not None:
        yield f"'{field.name}' is always made, so it isn't optional and starts as nothing else", "leave that out"


def _of_its_changes(entity: Entity, field: FieldSpec) -> Iterator[tuple[str, str]]:
    source = field.changes_with
    if source is None:
        return
    if source != field.made_from:
        made = f"{names.subject(entity.name)}'s {field.name} is made from its {source}."
        yield f"'{field.name}' is not made from '{source}', so it can't change with it", f"say `{made}`"
    elif field.is_fixed or source in entity.fixed:
        yield f"'{field.name}' can't change with '{source}', which never changes", "leave one of the two out"


def _of_its_source(entity: Entity, field: FieldSpec) -> Iterator[tuple[str, str]]:
    source = {other.name: other for other in entity.fields}.get(field.made_from or "")
    if source is None:
        yield f"'{field.made_from}' is not a field of {entity.name}", "name the text that it is made from"
    elif source.made_from is not None or not isinstance(source.type, Text | LongText):
        yield f"'{field.name}' can't be made from '{source.name}'", "name a text that people write"


def _of_its_uniqueness(entity: Entity, field: FieldSpec) -> Iterator[tuple[str, str]]:
    alone = Unique(names=(field.name,))
    others = [unique for unique in entity.uniques if field.name in unique.names and unique != alone]
    if alone not in entity.uniques or others:
        yield f"'{field.name}' is made so that no two are the same anywhere", "say no more of it than that it is unique"
    if any(field.name in (rule.field, rule.other) for rule in entity.comparisons):
        yield f"'{field.name}' is made, so it can't be compared", "leave the comparison out"
