"""What is said of how things were called before they were renamed."""

from petsage_builder.language import statements as said
from petsage_builder.language.draft import EntityDraft, Said
from petsage_builder.language.scene import Scene
from petsage_builder.language.vocabulary import Vocabulary
from petsage_builder.terms import names
from petsage_builder.terms.noun import Noun

_STATE = ("state", "status")
"""What stands before a state of a lifecycle."""


def of_entity(_scene: Scene, entity: EntityDraft, fact: said.WasCalled) -> None:
    was = names.one_of_several(fact.name) if fact.name.is_bare else str(fact.name)
    entity.formerly.append(Said(was, fact.name.at))


def of_part(scene: Scene, statement: said.FormerName) -> None:
    """A field or a relation was called otherwise, or one of the values that a field or the status can have."""
    entity = scene.entity(statement.entity)
    if entity is None:
        return
    name, value = statement.was
    for part, rest in statement.readings:
        if rest is None and name and (found := _part(entity, part)):
            entity.former_parts.setdefault(found, []).append(Said(str(name), part.at))
            return
        if rest is not None and value and (field := _with_values(entity, part)):
            _of_value(scene, entity, field, rest, value)
            return
    scene.field_or_role(entity, statement.readings[0][0])


def _part(entity: EntityDraft, noun: Noun) -> str | None:
    if found := Vocabulary(entity.items).find(noun):
        return found
    link = entity.link(noun)
    return link.role if link else None


def _with_values(entity: EntityDraft, noun: Noun) -> str | None:
    """The field that a noun stands for, or the status."""
    states = _STATE if ("states",) in entity.said else ()
    found = Vocabulary([*entity.items, *states]).find(noun)
    return "status" if found in states and found not in entity.items else found


def _of_value(scene: Scene, entity: EntityDraft, field: str, now: Noun, was: Noun) -> None:
    type_ = entity.value("fields", field, "type") or {}
    choice = entity.value("states") if field == "status" else type_.get("values", ())
    meant = names.meant(now, choice)
    if meant is None:
        listed = f"it is {' or '.join(choice)}" if choice else "say what it is one of"
        scene.fault(now.at, f"'{now}' is no {'state' if field == 'status' else field} of {entity.name}", listed, now)
    else:
        entity.former_values.setdefault(field, []).append(Said({"now": meant, "was": str(was)}, now.at))
