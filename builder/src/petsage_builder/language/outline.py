"""Entities as far as their relations and their access go: enough to infer what else isn't said."""

from collections.abc import Set
from typing import Any

from petsage_builder.language.creators import presumed_creators
from petsage_builder.language.draft import EntityDraft
from petsage_builder.language.rights import by_state, grant_data
from petsage_builder.spec.access import VERBS, Access
from petsage_builder.spec.entity import BelongsTo, Entity

Data = dict[str, Any]


def outline(draft: EntityDraft, roles: Set[str]) -> Entity:
    """The entity with its relations and its access alone; what deleting does isn't known yet.

    `roles` are those that people have.
    """
    access = Access(**access_of(draft))
    links = [BelongsTo(target=link.target, role=link.role, optional=link.optional) for link in draft.links]
    bare = Entity(name=str(draft.name), belongs_to=tuple(links), access=access)
    presumed = presumed_creators(draft, bare, roles)
    made = [
        link.model_copy(update={"is_creator": draft.value("creator", link.role) or link in presumed}) for link in links
    ]
    return bare.model_copy(update={"belongs_to": tuple(made)})


def access_of(draft: EntityDraft) -> Data:
    """Who may do what: as it was said, else as the parent's access, else the owner creates what is his."""
    access = by_state(draft, general_access(draft))
    owned = [access[verb] for verb in ("change", "see", "delete") if verb in access]
    owners = next((found for grants in owned if (found := tuple(one for one in grants if one["to"] == "owner"))), ())
    return {"create": tuple(owner | {"states": ()} for owner in owners)} | access


def general_access(draft: EntityDraft) -> Data:
    """Who may do what as far as it is said of all, whatever state they are in."""
    access: Data = {verb: _grants(draft, verb) for verb in draft.access}
    if parent := draft.value("follows"):
        for verb in VERBS:
            may = "see" if verb == "see" else "change"
            access.setdefault(verb, ({"to": "parent", "relation": parent, "may": may},))
    return access


def _grants(draft: EntityDraft, verb: Any) -> tuple[Data, ...]:
    return tuple(grant_data(one) for one in draft.access[verb].who if one.to != "nobody")
