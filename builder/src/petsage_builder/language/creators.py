"""Whom of several people an entity belongs to its creator becomes, where it isn't said."""

from collections.abc import Iterator, Set

from petsage_builder.language.draft import EntityDraft
from petsage_builder.language.faults import LanguageFault
from petsage_builder.language.phrases import a
from petsage_builder.language.quoting import sentence
from petsage_builder.spec.access import VERBS
from petsage_builder.spec.entity import BelongsTo, Entity
from petsage_builder.terms import names
from petsage_builder.terms.marking import listed, name

_MAKERS = frozenset(["author", "creator", "owner", "writer"])
"""Roles that say of themselves who created a thing."""


def presumed_creators(draft: EntityDraft, entity: Entity, roles: Set[str]) -> tuple[BelongsTo, ...]:
    """The relation that whoever creates the entity becomes although it isn't said, if there is one.

    That is the one called so, or the only one where it gives access; whom admins, those who can change its parent, or
    people of another of the `roles` are said to create things for, they name.
    """
    open_ones = _open(draft, entity, roles)
    makers = [link for link in open_ones if link.role in _MAKERS]
    if len(makers) == 1:
        return tuple(makers)
    if "create" in draft.access and all(grant.may == "change" for grant in entity.access.create):
        return ()
    with_access = {grant.relation for verb in VERBS for grant in entity.access.to(verb) if grant.to == "owner"}
    return open_ones if len(open_ones) == 1 and open_ones[0].role in with_access else ()


def ambiguous_creators(draft: EntityDraft, entity: Entity, roles: Set[str]) -> Iterator[LanguageFault]:
    """Asks whom its creator becomes, where it could be several."""
    could = [link.role for link in _open(draft, entity, roles)]
    if len(could) < 2 or presumed_creators(draft, entity, roles):
        return
    creates = f"whoever creates {a(entity.name)}"
    readings = [sentence(f"{creates} becomes its {name(role)}") for role in could]
    readings.append(sentence(f"{creates} names its {listed(map(name, could))}"))
    message = f"whoever creates {names.with_article(entity.name)} could be its {listed(could, 'or')}"
    said = draft.access.get("create") or draft.said.get(("follows",))
    yield LanguageFault(said.at if said else draft.name.at, message, f"say {listed(map(_code, readings), 'or')}")


def _code(text: str) -> str:
    return f"`{text}`"


def _open(draft: EntityDraft, entity: Entity, roles: Set[str]) -> tuple[BelongsTo, ...]:
    """The relations to a user of whom it can be asked; none where it is said, or follows from who may create it."""
    grants = {grant.to for grant in entity.access.create}
    is_said = any(draft.value("creator", link.role) for link in entity.owners)
    if is_said or grants <= {"admins"} or "owner" in grants:
        return ()
    others = roles - {grant.role for grant in entity.access.create} if grants <= {"admins", "role"} else frozenset()
    links = tuple(link for link in entity.owners if not link.optional and link.role not in others)
    return tuple(link for link in links if ("creator", link.role) not in draft.said)
