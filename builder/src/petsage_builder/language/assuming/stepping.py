"""How a lifecycle begins, and who takes its steps."""

from collections.abc import Iterator

from petsage_builder.language.assuming.rule import Drafts
from petsage_builder.language.phrases import a, action_phrase, who_phrase
from petsage_builder.language.quoting import sentence
from petsage_builder.spec.actions import Action
from petsage_builder.spec.entity import Entity, Lifecycle
from petsage_builder.spec.feature import FeatureSpec
from petsage_builder.spec.understanding import Assumption
from petsage_builder.terms.marking import listed, name


def assumed(drafts: Drafts, spec: FeatureSpec) -> Iterator[Assumption]:
    """The first state that is named is the first; whoever can change a thing takes every step."""
    for entity in spec.entities:
        life = entity.lifecycle
        if life is None:
            continue
        if ("initial",) not in drafts[entity.name].said and (others := _other_beginnings(life)):
            starts = f"{a(entity.name)} starts as"
            yield Assumption(sentence(f"{starts} {name(life.initial)}"), (sentence(f"{starts} {name(others[0])}"),))
        if entity.access.is_by_state("change"):
            said = {act.target for act in drafts[entity.name].acts}
            presumed = [way for target in life.verbs if target not in said for way in entity.ways_to(target)]
            yield from (Assumption(sentence(action_phrase(entity, way))) for way in presumed)
        elif entity.access.change:
            yield from _steps(entity, life)


def _other_beginnings(life: Lifecycle) -> list[str]:
    """The states from which every other can be reached, too."""
    others = [state for state in life.states if state != life.initial]
    return [state for state in others if life.model_copy(update={"initial": state}).reached == set(life.states)]


def _steps(entity: Entity, life: Lifecycle) -> Iterator[Assumption]:
    """Who takes the steps of which nothing is said: whoever can change a thing."""
    who = f"{who_phrase(entity.access.change)} can"
    left = {target: life.left_to_changers(target) for target in life.verbs}
    alone = {target: verb for target, verb in life.verbs.items() if left[target] and not life.actions_to(target)}
    marks = [verb.removeprefix("mark ") for verb in alone.values() if verb.startswith("mark ")]
    verbs = [verb for verb in alone.values() if not verb.startswith("mark ")]
    if verbs:
        yield Assumption(sentence(f"{who} {listed(map(name, verbs), 'or')} {a(entity.name)}"))
    if marks:
        yield Assumption(sentence(f"{who} mark {a(entity.name)} {listed(map(name, marks), 'or')}"))
    for target, sources in left.items():
        if sources and target not in alone:
            rest = Action(target=target, sources=sources, who=entity.access.change)
            yield Assumption(sentence(action_phrase(entity, rest)))
