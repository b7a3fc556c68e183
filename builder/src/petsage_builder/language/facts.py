"""What is said of an entity as a whole."""

from petsage_builder.kinds.all import SEARCHABLE
from petsage_builder.language import statements as said
from petsage_builder.language.draft import EntityDraft, Link, Said
from petsage_builder.language.forms import meant
from petsage_builder.language.mending import is_read
from petsage_builder.language.phrases import a, be, of, several
from petsage_builder.language.quoting import sentence
from petsage_builder.language.scene import Scene
from petsage_builder.language.things import things_of
from petsage_builder.language.vocabulary import Vocabulary
from petsage_builder.spec.entity import MOST_PARTS
from petsage_builder.terms import names
from petsage_builder.terms.marking import name
from petsage_builder.terms.noun import Noun


def has(scene: Scene, entity: EntityDraft, fact: said.Has) -> None:
    for item in fact.items:
        if item.name in entity.items:
            scene.fault(item.name.at, f"{entity.name} has '{item.name}' twice", "name each field once")
        elif len(entity.items) == MOST_PARTS:
            scene.fault(item.name.at, f"{entity.name} has more than {MOST_PARTS} fields", "split it")
            return
        else:
            entity.items[str(item.name)] = item
            if item.unique:
                entity.uniques.append(Said({"names": (str(item.name),), "per": None, "any_case": False}, item.name.at))


def entities_among_fields(scene: Scene, entity: EntityDraft) -> None:
    """A field that is called as an entity is, and whose type isn't said, was probably meant as a relation."""
    for item in entity.items.values():
        target = scene.target(item.name)
        is_meant = item.is_list or item.is_whether or item.unit or ("fields", item.name, "type") in entity.said
        if scene.is_defined(target) and not is_meant and item.name not in entity.computed:
            advice = _instead_of_a_field(scene, entity, item, target)
            scene.fault(item.name.at, f"'{target}' is an entity, and no type is said for this field", advice)


def _instead_of_a_field(scene: Scene, entity: EntityDraft, item: said.Item, target: str) -> str:
    """What to do about a field that is called as an entity is: related it may be already."""
    if any(many.value == target for many in entity.many) or entity.link(item.name):
        return "leave it out here: the two are related already"
    typed = f"{of(entity.name, item.name)} {be(item.name)} text"
    if names.is_plural(item.name):
        child = scene.own(target)
        if child and child.link(entity.name):
            return "leave it out here: the two are related already"
        linked = f"{a(entity.name)} has many {several(target)}, and {a(target)} has many {several(entity.name)}"
        return f"leave it out here and add `{sentence(linked)}`; or add `{sentence(typed)}`"
    belongs = f"{a(entity.name)} belongs to {a(target)}"
    return f"leave it out here and add `{sentence(belongs)}`; or add `{sentence(typed)}`"


def only_one_state(scene: Scene, subject: Noun, fact: said.States) -> None:
    """A single state says nothing; what is unique or optional is a field."""
    (value,) = fact.values
    message = f"'{value}' is the only state of {subject}"
    if value in ("unique", "optional"):
        for draft in scene.drafts.values():
            field = Vocabulary(draft.items).find(subject.removeprefix(f"{draft.name} "))
            if field and subject.startswith(f"{draft.name} "):
                said_so = sentence(f"{of(draft.name, field)} is {value}")
                scene.fault(subject.at, message, f"write `{said_so}` instead of this sentence")
                return
        scene.fault(subject.at, message, f"say whose field is {value}, as in `A visit's code is {value}.`")
        return
    spoken, entity = names.spoken(value), scene.target(subject)
    first, *rest = spoken.split()
    as_meant = meant(first) or first
    otherwise = sentence(f"{several(entity)} are {' '.join([as_meant, *rest])}")
    if as_meant != first and is_read(otherwise):
        scene.fault(value.at, message, f"leave it out and add `{otherwise}`")
    else:
        whether = sentence(f"{a(entity)} has whether it is {name(spoken)}")
        scene.fault(value.at, message, f"name all of its states, or leave it out and add `{whether}`")


def belongs(scene: Scene, entity: EntityDraft, fact: said.Belongs) -> None:
    for belonging in fact.to:
        if len(entity.links) == MOST_PARTS:
            scene.fault(belonging.target.at, f"{entity.name} belongs to more than {MOST_PARTS}", "split it")
            return
        target = scene.target(belonging.target)
        if not scene.is_defined(target):
            scene.undefined(belonging.target)
        role = belonging.role or ("owner" if target == "user" else scene.called(belonging.target))
        entity.links.append(Link(target, str(role), fact.optional, belonging.target.at))


def has_at_most(scene: Scene, subject: Noun, fact: said.HasAtMost) -> None:
    """Bounds how many of the child one subject has; "has one" also makes the child belong to it."""
    child = scene.own(fact.child)
    if child is None:
        has_at_most_of(scene, subject, said.HasAtMostOf(fact.count, (fact.child,)))
        return
    target = scene.target(subject)
    if fact.count == 1 and child.link(subject) is None and all(link.target != target for link in child.links):
        belongs(scene, child, said.Belongs((said.Belonging(subject, None),), optional=False))
    if link := scene.link(child, subject):
        what = f"how many {names.plural(child.name)} {names.with_article(link.role)} has"
        scene.say(child, ("at_most", link.role), fact.count, fact.child.at, what)


