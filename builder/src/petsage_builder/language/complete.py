"""From a draft to an entity's data: what wasn't said is inferred here, so that the spec shows it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from petsage_builder.kinds.all import kind_of
from petsage_builder.language.acting import actions_of, lifecycle_steps
from petsage_builder.language.deletions import presumed_on_delete
from petsage_builder.language.draft import EntityDraft, Said
from petsage_builder.language.inference import implied_type
from petsage_builder.language.outline import access_of, general_access
from petsage_builder.language.overlapping import in_turn
from petsage_builder.language.rights import steps_of_the_unchangeable
from petsage_builder.language.statements import Item
from petsage_builder.spec.conditions import Requirement
from petsage_builder.spec.entity import BelongsTo, Comparison, Entity, Overlap, Step, Unique
from petsage_builder.spec.fault import Path
from petsage_builder.terms import names

Data = dict[str, Any]
Outlines = Mapping[str, Entity]
"""The relations and the access of every entity of the request and of the project, by name."""

Places = dict[Path, int]
"""Where in the text each part of a spec's data was said."""

_SINGLE = ("order", "counted", "found_by", "restore_days", "history")


def completed(drafts: Iterable[EntityDraft], outlines: Outlines) -> tuple[Data, Places]:
    """The data of all entities, and where each part of it was said."""
    entities, places = [], Places()
    for index, draft in enumerate(drafts):
        groups = _groups(draft, outlines)
        data: Data = {"name": str(draft.name), "access": access_of(draft)}
        data |= {key: tuple(said.value for said in group) for key, group in groups.items()}
        data |= {key: draft.value(key) for key in _SINGLE if (key,) in draft.said}
        data |= _former(draft.formerly)
        entities.append(data | _lifecycle(draft))
        here: Path = ("entities", index)
        places[here] = draft.name.at
        places |= {(*here, key, place): said.at for key, group in groups.items() for place, said in enumerate(group)}
        numbers = {field["name"]: number for number, field in enumerate(data["fields"])}
        for path, said in draft.said.items():
            if path[0] == "fields" and path[1] in numbers:
                places[(*here, "fields", numbers[path[1]], path[2])] = said.at
            elif path[0] in _SINGLE:
                places[(*here, path[0])] = said.at
        places |= {
            (*here, "belongs_to", number, part): draft.said[(part, link.role)].at
            for number, link in enumerate(draft.links)
            for part in ("only_for", "limit")
            if (part, link.role) in draft.said
        }
        places |= {(*here, "access", right.verb): right.at for right in draft.rights}
        places |= {(*here, "access", verb): grants.at for verb, grants in draft.access.items()}
        places |= {(*here, "lifecycle", "actions"): act.at for act in draft.acts[:1]}
        places |= {(*here, "lifecycle", "expiries"): expiry.at for expiry in draft.expiries[:1]}
        for slot, part in (("states", "lifecycle"), ("follows", "access")):
            if (slot,) in draft.said:
                places[(*here, part)] = draft.said[(slot,)].at
    return {"entities": tuple(entities)}, places


def _groups(draft: EntityDraft, outlines: Outlines) -> dict[str, list[Said]]:
    """The parts that an entity has several of, each part's data in its place of the spec's normal order."""
    stored = [item for item in draft.items.values() if not _is_only_computed(draft, item)]
    return {
        "fields": [Said(_field(draft, item), item.name.at) for item in stored],
        "belongs_to": [
            Said(_relation(draft, link, outlines), said.at)
            for link, said in zip(outlines[str(draft.name)].belongs_to, draft.links, strict=True)
        ],
        "many_to_many": [Said({"target": many.value}, many.at) for many in draft.many],
        "once": draft.once,
        "uniques": _in_order(list(_not_implied(draft.uniques)), lambda data: str(Unique(**data))),
        "comparisons": _in_order([*draft.comparisons, *in_turn(draft)], lambda data: str(Comparison(**data))),
        "overlaps": _in_order(draft.overlaps, lambda data: str(Overlap(**data))),
        "requirements": _in_order(draft.requirements, lambda data: str(Requirement(**data))),
        "computed": [Said(said.value | _bounds(draft, name), said.at) for name, said in draft.computed.items()],
        "filters": _in_order(draft.filters, str),
        "search": _in_order(draft.search, str),
        "shown_with": draft.shown_with,
        "log": _in_order(draft.log, str),
        "public": _in_order(draft.public, str),
    }


