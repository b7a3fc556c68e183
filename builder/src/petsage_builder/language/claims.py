"""What is said of a field."""

from typing import Any

from petsage_builder.kinds.all import kind_of
from petsage_builder.language import statements as said
from petsage_builder.language.draft import EntityDraft, Said
from petsage_builder.language.scene import Scene
from petsage_builder.spec.calculation import MOST_OPERANDS
from petsage_builder.terms.noun import Noun


def typed(scene: Scene, entity: EntityDraft, field: Noun, claim: said.Typed) -> None:
    _say_of_field(scene, entity, field, "type", dict(claim.type))
    item = entity.items.get(field)
    if item and item.unit and not kind_of(claim.type["kind"]).measured_in(item.unit, dict(claim.type))[1]:
        message = f"'{field}' was introduced in {item.unit}, which doesn't go with this type"
        scene.fault(field.at, message, "leave the unit out in one of the two sentences")


def is_optional(scene: Scene, entity: EntityDraft, field: Noun, _claim: said.IsOptional) -> None:
    _say_of_field(scene, entity, field, "optional", True)


def never_in(scene: Scene, entity: EntityDraft, field: Noun, claim: said.NeverIn) -> None:
    _say_of_field(scene, entity, field, "never_in", str(claim.tense))


def starts_as(scene: Scene, entity: EntityDraft, field: Noun, claim: said.StartsAs) -> None:
    _say_of_field(scene, entity, field, "default", str(claim.default))


def is_fixed(scene: Scene, entity: EntityDraft, noun: Noun, _claim: said.IsFixed) -> None:
    """A field never changes, or a relation."""
    link = None if noun in entity.items else entity.link(noun)
    path = ("fixed", link.role) if link else ("fields", scene.number(entity, noun) or "", "fixed")
    if path[1]:
        scene.say(entity, path, True, noun.at, f"that '{path[1]}' cannot be changed")


def is_made_from(scene: Scene, entity: EntityDraft, field: Noun, claim: said.IsMadeFrom) -> None:
    """A field is made from another one, and so it is unique."""
    name, source = scene.field(entity, field), scene.field(entity, claim.field)
    if name and source:
        scene.say(entity, ("fields", name, "made_from"), source, field.at, f"what '{name}' is made from")
        entity.uniques.append(Said({"names": (name,), "per": None, "any_case": False}, field.at))


def changes_with(scene: Scene, entity: EntityDraft, field: Noun, claim: said.ChangesWith) -> None:
    if source := scene.field(entity, claim.field):
        _say_of_field(scene, entity, field, "changes_with", source)


def _say_of_field(scene: Scene, entity: EntityDraft, field: Noun, slot: str, value: object) -> None:
    if name := scene.field(entity, field):
        scene.say(entity, ("fields", name, slot), value, field.at, f"the {slot} of '{name}'")


def compared(scene: Scene, entity: EntityDraft, field: Noun, claim: said.Compared) -> None:
    one, other = scene.field(entity, field), scene.field(entity, claim.other)
    if one and other:
        entity.comparisons.append(Said({"field": one, "must_be": claim.must_be, "other": other}, field.at))


def bounded(scene: Scene, entity: EntityDraft, field: Noun, claim: said.Bounded) -> None:
    """The bounds of what is computed; those of a field belong to its type."""
    name = scene.number(entity, field)
    if name is None:
        return
    if name not in entity.computed:
        if name not in scene.computed.get(str(entity.name), ()):
            message = f"'{name}' of {entity.name} isn't computed from other fields, so its bounds belong to its type"
            scene.fault(field.at, message, "say of which type it is, as in `a whole number of at most 5`")
    elif entity.computed[name].value["kind"] not in ("calculation", "time between"):
        message = f"'{name}' isn't computed from its own fields alone, so it can't be bounded yet"
        scene.fault(field.at, message, "leave the bound out")
    elif claim.must_be in ("after", "before"):
        instead = "at least" if claim.must_be == "after" else "at most"
        message = f"what is computed is {instead} a number, and that is included"
        scene.fault(field.at, message, f"write `{instead}` instead, with the next number")
    else:
        slot = "least" if claim.must_be == "at least" else "most"
        what = f"how {'small' if slot == 'least' else 'large'} '{name}' of {entity.name} can be"
        scene.say(entity, ("bounds", name, slot), claim.bound, field.at, what)


