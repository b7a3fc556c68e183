"""What is said of people besides their roles: what they have of their own, and who sees that."""

from petsage_builder.language import facts
from petsage_builder.language import statements as said
from petsage_builder.language.draft import Grants, Said
from petsage_builder.language.scene import Scene
from petsage_builder.spec.entity import USER
from petsage_builder.spec.secrets import advice_on
from petsage_builder.terms import names
from petsage_builder.terms.noun import Noun

_KNOWN = ("anyone", "signed-in users", "admins", "role", "nobody")


def has(scene: Scene, subject: Noun, fact: said.Has) -> None:
    """What people have of their own; a password they have already."""
    if draft := scene.entity(subject):
        items = tuple(item for item in fact.items if not advice_on(item.name))
        if len(items) < len(fact.items):
            scene.fault(subject.at, "a user has a password already", "leave it out: it is kept as a hash")
        facts.has(scene, draft, said.Has(items))


def belongs(scene: Scene, subject: Noun, _fact: said.Belongs) -> None:
    """People are of nothing yet."""
    advice = "say it of a thing that belongs to a user, such as a membership"
    scene.fault(subject.at, "a user can't belong to anything yet", advice)


def seen(scene: Scene, statement: said.FieldsSeen) -> None:
    """Who sees which fields of people."""
    at = statement.entity.at
    if scene.target(statement.entity) != USER:
        thing = names.with_article(statement.entity)
        advice = f"say `… can see {thing}`, and keep what not all may see in a thing of its own"
        scene.fault(at, f"whoever sees {thing} sees all of its fields", advice)
        return
    draft = scene.entity(statement.entity)
    if draft is None:
        return
    who: set[said.Who] = set()
    for one in statement.who:
        role = scene.role(draft, one.role) if one.role else None
        if one.to not in _KNOWN:
            advice = "name `anyone`, `signed-in users`, `admins` or a role"
            scene.fault(at, "a user's fields are shown to people whoever the user is", advice)
        elif one.to == "role" and role:
            who.add(said.Who("role", role=Noun(role, at)))
        elif one.to != "role":
            who.add(one)
    fields = [(field, noun.at) for noun in statement.fields if (field := scene.field(draft, noun))]
    before = draft.access.setdefault("see", Grants(who, statement.only, at))
    if before.who != who:
        scene.fault(at, "what others see of a user is the same for all who see users", "say all of it in one sentence")
    draft.public += [Said(field, place) for field, place in fields]
