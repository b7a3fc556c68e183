"""What a thing is said to be shown with."""

from collections.abc import Iterator

from petsage_builder.language import statements as said
from petsage_builder.language.draft import EntityDraft, Said
from petsage_builder.language.scene import Scene
from petsage_builder.language.vocabulary import Vocabulary
from petsage_builder.spec.entity import USER
from petsage_builder.spec.showing import USER_FIELDS
from petsage_builder.terms import names
from petsage_builder.terms.noun import Noun


def shown_with(scene: Scene, entity: EntityDraft, fact: said.IsShownWith) -> None:
    for part in fact.parts:
        its, target = _related(scene, entity, part.its)
        if its is None:
            continue
        if any(other.value["its"] == its for other in entity.shown_with):
            advice = "keep one of the two"
            scene.fault(part.its.at, f"{entity.name} is said to be shown with its '{its}' twice", advice)
            continue
        found = [_field(scene, entity, its, target, noun) for noun in part.fields]
        fields = tuple(field for field in found if field is not None)
        if len(fields) == len(found):
            entity.shown_with.append(Said({"its": its, "fields": fields}, part.its.at))


def _related(scene: Scene, entity: EntityDraft, noun: Noun) -> tuple[str | None, str]:
    """The part that "its tags" means, with the entity that it is; otherwise a fault.

    What is said in the plural is rather what it has many of, what is said in the singular what it belongs to.
    """
    link = entity.link(noun)
    if link and not (names.is_plural(noun) and link.role != noun):
        return link.role, link.target
    many = next(_many(scene, entity, noun), None)
    if many:
        return names.plural(many), many
    link = link or scene.link(entity, noun)
    return (link.role, link.target) if link else (None, "")


def _many(scene: Scene, entity: EntityDraft, noun: Noun) -> Iterator[str]:
    """The entities that a thing has many of by this name: "its lines" are the `order lines` of an order, too."""
    linked = [str(many.value) for many in entity.many]
    linked += [name for name, other in scene.drafts.items() if any(many.value == entity.name for many in other.many)]
    if found := Vocabulary(linked).find(noun):
        yield found
    child = scene.own(noun) or scene.own(f"{entity.name} {noun}")
    if child and any(link.target == entity.name for link in child.links):
        yield str(child.name)


def _field(scene: Scene, entity: EntityDraft, its: str, target: str, noun: Noun) -> str | None:
    """The field of what is shown that a noun means; otherwise a fault."""
    if target == USER:
        return _of_user(scene, noun)
    other = scene.drafts.get(target)
    if other is None:
        message = f"'{target}' is an entity of the feature '{scene.features.get(target)}', and is shown whole for now"
        scene.fault(noun.at, message, f"leave out what follows 'its {its}'")
        return None
    fields = Vocabulary([*other.items, *(["status"] if ("states",) in other.said else [])])
    if field := fields.find(noun):
        return field
    if other.link(noun) or next(_many(scene, other, noun), None):
        one = names.with_article(target)
        message = f"what {one} has itself can't be shown within {names.with_article(entity.name)} yet"
        scene.fault(noun.at, message, f"leave it out: what {one} is shown with is a sentence of its own", noun)
        return None
    return scene.field(other, noun)


def _of_user(scene: Scene, noun: Noun) -> str | None:
    """What every user has, or users have of their own, here or in the project; otherwise a fault."""
    if noun in ("email", "emails"):
        return "email address"
    draft = scene.drafts.get(USER)
    known = Vocabulary([*USER_FIELDS, *(draft.items if draft else scene.fields_of_users)])
    if field := known.find(noun):
        return field
    advice = (
        f"write `email address` instead of `{noun}`, or add `A user has {names.with_article(names.singular(noun))}.`"
    )
    if USER in scene.features:
        advice = f"write {' or '.join(f'`{field}`' for field in known.names)}"
    scene.fault(noun.at, f"a user has no '{noun}' that could be shown", advice, noun)
    return None
