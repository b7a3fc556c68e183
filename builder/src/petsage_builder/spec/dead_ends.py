"""What nobody could do: said before it is built, unless the request itself says "Nobody can …"."""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from petsage_builder.spec.access import VERBS, Reach, Verb, reach
from petsage_builder.spec.entity import Entity
from petsage_builder.spec.fault import Fault, Path
from petsage_builder.terms import names

EntityCalled = Callable[[str], Entity]


class IsSaid(Protocol):
    """Whether the request itself says who may do something with an entity, or with one in a state, be it nobody."""

    def __call__(self, entity: Entity, verb: Verb, state: str = "") -> bool: ...


def dead_ends(entities: Sequence[Entity], entity_called: EntityCalled, is_said: IsSaid) -> Iterator[Fault]:
    """Rights that lead nowhere. What refers to something undefined is left out: that is a fault of its own."""
    for index, entity in enumerate(entities):
        path: Path = ("entities", index)
        if entity.is_people:
            continue
        try:
            reached = {verb: reach(entity, verb, entity_called) for verb in VERBS}
        except KeyError:
            continue
        denied: list[Verb] = [verb for verb in VERBS if not entity.access.to(verb) and not is_said(entity, verb)]
        yield from _without_anybody(entity, denied, path)
        yield from _following_nobody(entity, reached, entity_called, is_said, path)
        yield from _in_some_state(entity, is_said, path)
        yield from _for_what_nobody_sees(entity, entity_called, path)


def _without_anybody(entity: Entity, denied: list[Verb], path: Path) -> Iterator[Fault]:
    """A thing that nobody sees or creates; steps that nobody takes, and the like."""
    if missing := [verb for verb in ("see", "create") if verb in denied]:
        yield _nobody(entity, missing, f"nobody could {' or '.join(missing)} {names.with_article(entity.name)}", path)
    if "change" in denied:
        if entity.lifecycle and any(map(entity.lifecycle.left_to_changers, entity.lifecycle.verbs)):
            message = f"nobody could take a step of {names.with_article(entity.name)}: nobody can change one"
            yield _nobody(entity, ["change"], message, path)
        for many in entity.many_to_many:
            message = f"nobody could link {entity.plural} with {names.plural(many.target)}: nobody can change one"
            yield _nobody(entity, ["change"], message, path)
    if "delete" in denied and entity.restore_days:
        yield _nobody(entity, ["delete"], f"nobody could delete {names.with_article(entity.name)} or restore it", path)


def _in_some_state(entity: Entity, is_said: IsSaid, path: Path) -> Iterator[Fault]:
    """What nobody sees in a state, and the steps that nobody takes from one, where others are seen and taken."""
    life, access = entity.lifecycle, entity.access
    for state in life.states if life else ():
        thing = names.with_article(f"{names.spoken(state)} {entity.name}")
        if access.see and not access.in_state("see", state) and not is_said(entity, "see", state):
            who = f"Only its {entity.owners[0].role}" if entity.owners else "Only admins"
            advice = f"say who can, as in `{who} can see {thing}.`, or say `Nobody can see {thing}.`"
            yield Fault((*path, "access"), f"nobody could see {thing}", advice)
        is_open = access.in_state("change", state) or is_said(entity, "change", state)
        if access.change and not is_open:
            yield from _stuck(entity, state, thing, path)


def _for_what_nobody_sees(entity: Entity, entity_called: EntityCalled, path: Path) -> Iterator[Fault]:
    """What is created only for things in states in which nobody sees them."""
    for index, link in enumerate(entity.belongs_to):
        states = link.only_for.states if link.only_for and not link.optional and entity.access.create else ()
        if states and not any(entity_called(link.target).access.in_state("see", state) for state in states):
            thing = names.with_article(f"{' or '.join(map(names.spoken, states))} {link.target}")
            message = f"nobody could create {names.with_article(entity.name)}: nobody can see {thing}"
            advice = f"say who can, as in `Only admins can see {thing}.`"
            yield Fault((*path, "belongs_to", index, "only_for"), message, advice)


def _stuck(entity: Entity, state: str, thing: str, path: Path) -> Iterator[Fault]:
    assert entity.lifecycle is not None
    for target, verb in entity.lifecycle.verbs.items():
        if state in entity.lifecycle.left_to_changers(target):
            who = f"Only its {entity.owners[0].role}" if entity.owners else "Only admins"
            done, _, marked = verb.partition(" ") if verb.startswith("mark ") else (verb, "", "")
            deed = f"{done} {thing} {marked}".rstrip()
            message = f"nobody could {deed}: nobody can change one"
            otherwise = f"`{who} can {deed}.`, or say `Nobody can change {thing}.`"
            yield Fault((*path, "access"), message, f"say who can, as in {otherwise}")


def _nobody(entity: Entity, verbs: Sequence[str], message: str, path: Path) -> Fault:
    deed = f"can {' or '.join(verbs)} {names.with_article(entity.name)}"
    who = (
        f"Only its {entity.owners[0].role}" if entity.owners else "Signed-in users" if "see" in verbs else "Only admins"
    )
    return Fault((*path, "access"), message, f"say who can, as in `{who} {deed}.`, or say `Nobody {deed}.`")


def _following_nobody(
    entity: Entity, reached: dict[Verb, tuple[Reach, ...]], entity_called: EntityCalled, is_said: IsSaid, path: Path
) -> Iterator[Fault]:
    """What only people could do who may do something with another thing, which nobody may."""
    empty = [verb for verb in VERBS if entity.access.to(verb) and not reached[verb]]
    if not empty:
        return
    deed = f"{_listed(empty)} {names.with_article(entity.name)}"
    grant = entity.access.to(empty[0])[0]
    target = entity_called(entity.relation(grant.relation or "").target)
    above = f"{grant.may} {names.with_article(target.name)}"
    ways = []
    if not target.access.to(grant.may or "see") and not is_said(target, grant.may or "see"):
        who = f"its {target.owners[0].role}" if target.owners else "admins"
        ways.append(f"`Only {who} can {above}.`")
    if not any(is_said(entity, verb) for verb in empty):
        ways.append(f"`Nobody can {deed}.`")
    advice = f"say {' or '.join(ways)}" if ways else "name somebody who can, or leave it out"
    yield Fault((*path, "access"), f"nobody could ever {deed}: nobody can {above}", advice)


def _listed(verbs: Sequence[str]) -> str:
    *first, last = verbs
    return f"{', '.join(first)} or {last}" if first else last
