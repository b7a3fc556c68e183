"""What is said of access, of lifecycles' steps, of deleting and of keeping."""

from petsage_builder.language import statements as said
from petsage_builder.language.acting import acts
from petsage_builder.language.draft import EntityDraft, Grants, Right, Said
from petsage_builder.language.rights import grant_data
from petsage_builder.language.scene import Scene
from petsage_builder.language.statements import Who
from petsage_builder.language.things import things_of
from petsage_builder.terms import names
from petsage_builder.terms.misreading import MisreadError
from petsage_builder.terms.noun import Noun, Nouns


def access(scene: Scene, statement: said.AccessSaid) -> None:
    """Adds people to some verbs; "only" and "nobody" leave no room for others."""
    things = things_of(scene, statement.things, statement.states, marked="mark" in statement.deeds)
    if things is None:
        return
    entity, at = things.entity, statement.things[-1].at
    who = {somebody for one in statement.who if (somebody := _resolved(scene, entity, one)) is not None}
    if len(who) < len(set(statement.who)):
        for verb in statement.verbs:
            entity.access.setdefault(verb, Grants(set(), False, at))
        return
    if statement.deeds:
        acts(scene, statement, things, frozenset(who))
    if statement.verbs and statement.term:
        scene.fault(at, "what can be done in some time only are steps", "leave the time out")
    is_closed = statement.only or any(one.to == "nobody" for one in who)
    if things.states:
        entity.rights += [Right(verb, things.states, frozenset(who), is_closed, at) for verb in statement.verbs]
        return
    for verb in statement.verbs:
        before = entity.access.setdefault(verb, Grants(set(), is_closed, at))
        if before.who and (is_closed or before.is_closed):
            message = f"who can {verb} {names.with_article(entity.name)} is said twice"
            scene.fault(at, message, "name everybody in one sentence")
        before.who |= who


def once(scene: Scene, statement: said.OnceSaid) -> None:
    """What each of some people can do once with each thing, and take back."""
    for thing in statement.things:
        entity = scene.entity(thing)
        who = entity and [somebody for one in statement.who if (somebody := _resolved(scene, entity, one)) is not None]
        if entity and who:
            people = tuple(grant_data(one) for one in who if one.to != "nobody")
            for deed in statement.deeds:
                if made := _made_by(scene, entity, deed):
                    scene.fault(deed.at, f"'{deed}' once could mean that {names.with_article(made.name)} is made once",
                                _said_of(made, entity))  # fmt: skip
                elif any(other.value["verb"] == deed for other in entity.once):
                    message = f"who can {deed} {names.with_article(entity.name)} once is said twice"
                    scene.fault(deed.at, message, "name everybody in one sentence")
                else:
                    entity.once.append(Said({"verb": str(deed), "who": people}, deed.at))


def _made_by(scene: Scene, entity: EntityDraft, deed: Noun) -> EntityDraft | None:
    """What people make of an entity by a deed: "a booking", by booking a class."""
    called = {deed, f"{deed}ing", f"{deed.removesuffix('e')}ing"}
    of_it = [draft for draft in scene.drafts.values() if any(link.target == entity.name for link in draft.links)]
    return next((draft for draft in of_it if str(draft.name) in called), None)


def _said_of(made: EntityDraft, entity: EntityDraft) -> str:
    """Advice to say that something is made once, or to use another word."""
    on = next(link.role for link in made.links if link.target == entity.name)
    who = next((link.role for link in made.links if link.target == "user"), "owner")
    return f"say `{names.subject(made.name)}'s {on} is unique per {who}.`, or use another word"


def _resolved(scene: Scene, entity: EntityDraft, who: Who) -> Who | None:
    """The same person with the relation's role, or the people's, instead of the user's noun."""
    if who.role is not None:
        role = scene.role(entity, who.role)
        return None if role is None else Who("role", role=Noun(role, who.role.at))
    if who.its is None:
        return who
    link = scene.link(entity, who.its)
    return None if link is None else Who(who.to, Noun(link.role, who.its.at), who.may)


def follows(scene: Scene, statement: said.Follows) -> None:
    entity = scene.entity(statement.entity)
    link = entity and scene.link(entity, statement.parent, of_things=True)
    if entity and link:
        scene.say(entity, ("follows",), link.role, statement.parent.at, f"what access to {entity.name} follows")


