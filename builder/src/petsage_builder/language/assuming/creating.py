"""Who creates things, where it isn't said."""

from collections.abc import Iterator

from petsage_builder.language.assuming.rule import Drafts
from petsage_builder.language.phrases import a, creation_phrase, who_phrase
from petsage_builder.language.quoting import sentence
from petsage_builder.spec.entity import Entity
from petsage_builder.spec.feature import FeatureSpec
from petsage_builder.spec.understanding import Assumption


def assumed(drafts: Drafts, spec: FeatureSpec) -> Iterator[Assumption]:
    """Whoever has a thing creates it, and whoever creates it becomes the user that it belongs to, or names one."""
    for entity in spec.entities:
        draft = drafts[entity.name]
        if entity.access.create and "create" not in draft.access and not draft.value("follows"):
            said = f"{who_phrase(entity.access.create)} can create {a(entity.name)}"
            yield Assumption(sentence(said), (sentence(f"only admins can create {a(entity.name)}"),))
        for link in entity.owners:
            if ("creator", link.role) not in draft.said and (link.is_creator or _could_be_creator(entity)):
                other = link.model_copy(update={"is_creator": not link.is_creator})
                others = entity.model_copy(update={"belongs_to": (other,)})
                phrases = (creation_phrase(entity, link), creation_phrase(others, other))
                if all(phrases):
                    yield Assumption(sentence(phrases[0]), (sentence(phrases[1]),))


def _could_be_creator(entity: Entity) -> bool:
    """Whether whoever creates the entity could have become one of its users: none of them, and no admin, creates it."""
    grants = {grant.to for grant in entity.access.create}
    return not entity.creators and not grants <= {"admins"} and "owner" not in grants
