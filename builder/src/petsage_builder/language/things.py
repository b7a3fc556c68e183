"""What a sentence speaks of: some entity's things, or those of them that are in some states."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from petsage_builder.language.draft import EntityDraft
from petsage_builder.language.scene import Scene
from petsage_builder.terms import names
from petsage_builder.terms.noun import Noun, Nouns


@dataclass(frozen=True)
class Things:
    """The things of an entity, in one of some states where any is named; `after` is what stands behind the entity."""

    entity: EntityDraft
    states: tuple[str, ...] = ()
    after: str = ""


def things_of(scene: Scene, nouns: Nouns, that_are: Nouns = (), *, marked: bool = False) -> Things | None:
    """What "requested or confirmed bookings" means, or "a booking in transit" where it is `marked` so; else a fault.

    The states may stand behind instead, as those `that_are` meant.
    """
    things = _things_of(scene, nouns, marked=marked)
    if things is None or not that_are:
        return things
    known = things.entity.value("states") or ()
    if all(noun.startswith("not_") and names.meant(noun, known) is None for noun in that_are):
        left_out = {names.meant(noun.removeprefix("not_"), known) for noun in that_are}
        if left_out < set(known):
            return replace(things, states=tuple(state for state in known if state not in left_out))
    for noun in that_are:
        if names.meant(noun, known) is None:
            message = f"'{noun}' is not a state of {things.entity.name}"
            scene.fault(noun.at, message, f"it is {' or '.join(known)}" if known else "leave it out", noun)
            return None
    return replace(things, states=tuple(state for noun in that_are if (state := names.meant(noun, known))))


def _things_of(scene: Scene, nouns: Nouns, *, marked: bool) -> Things | None:
    *others, last = nouns
    if not others and (entity := scene.own(last)):
        return Things(entity)
    readings = [things for things in _readings(scene, last, marked=marked) if _known(things, others)]
    if len(readings) == 1:
        (found,) = readings
        states = tuple(map(str, (*others, *found.states)))
        known = found.entity.value("states") or ()
        return Things(found.entity, tuple(state for noun in states if (state := names.meant(noun, known))), found.after)
    if readings:
        scene.fault(last.at, f"'{last}' can be read in several ways", "give one of the entities another name")
    else:
        _unknown(scene, nouns)
    return None


def _readings(scene: Scene, phrase: Noun, *, marked: bool) -> Iterator[Things]:
    """Each way to read a phrase as an entity with a state before it, and with what it is marked as behind it."""
    words = phrase.split()
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1) if marked else [len(words)]:
            if entity := scene.own(" ".join(words[start:end])):
                state, after = " ".join(words[:start]), " ".join(words[end:])
                yield Things(entity, (state,) if state else (), after)


def _known(things: Things, others: list[Noun]) -> bool:
    """Whether all that was named is a state, and something was where there is a list."""
    states = things.entity.value("states") or ()
    named = [*map(str, others), *things.states]
    return all(names.meant(state, states) for state in named) and bool(things.states or not others)


def _unknown(scene: Scene, nouns: Nouns) -> None:
    """Says what of it isn't known: a state of an entity that is, or the entity."""
    *others, last = nouns
    for things in _readings(scene, last, marked=False):
        states = things.entity.value("states") or ()
        for noun in (*others, *(Noun(state, last.at) for state in things.states)):
            if names.meant(noun, states) is None:
                is_no_state = f"'{noun}' is not a state of {things.entity.name}"
                scene.fault(noun.at, is_no_state, f"it is {' or '.join(states)}" if states else "leave it out", noun)
        return
    scene.entity(last)
