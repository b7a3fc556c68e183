"""Who may do what with things in some states: what is said of some states goes before what is said of all."""

from collections.abc import Iterable, Iterator
from typing import Any

from petsage_builder.language.draft import EntityDraft, Right, Said
from petsage_builder.language.scene import Scene
from petsage_builder.language.statements import Who
from petsage_builder.terms import names

Data = dict[str, Any]


def grant_data(who: Who) -> Data:
    """Somebody as the data of a grant."""
    return {
        "to": who.to,
        "relation": who.its and str(who.its),
        "may": who.may,
        "role": who.role and str(who.role),
    }


def by_state(draft: EntityDraft, general: Data) -> Data:
    """What is said of all things with what is said of some states."""
    verbs = dict.fromkeys(right.verb for right in draft.rights)
    return general | {verb: tuple(_grants(draft, verb, general.get(verb, ()))) for verb in verbs}


def _grants(draft: EntityDraft, verb: str, general: tuple[Data, ...]) -> Iterator[Data]:
    for state in draft.value("states") or ():
        said = [right for right in draft.rights if right.verb == verb and state in right.states]
        closed = [right for right in said if right.is_closed]
        people = [grant_data(one) for right in closed or said for one in right.who if one.to != "nobody"]
        yield from (grant | {"states": (state,)} for grant in (people if closed else [*people, *general]))


def said_of_states(draft: EntityDraft) -> set[tuple[str, str]]:
    """What is said of some state: the verb and the state."""
    return {(right.verb, state) for right in draft.rights for state in right.states}


def contradictions(scene: Scene, draft: EntityDraft) -> None:
    """Says where one sentence about some states leaves no room for what another one gives."""
    for index, right in enumerate(draft.rights):
        general = draft.access.get(right.verb)
        is_narrow = general and general.is_closed and not right.is_closed and not _is_for_all(right, general.who)
        if is_narrow or any(_contradict(right, other) for other in draft.rights[:index]):
            state = f"{names.spoken(right.states[0])} {draft.name}"
            message = f"who can {right.verb} {names.with_article(state)} is said twice"
            scene.fault(right.at, message, "name everybody in one sentence, with `only`")


def _is_for_all(right: Right, people: Iterable[Who]) -> bool:
    """Whether a right is for everybody whom a sentence names, so that it leaves nobody out."""
    wide = {one.to for one in right.who}
    return "anyone" in wide or right.who.issuperset(people) or ("signed-in users" in wide and not _may_be_out(people))


def _may_be_out(people: Iterable[Who]) -> bool:
    return any(one.to in ("anyone", "parent") for one in people)


def _contradict(one: Right, other: Right) -> bool:
    is_shared = one.verb == other.verb and not set(one.states).isdisjoint(other.states)
    return is_shared and (one.is_closed or other.is_closed) and one.who != other.who


def steps_of_the_unchangeable(draft: EntityDraft, general: Data, steps: list[Said], taken: list[Said]) -> list[Said]:
    """The data of steps from states in which nobody may change a thing: who may change it otherwise takes them."""
    frozen = [
        state
        for right in draft.rights
        if right.verb == "change" and {one.to for one in right.who} == {"nobody"}
        for state in right.states
    ]
    known = {(action.value["target"], source) for action in taken for source in action.value["sources"]}
    who = tuple(general.get("change", ()))
    left = [step for step in steps if who and step.value["source"] in frozen]
    return [
        Said({"target": step.value["target"], "sources": (step.value["source"],), "who": who}, step.at)
        for step in left
        if (step.value["target"], step.value["source"]) not in known
    ]
