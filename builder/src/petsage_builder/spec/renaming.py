"""What landed, in the names that a new spec has for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from petsage_builder.kinds.choice import Choice
from petsage_builder.spec.access import VERBS
from petsage_builder.spec.entity import Entity
from petsage_builder.spec.feature import FeatureSpec
from petsage_builder.spec.showing import related
from petsage_builder.terms import names
from petsage_builder.terms.part import Respelling

Names = Mapping[str, str]
"""New names by those that they replace."""


@dataclass(frozen=True)
class EntityRenames:
    """What is called otherwise within one entity: its fields and relations, and the values of each of them.

    The values of a field are by its new name; those of the lifecycle by `status`.
    """

    parts: Names = field(default_factory=dict)
    values: Mapping[str, Names] = field(default_factory=dict)


@dataclass(frozen=True)
class Renames:
    """What is called otherwise: entities, and what is in them by the entity's new name."""

    entities: Names = field(default_factory=dict)
    within: Mapping[str, EntityRenames] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.entities) or any(one.parts or one.values for one in self.within.values())


def renames_between(old: FeatureSpec, new: FeatureSpec, around: Iterable[Entity] = ()) -> Renames:
    """What landed as `old` and is called otherwise in `new`, by its former names; `around` are the other features'.

    A former name says nothing where the present name has landed already, or where nothing of that name has.
    """
    before = {entity.name: entity for entity in old.entities}
    own = _renamed(before, {entity.name: entity.formerly for entity in new.entities})
    others = {was: entity.name for entity in around for was in entity.formerly}
    entities = {name: now for name, now in others.items() if name not in before} | own
    back = {now: was for was, now in own.items()}
    pairs = [(before[was], one) for one in new.entities if (was := back.get(one.name, one.name)) in before]
    return Renames(own | _referred(old, entities), {new.name: _within(old, new, entities) for old, new in pairs})


def _referred(old: FeatureSpec, entities: Names) -> dict[str, str]:
    """Those of the renamed entities that an entity of the old spec refers to."""
    targets = {link.target for entity in old.entities for link in entity.belongs_to}
    targets |= {many.target for entity in old.entities for many in entity.many_to_many}
    return {name: now for name, now in entities.items() if name in targets}