def created(scene: Scene, statement: said.Created) -> None:
    """Who somebody becomes by creating a thing, and whom they name."""
    entity = scene.entity(statement.entity)
    if entity is None:
        return
    for role in statement.roles:
        link = scene.link(entity, role)
        if link and link.target != "user":
            scene.fault(role.at, f"'{role}' is no user of {entity.name}", "only users become or are named")
        elif link:
            what = f"who becomes the {link.role} of {names.with_article(entity.name)}"
            scene.say(entity, ("creator", link.role), statement.becomes, role.at, what)


def steps(scene: Scene, statement: said.StepsSaid) -> None:
    found = _with_entity(scene, statement)
    if found is None:
        return
    entity, sources = found
    states = entity.value("states")
    if states is None:
        target = statement.targets[0]
        why = MisreadError(target.at, f"{entity.name} has no states, so it can't be '{target}'")
        scene.misread.append((statement, why))
        return
    for noun in (*sources, *statement.targets):
        if names.meant(noun, states) is None:
            scene.fault(noun.at, f"'{noun}' is not a state of {entity.name}", f"it is {' or '.join(states)}", noun)
    known = [state for source in sources if (state := names.meant(source, states))]
    targets = [(state, target.at) for target in statement.targets if (state := names.meant(target, states))]
    entity.steps += [
        Said({"source": source, "target": target}, at)
        for target, at in targets
        for source in known or set(states) - {target}
    ]


def _with_entity(scene: Scene, statement: said.StepsSaid) -> tuple[EntityDraft, Nouns] | None:
    """The entity that takes the steps, and the states that it takes them from: none stands for all the others."""
    *others, last = statement.sources
    if statement.entity is not None:
        entity = scene.entity(statement.entity)
        return None if entity is None else (entity, statement.sources)
    if entity := scene.own(last):
        if not others:
            return entity, ()
        advice = "name its states before it, or say it of each thing in a sentence of its own"
        scene.fault(last.at, f"'{others[-1]}' stands beside '{last}', and not before it as a state does", advice)
        return None
    splits = [
        (other, state) for other, state in _splits(scene, last) if names.meant(state, other.value("states") or ())
    ]
    if len(splits) > 1:
        advice = f"say `{names.with_article(splits[0][0].name)} that is …`"
        scene.fault(last.at, f"'{last}' can be read in several ways", advice)
        return None
    for entity, state in splits or _splits(scene, last):
        return entity, (*others, state)
    scene.entity(last)
    return None


def _splits(scene: Scene, phrase: Noun) -> list[tuple[EntityDraft, Noun]]:
    """Each way to read a phrase as something followed by an entity: "confirmed visit"."""
    words = phrase.split()
    heads = [" ".join(words[:length]) for length in range(1, len(words))]
    found = [(scene.own(phrase.removeprefix(head).lstrip()), Noun(head, phrase.at)) for head in heads]
    return [(entity, head) for entity, head in found if entity is not None]


def on_delete(scene: Scene, statement: said.OnDelete) -> None:
    child = scene.entity(statement.child)
    link = child and scene.link(child, statement.target, of_things=True, optional=statement.then == "unlink")
    if child and link:
        what = f"what deleting {names.with_article(link.role)} does to its {names.plural(child.name)}"
        scene.say(child, ("on_delete", link.role), str(statement.then), statement.target.at, what)


def restored(scene: Scene, statement: said.Restored) -> None:
    noun = Noun(statement.deleted.removeprefix("deleted "), statement.deleted.at)
    if noun == statement.deleted:
        scene.fault(noun.at, f"only what is deleted can be restored, not '{noun}'", f"say `A deleted {noun} can be …`")
    elif entity := scene.entity(noun):
        what = f"how long {names.with_article(entity.name)} can be restored"
        scene.say(entity, ("restore_days",), statement.days, noun.at, what)


def history(scene: Scene, statement: said.HistoryKept) -> None:
    for noun in statement.entities:
        if entity := scene.entity(noun):
            scene.say(entity, ("history",), True, noun.at, f"the history of {entity.name}")


def log(scene: Scene, statement: said.Logged) -> None:
    for noun in statement.entities:
        if entity := scene.entity(noun):
            entity.log += [Said(event, noun.at) for event in statement.events]
