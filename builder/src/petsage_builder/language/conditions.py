"""What is said of a thing on a condition: what others are created for, and what must be given then."""

from collections.abc import Iterator
from typing import Any

from petsage_builder.language import statements as said
from petsage_builder.language.draft import EntityDraft, Link, Said
from petsage_builder.language.scene import Scene
from petsage_builder.terms import names
from petsage_builder.terms.noun import Noun, Nouns

Data = dict[str, Any]
Reading = tuple[Link, Nouns]
"""What a thing belongs to, and what is said that it must be."""


def only_for(scene: Scene, statement: said.OnlyFor) -> None:
    entity = scene.entity(statement.entity)
    found = entity and _read(scene, entity, statement)
    if not (entity and found):
        return
    link, qualities = found
    target, last = scene.drafts.get(link.target), statement.things[-1]
    if target is None:
        message = f"what {names.with_article(link.role)} must be like can be said of this request's things only"
        scene.fault(last.at, message, "leave it out, or bring both into one request")
    elif condition := _condition(scene, target, qualities, is_not=statement.is_not):
        what = f"what {names.with_article(link.role)} must be like for {names.with_article(entity.name)}"
        scene.say(entity, ("only_for", link.role), condition, last.at, what)


def given_if(scene: Scene, statement: said.GivenIf) -> None:
    """Fields that must be given where a thing is in a state, or is so, or where its choice is one of some values."""
    entity = scene.entity(statement.entity)
    if entity is None:
        return
    fields = [(scene.field(entity, noun), noun.at) for noun in statement.fields]
    if statement.of is None:
        when = _condition(scene, entity, statement.values, is_not=statement.is_not)
    else:
        when = _choice(scene, entity, statement.of, statement)
    if when is not None:
        entity.requirements += [Said({"field": name, "when": when}, at) for name, at in fields if name]


def _choice(scene: Scene, entity: EntityDraft, noun: Noun, statement: said.GivenIf) -> Data | None:
    """The data of a condition on a field; where it must not be one of some values, it is one of the others."""
    name = scene.field(entity, noun)
    values = (entity.value("fields", name, "type") or {}).get("values", ()) if name else ()
    if name and not values:
        scene.fault(noun.at, f"'{name}' of {entity.name} is no choice", "name a field that is one of some values")
    named = {value for one in statement.values if (value := names.meant(one, values))}
    for one in statement.values if values else ():
        if names.meant(one, values) is None:
            scene.fault(one.at, f"'{one}' is no {name}", f"it is {' or '.join(map(names.spoken, values))}", one)
    if len(named) < len(set(statement.values)):
        return None
    return {"field": name, "values": tuple(value for value in values if (value in named) is not statement.is_not)}


def _read(scene: Scene, entity: EntityDraft, statement: said.OnlyFor) -> Reading | None:
    """The relation that is spoken of, with what it must be; else a fault."""
    *others, last = statement.things
    if statement.states:
        link = scene.link(entity, last, of_things=True)
        return None if link is None else (link, statement.states)
    readings = [(link, (*others, quality)) for link, quality in _splits(entity, last)]
    readings = [one for one in readings if _is_known(scene, one)] or readings
    if not readings:
        if link := scene.link(entity, last, of_things=True):
            message = f"what {names.with_article(link.role)} must be like isn't said"
            scene.fault(last.at, message, f"name a state of it, as in `an active {link.role}`")
        return None
    if len(readings) > 1:
        role = readings[0][0].role
        scene.fault(last.at, f"'{last}' can be read in several ways", f"say `{names.with_article(role)} that is …`")
        return None
    return readings[0]


def _splits(entity: EntityDraft, phrase: Noun) -> Iterator[tuple[Link, Noun]]:
    """Each way to read a phrase as something said of what the entity belongs to: "active room"."""
    words = phrase.split()
    for start in range(1, len(words)):
        if link := entity.link(" ".join(words[start:])):
            yield link, Noun(" ".join(words[:start]), phrase.at)


def _is_known(scene: Scene, reading: Reading) -> bool:
    link, qualities = reading
    target = scene.drafts.get(link.target)
    return target is not None and (all(_state(target, one) for one in qualities) or _field(target, qualities) != "")


def _condition(scene: Scene, target: EntityDraft, qualities: Nouns, *, is_not: bool) -> Data | None:
    """The data of a condition; of states, all the others where it must not be in these."""
    states = target.value("states") or ()
    if all(one.startswith("not_") and _state(target, one) is None for one in qualities):
        plain = tuple(Noun(one.removeprefix("not_"), one.at) for one in qualities)
        return _condition(scene, target, plain, is_not=not is_not)
    named = {state for one in qualities if (state := _state(target, one))}
    if len(named) == len(set(qualities)):
        return {"states": tuple(state for state in states if (state in named) is not is_not)}
    if field := _field(target, qualities):
        return {"field": field, "is_not": is_not}
    unknown = next(one for one in qualities if _state(target, one) is None)
    whether = f"add `{names.subject(target.name)} has whether it is {unknown}.`"
    advice = f"it is {' or '.join(map(names.spoken, states))}" if states else whether
    scene.fault(unknown.at, f"nothing says whether {names.with_article(target.name)} is '{unknown}'", advice, unknown)
    return None


def _state(target: EntityDraft, quality: Noun) -> str | None:
    return names.meant(quality, target.value("states") or ())


def _field(target: EntityDraft, qualities: Nouns) -> str:
    """The field that says whether something is so; empty where there is none."""
    name = f"is {names.spoken(qualities[0])}"
    return name if len(qualities) == 1 and name in target.items else ""