def is_unique(scene: Scene, entity: EntityDraft, fields: tuple[Noun, ...], claim: said.IsUnique) -> None:
    """Each of the fields by itself, or all of them together."""
    found = [(scene.field_or_role(entity, noun), noun.at) for noun in fields]
    per = None if claim.per is None else scene.link(entity, claim.per)
    names = [name for name, _ in found if name is not None]
    if len(names) < len(fields) or (claim.per is not None and per is None):
        return
    role = per and per.role
    for group in [tuple(names)] if claim.together else [(name,) for name in names]:
        entity.uniques.append(Said({"names": group, "per": role, "any_case": claim.any_case}, fields[0].at))


def is_time_since(scene: Scene, entity: EntityDraft, field: Noun, claim: said.IsTimeSince) -> None:
    if since := scene.field(entity, claim.field):
        _compute(scene, entity, field, {"kind": "time since", "field": since})


def is_number_of(scene: Scene, entity: EntityDraft, field: Noun, claim: said.IsNumberOf) -> None:
    if child := _child(scene, entity, claim.child):
        _compute(scene, entity, field, {"kind": "count", "child": str(child.name)})


def is_total(scene: Scene, entity: EntityDraft, field: Noun, claim: said.IsTotal) -> None:
    child = _child(scene, entity, claim.child)
    of = child and scene.number(child, claim.field)
    if child and of:
        _compute(scene, entity, field, {"kind": claim.kind, "child": str(child.name), "field": of})


def is_calculated(scene: Scene, entity: EntityDraft, field: Noun, claim: said.IsCalculated) -> None:
    operands = [scene.number(entity, operand) if isinstance(operand, Noun) else operand for operand in claim.operands]
    if len(operands) > MOST_OPERANDS:
        scene.fault(field.at, f"'{field}' is computed from more than {MOST_OPERANDS} numbers", "compute it in parts")
    elif all(operand is not None for operand in operands) and _has_no_unit(scene, entity, field):
        data = {"kind": "calculation", "operands": tuple(operands), "operators": claim.operators}
        _compute(scene, entity, field, data)


def is_time_between(scene: Scene, entity: EntityDraft, field: Noun, claim: said.IsTimeBetween) -> None:
    start, end = scene.field(entity, claim.start), scene.field(entity, claim.end)
    if start and end and _has_no_unit(scene, entity, field):
        _compute(scene, entity, field, {"kind": "time between", "unit": claim.unit, "start": start, "end": end})


def _has_no_unit(scene: Scene, entity: EntityDraft, field: Noun) -> bool:
    """Whether a field that is computed was introduced without a unit, which follows; else that is a fault."""
    item = entity.items.get(field)
    if item is None or item.unit is None:
        return True
    advice = f"write `{field}` instead of `{field} in {item.unit}`"
    scene.fault(field.at, f"'{field}' is computed, so it is in the unit that follows from its sentence", advice)
    return False


def _compute(scene: Scene, entity: EntityDraft, field: Noun, data: dict[str, Any]) -> None:
    name = str(field)
    if name in entity.computed:
        scene.fault(field.at, f"'{name}' of {entity.name} is computed twice", "keep one of the two sentences")
    entity.computed[name] = Said({"name": name} | data, field.at)


def _child(scene: Scene, entity: EntityDraft, noun: Noun) -> EntityDraft | None:
    """The entity that "its lines" means: `lines`, or the `order lines` of an order."""
    return scene.own(noun) or scene.own(f"{entity.name} {noun}") or scene.entity(noun)
