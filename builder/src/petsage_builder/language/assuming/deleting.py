"""What deleting a thing does to what belongs to it, where it isn't said."""

from collections.abc import Iterator

from petsage_builder.language.assuming.rule import Drafts
from petsage_builder.language.phrases import deletion_phrase
from petsage_builder.language.quoting import sentence
from petsage_builder.spec.entity import BelongsTo, Entity
from petsage_builder.spec.feature import FeatureSpec
from petsage_builder.spec.understanding import Assumption


def assumed(drafts: Drafts, spec: FeatureSpec) -> Iterator[Assumption]:
    """What goes along, what stays, and what stands in the way, where something else could be said."""
    for entity in spec.entities:
        for link in entity.belongs_to:
            if ("on_delete", link.role) not in drafts[entity.name].said and (other := _otherwise(entity, link)):
                instead = link.model_copy(update={"on_delete": other})
                yield Assumption(_said(entity, link), (_said(entity, instead),))


def _otherwise(entity: Entity, link: BelongsTo) -> str:
    """What deleting could do instead; nothing where it goes without saying.

    That is so where a user is only named, or is the only one who sees the things: those would stay for nobody.
    """
    if link.target != "user":
        return "refuse" if link.on_delete == "cascade" else "cascade"
    others = [grant for grant in entity.access.see if grant.relation != link.role]
    return "unlink" if others and link.on_delete == "cascade" else ""


def _said(entity: Entity, link: BelongsTo) -> str:
    return sentence(deletion_phrase(entity, link))
