"""What is said of who takes the steps of a lifecycle: "Only managers can cancel a confirmed booking"."""

from typing import Any

from petsage_builder.language import statements as said
from petsage_builder.language.draft import Acted, EntityDraft, Said
from petsage_builder.language.phrases import a
from petsage_builder.language.quoting import sentence
from petsage_builder.language.rights import grant_data
from petsage_builder.language.scene import Scene
from petsage_builder.language.things import Things
from petsage_builder.terms import names
from petsage_builder.terms.misreading import MisreadError
from petsage_builder.terms.noun import Noun
from petsage_builder.terms.verbs import verb_of

Data = dict[str, Any]


def acts(scene: Scene, statement: said.AccessSaid, things: Things, who: frozenset[said.Who]) -> None:
    """Gives people the steps that they take, each by its verb."""
    entity = things.entity
    states = entity.value("states")
    if states is None:
        verb = statement.deeds[0]
        why = MisreadError(verb.at, f"{entity.name} has no states, so there is nothing that '{verb}' leads to")
        scene.misread.append((statement, why))
        return
    term = _term(scene, statement, entity)
    for deed in statement.deeds:
        if target := _target(deed, things.after, states):
            sources = tuple(state for state in things.states if state != target)
            entity.acts.append(Acted(target, sources, who, statement.only, term, deed.at))
        else:
            _unknown(scene, entity, deed, states)


def _target(deed: Noun, marked: str, states: tuple[str, ...]) -> str | None:
    """The state that a deed leads to: "cancel" to "cancelled", and "mark" to what stands behind the thing."""
    if deed == "mark":
        found = [state for state in states if names.spoken(state) == marked]
    else:
        found = [state for state in states if verb_of(names.spoken(state)) == deed]
    return found[0] if len(found) == 1 else None


def _unknown(scene: Scene, entity: EntityDraft, deed: Noun, states: tuple[str, ...]) -> None:
    verbs = [verb_of(names.spoken(state)) for state in states]
    plain = " or ".join(f"'{verb}'" for verb in verbs if not verb.startswith("mark "))
    marks = " or ".join(
        f"`mark {a(entity.name)} {verb.removeprefix('mark ')}`" for verb in verbs if verb.startswith("mark ")
    )
    ways = " or ".join(filter(None, [plain, sentence(marks)[:-1] if marks else ""]))
    scene.fault(
        deed.at, f"'{deed}' is nothing that is done to {names.with_article(entity.name)}", f"write {ways}", deed
    )


def _term(scene: Scene, statement: said.AccessSaid, entity: EntityDraft) -> Data | None:
    term = statement.term
    field = term and scene.field(entity, term.field, "date", "date and time")
    return {"side": term.side, "field": field, "count": term.count, "unit": term.unit} if term and field else None


def contradictions(scene: Scene, draft: EntityDraft) -> None:
    """Says where one sentence leaves no room for what another one gives."""
    for index, act in enumerate(draft.acts):
        for other in draft.acts[:index]:
            if act.target == other.target and _contradict(act, other):
                deed = f"make {names.with_article(draft.name)} {names.spoken(act.target)}"
                scene.fault(act.at, f"who can {deed} is said twice", "name everybody in one sentence")
                break


def _contradict(one: Acted, other: Acted) -> bool:
    """What is said of some states, with "only", goes before what is said of all."""
    if bool(one.sources) is bool(other.sources):
        is_shared = not one.sources or not set(one.sources).isdisjoint(other.sources)
        is_merged = (one.sources, one.term) == (other.sources, other.term) and not (one.only or other.only)
        return is_shared and (one.only or other.only) and not is_merged
    special, general = (one, other) if one.sources else (other, one)
    return general.only and not special.only


def lifecycle_steps(draft: EntityDraft) -> list[Said]:
    """The data of the steps that are said, or that somebody takes without their being said."""
    steps = list(draft.steps)
    for act in draft.acts:
        known = {(step.value["source"], step.value["target"]) for step in steps}
        is_reached = any(target == act.target for _, target in known)
        new = act.sources or (() if is_reached else tuple(draft.value("states")))
        steps += [
            Said({"source": source, "target": act.target}, act.at)
            for source in new
            if source != act.target and (source, act.target) not in known
        ]
    return steps


def actions_of(draft: EntityDraft, steps: list[Said]) -> list[Said]:
    """The data of who takes which of these steps."""
    found: list[Said] = []
    for act in draft.acts:
        leading = {step.value["source"] for step in steps if step.value["target"] == act.target}
        sources = act.sources or tuple(leading - _closed(act, draft))
        data = {"target": act.target, "sources": sources, "who": _grants(act), "term": act.term}
        found += [Said(data, act.at)] if sources else []
    return found


def _grants(act: Acted) -> tuple[Data, ...]:
    return tuple(grant_data(one) for one in act.who if one.to != "nobody")


def _closed(act: Acted, draft: EntityDraft) -> set[str]:
    """The states from which others alone take the step."""
    alone = [other for other in draft.acts if other.target == act.target and other.only and other is not act]
    return {source for other in alone for source in other.sources}