def _not_implied(uniques: list[Said]) -> Iterator[Said]:
    """What is said to be unique, but for what is also said to be so regardless of capitals."""
    stricter = [Unique(**said.value) for said in uniques if said.value["any_case"]]
    for said in uniques:
        if said.value["any_case"] or Unique(**said.value | {"any_case": True}) not in stricter:
            yield said


def _in_order(group: list[Said], key: Callable[[Any], str]) -> list[Said]:
    by_key: dict[str, Said] = {}
    for said in group:
        by_key.setdefault(key(said.value), said)
    return [by_key[key] for key in sorted(by_key)]


def _is_only_computed(draft: EntityDraft, item: Item) -> bool:
    """Whether a field is introduced among the others but computed: it isn't stored."""
    said = [path for path in draft.said if path[:2] == ("fields", item.name) and path[2] != "fixed"]
    return str(item.name) in draft.computed and not said


def _bounds(draft: EntityDraft, name: str) -> Data:
    """The least and the most that something computed can be, where that is said."""
    found = ((end, draft.value("bounds", name, end)) for end in ("least", "most"))
    return {end: bound for end, bound in found if bound is not None}


def _field(draft: EntityDraft, item: Item) -> Data:
    name = str(item.name)
    type_ = _type(item, draft.value("fields", name, "type"))
    type_ = type_ | _former(draft.former_values.get(name, ()))
    data = {"name": name, "type": type_, "optional": item.optional or bool(draft.value("fields", name, "optional"))}
    if (default := draft.value("fields", name, "default")) is not None:
        data["default"] = kind_of(type_["kind"]).default_meant(default, type_)
    if never_in := draft.value("fields", name, "never_in"):
        data["never_in"] = never_in
    if draft.value("fields", name, "fixed"):
        data["is_fixed"] = True
    data |= {slot: said for slot in ("made_from", "changes_with") if (said := draft.value("fields", name, slot))}
    return data | _former(draft.former_parts.get(name, ()))


def _former(said: Sequence[Said]) -> Data:
    """What something was called before, where that is said."""
    return {"formerly": tuple(one.value for one in said)} if said else {}


def _type(item: Item, said: Data | None) -> Data:
    """The type that was said, with the unit that the field was introduced with."""
    if said is None or item.unit is None:
        return said or implied_type(item)
    return kind_of(said["kind"]).measured_in(item.unit, said)[0]


def _relation(draft: EntityDraft, link: BelongsTo, outlines: Outlines) -> Data:
    on_delete = draft.value("on_delete", link.role)
    if on_delete is None:
        on_delete = presumed_on_delete(outlines[str(draft.name)], link, outlines.__getitem__)
    data = {"target": link.target, "role": link.role, "optional": link.optional, "on_delete": on_delete}
    at_most = draft.value("at_most", link.role)
    more = {"is_creator": True} if link.is_creator else {}
    more |= {"only_for": only_for} if (only_for := draft.value("only_for", link.role)) else {}
    more |= {"limit": limit} if (limit := draft.value("limit", link.role)) else {}
    more |= {"is_fixed": True} if draft.value("fixed", link.role) else {}
    more |= _former(draft.former_parts.get(link.role, ()))
    return data | more if at_most is None else data | more | {"at_most": at_most}


def _lifecycle(draft: EntityDraft) -> Data:
    states = draft.value("states")
    if states is None:
        return {}
    said = lifecycle_steps(draft)
    steps = _in_order(said, lambda data: str(Step(**data)))
    taken = actions_of(draft, said)
    taken += steps_of_the_unchangeable(draft, general_access(draft), said, taken)
    actions = [action.value for action in taken]
    initial = draft.value("initial") or states[0]
    initial = names.meant(initial, states) or initial
    life = {"states": states, "initial": initial, "steps": tuple(step.value for step in steps), "actions": actions}
    life |= {"expiries": tuple(expiry.value for expiry in draft.expiries)} if draft.expiries else {}
    return {"lifecycle": life | _former(draft.former_values.get("status", ()))}