def has_at_most_of(scene: Scene, subject: Noun, fact: said.HasAtMostOf) -> None:
    """Bounds how many things in some states one subject has, or by a field of the subject how many there are at all."""
    things = things_of(scene, fact.things, fact.states)
    link = things and scene.link(things.entity, subject)
    if not (things and link):
        return
    at, several = fact.things[-1].at, names.plural(things.entity.name)
    data: dict[str, object] = {"states": things.states} if things.states else {}
    if not isinstance(fact.limit, Noun):
        data["most"] = fact.limit
    elif target := scene.drafts.get(link.target):
        data["field"] = scene.field(target, fact.limit, "whole number")
    else:
        message = f"how many {several} there are at most can be said by a field of this request's things only"
        scene.fault(fact.limit.at, message, "say it as a number, or bring both into one request")
    if data.get("most") or data.get("field"):
        what = f"how many {several} {names.with_article(link.role)} has"
        scene.say(things.entity, ("limit", link.role), data, at, what)


def has_many(scene: Scene, subject: Noun, fact: said.HasMany) -> None:
    """Says from the other side that a child belongs to the subject or is linked to it; it must be said there, too."""
    parent, child = scene.own(subject), scene.own(fact.child)
    target, child_name = scene.target(subject), scene.target(fact.child)
    links = [(parent, child_name), (child, target)]
    is_linked = any(many.value == other for entity, other in links if entity for many in entity.many)
    if is_linked or (child and child.link(subject)):
        return
    one, other = names.singular(fact.child), names.with_article(target)
    link = (
        f"{names.subject(target)} has many {fact.child}, and {names.with_article(one)} has many {names.plural(target)}."
    )
    message = f"'{fact.child}' and '{target}' are not related yet"
    advice = f"say `{names.subject(one)} belongs to {other}.` or `{link}`"
    scene.fault(fact.child.at, message, advice, fact.child, target)


def many_to_many(scene: Scene, statement: said.ManyToManySaid) -> None:
    """Links two entities; the one that the sentence begins with keeps the link."""
    one, other = scene.target(statement.one), scene.target(statement.other)
    if (scene.target(statement.others), scene.target(statement.ones)) != (other, one):
        advice = f"say `{statement.one} has many …, and … has many {names.plural(one)}` of the same two"
        scene.fault(statement.others.at, "the two halves of this sentence speak of different things", advice)
        return
    for noun, target in ((statement.one, one), (statement.other, other)):
        if not scene.is_defined(target):
            scene.undefined(noun)
    if keeper := scene.own(one):
        keeper.many.append(Said(other, statement.one.at))
    elif one in scene.features and scene.own(other):
        subject, object_ = names.subject(other), names.with_article(one)
        advice = f"say `{subject} has many {names.plural(one)}, and {object_} has many {names.plural(other)}.`"
        feature = scene.features[one]
        scene.fault(
            statement.one.at, f"'{one}' is the feature '{feature}''s, so who changes it can't link here", advice
        )
    else:
        scene.entity(statement.one)


def states(scene: Scene, entity: EntityDraft, fact: said.States) -> None:
    values = tuple(map(str, fact.values))
    scene.say(entity, ("states",), values, fact.values[0].at, f"the states of {entity.name}")


def starts_in(scene: Scene, entity: EntityDraft, fact: said.StartsIn) -> None:
    if ("states",) not in entity.said:
        advice = f"say `{names.subject(entity.name)} is {fact.state}, …`, or which field starts so"
        scene.fault(fact.state.at, f"{entity.name} has no states", advice)
    scene.say(entity, ("initial",), str(fact.state), fact.state.at, f"the first state of {entity.name}")


def ordered(scene: Scene, entity: EntityDraft, fact: said.Listed) -> None:
    fields = [key.by and scene.ordering(entity, key.by) for key in fact.keys]
    if all(field or key.by is None for field, key in zip(fields, fact.keys, strict=True)):
        first, *then = [{"by": by, "descending": key.descending} for by, key in zip(fields, fact.keys, strict=True)]
        several = names.plural(entity.name)
        scene.say(entity, ("order",), {**first, "then": then}, fact.keys[0].at, f"the order of {several}")


def counted(scene: Scene, entity: EntityDraft, fact: said.IsCounted) -> None:
    several = names.plural(entity.name)
    if not fact.clearly and "total" in (*entity.items, *entity.computed):
        add = f"leave it out, or write `{names.title(several)} are listed with how many there are.`"
        scene.fault(fact.at, f"'total' is a field of {entity.name}, which lists show without being told to", add)
        return
    scene.say(entity, ("counted",), True, fact.at, f"that {several} are counted")


def found_by(scene: Scene, entity: EntityDraft, fact: said.IsFoundBy) -> None:
    if field := scene.field(entity, fact.field):
        scene.say(entity, ("found_by",), field, fact.field.at, f"what {names.plural(entity.name)} are found by")


def filtered(scene: Scene, entity: EntityDraft, fact: said.Filtered) -> None:
    found = [(scene.field_or_role(entity, noun), noun.at) for noun in fact.by]
    entity.filters += [Said(name, at) for name, at in found if name is not None]


def searched(scene: Scene, entity: EntityDraft, fact: said.Searched) -> None:
    found = [(scene.field(entity, noun, *SEARCHABLE), noun.at) for noun in fact.by]
    entity.search += [Said(name, at) for name, at in found if name is not None]