def _renamed(before: Iterable[str], after: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """New names by old ones, where the old one was there and the new one was not."""
    landed = set(before)
    return {was: now for now, former in after.items() if now not in landed for was in former if was in landed}


def _within(old: Entity, new: Entity, entities: Names) -> EntityRenames:
    parts = _renamed([field.name for field in old.fields], {field.name: field.formerly for field in new.fields})
    roles = {link.role: link for link in old.belongs_to}
    parts |= _renamed(roles, {link.role: link.formerly for link in new.belongs_to})
    now_there = {link.role for link in new.belongs_to}
    for role, link in roles.items():  # a relation without a role of its own is called as its target is
        now = entities.get(link.target)
        if role == link.target and now and role not in now_there and now in now_there - roles.keys():
            parts[role] = now
    before = {parts.get(field.name, field.name): field.type for field in old.fields}
    values = {
        field.name: found
        for field in new.fields
        if isinstance(field.type, Choice)
        and isinstance(type_ := before.get(field.name), Choice)
        and (found := _respelled(type_.values, field.type.formerly))
    }
    if old.lifecycle and new.lifecycle and (found := _respelled(old.lifecycle.states, new.lifecycle.formerly)):
        values["status"] = found
    return EntityRenames(parts, values)


def _respelled(before: Iterable[str], former: Iterable[Respelling]) -> dict[str, str]:
    after: dict[str, list[str]] = {}
    for one in former:
        after.setdefault(one.now, []).append(one.was)
    return _renamed(before, after)


def renamed(old: FeatureSpec, renames: Renames) -> FeatureSpec:
    """The old spec, which means the same, in the new names."""
    if not renames:
        return old
    data = old.model_dump()
    data["entities"] = [_entity(entity, renames) for entity in data["entities"]]
    for entity in data["entities"]:
        for one in entity["computed"]:
            _computed(one, entity["name"], renames)
    for before, entity in zip(old.entities, data["entities"], strict=True):
        for part in entity.get("shown_with", ()):
            _shown_with(part, before, old, renames)
    return FeatureSpec.model_validate(data)


def _entity(data: dict[str, Any], renames: Renames) -> dict[str, Any]:
    """The data of an entity in its new names, but for what it computes of its children."""
    entity = renames.entities.get
    name = entity(data["name"], data["name"])
    within = renames.within.get(name, EntityRenames())

    def part(old: str | None) -> str | None:
        return None if old is None else within.parts.get(old, old)

    data |= {"name": name, "formerly": ()}
    for one in data["fields"]:
        one |= {"name": part(one["name"]), "formerly": ()}
        one |= {key: part(one[key]) for key in ("made_from", "changes_with") if key in one}
        _values(one, within.values.get(one["name"], {}))
    for link in data["belongs_to"]:
        _only_for(link, renames)
        _limit(link, within.values.get("status", {}), renames)
        link |= {"target": entity(link["target"], link["target"]), "role": part(link["role"]), "formerly": ()}
    for many in data["many_to_many"]:
        many["target"] = entity(many["target"], many["target"])
    for unique in data["uniques"]:
        unique |= {"names": tuple(map(part, unique["names"])), "per": part(unique["per"])}
    for rule in data["comparisons"]:
        rule |= {"field": part(rule["field"]), "other": part(rule["other"])}
    states = within.values.get("status", {})
    for rule in data.get("overlaps", ()):
        rule |= {key: part(rule[key]) for key in ("start", "end")}
        rule |= {"per": tuple(map(part, rule["per"])), "states": _each(rule.get("states", ()), states)}
    for rule in data.get("requirements", ()):
        rule |= {"field": part(rule["field"]), "when": _condition(rule["when"], within)}
    actions = data["lifecycle"]["actions"] if data["lifecycle"] else ()
    for grants in (*(data["access"][verb] for verb in VERBS), *(action["who"] for action in actions)):
        for grant in grants:
            grant |= {"relation": part(grant["relation"]), "states": _each(grant.get("states", ()), states)}
    for key in (data["order"], *data["order"]["then"]):
        key["by"] = part(key["by"])
    data |= {"found_by": part(data["found_by"])} if "found_by" in data else {}
    data |= {key: tuple(map(part, data[key])) for key in ("filters", "search")}
    data |= {"public": tuple(map(part, data["public"]))} if "public" in data else {}
    if data["lifecycle"]:
        _states(data["lifecycle"], states)
        for expiry in data["lifecycle"].get("expiries", ()):
            expiry["field"] = part(expiry["field"])
    for action in actions:
        if action["term"]:
            action["term"]["field"] = part(action["term"]["field"])
    return data


def _only_for(link: dict[str, Any], renames: Renames) -> None:
    """What the target of a relation must be like, in the names that it has now."""
    if condition := link.get("only_for"):
        within = renames.within.get(renames.entities.get(link["target"], link["target"]), EntityRenames())
        link["only_for"] = _condition(condition, within)


def _limit(link: dict[str, Any], states: Names, renames: Renames) -> None:
    """How many of an entity a target has, in the names that the target's field and the entity's states have now."""
    if limit := link.get("limit"):
        parts = renames.within.get(renames.entities.get(link["target"], link["target"]), EntityRenames()).parts
        field = limit["field"]
        link["limit"] = limit | {"field": parts.get(field, field), "states": _each(limit.get("states", ()), states)}


def _condition(condition: dict[str, Any], within: EntityRenames) -> dict[str, Any]:
    """A condition on an entity, in the names of what is in that."""
    states, field = _each(condition.get("states", ()), within.values.get("status", {})), condition["field"]
    now = within.parts.get(field, field)
    values = _each(condition.get("values", ()), within.values.get(now, {}))
    return condition | {"states": states, "field": now, "values": values}


def _values(data: dict[str, Any], now: Names) -> None:
    if data["type"]["kind"] == "choice":
        data["type"] |= {"values": _each(data["type"]["values"], now), "formerly": ()}
        data["default"] = now.get(data["default"], data["default"])


def _states(life: dict[str, Any], now: Names) -> None:
    life |= {"states": _each(life["states"], now), "initial": now.get(life["initial"], life["initial"]), "formerly": ()}
    life["steps"] = tuple({end: now.get(state, state) for end, state in step.items()} for step in life["steps"])
    for action in (*life["actions"], *life.get("expiries", ())):
        action |= {"target": now.get(action["target"], action["target"]), "sources": _each(action["sources"], now)}


def _each(words: Iterable[str], now: Names) -> tuple[str, ...]:
    return tuple(now.get(word, word) for word in words)


def _computed(data: dict[str, Any], entity: str, renames: Renames) -> None:
    """What an entity computes: of its own field, or of its children's."""
    if "child" in data:
        entity = data["child"] = renames.entities.get(data["child"], data["child"])
    now = renames.within.get(entity, EntityRenames()).parts
    data |= {key: now.get(data[key], data[key]) for key in ("field", "start", "end") if key in data}
    if "operands" in data:
        data["operands"] = tuple(now.get(operand, operand) for operand in data["operands"])


def _shown_with(data: dict[str, Any], entity: Entity, old: FeatureSpec, renames: Renames) -> None:
    """What an entity is shown with; it is given as it was."""
    found = related(entity, data["its"], old.entities)
    assert found is not None
    target = renames.entities.get(found.target, found.target)
    now = renames.within.get(renames.entities.get(entity.name, entity.name), EntityRenames()).parts
    its = now.get(data["its"], data["its"]) if found.kind == "one" else names.plural(target)
    of_target = renames.within.get(target, EntityRenames()).parts
    data |= {"its": its, "fields": tuple(of_target.get(field, field) for field in data["fields"])}
