"""What must hold for who takes the steps of a lifecycle."""

from collections.abc import Iterator

from petsage_builder.spec.actions import Action
from petsage_builder.spec.entity import Entity, Lifecycle
from petsage_builder.spec.fault import Fault, Path
from petsage_builder.terms import names

_TIMES = ("date", "date and time")


def action_faults(entity: Entity, path: Path) -> Iterator[Fault]:
    """What doesn't hold among the actions of an entity, but for whom they name."""
    life = entity.lifecycle
    for index, action in enumerate(life.actions if life else ()):
        place = (*path, "lifecycle", "actions", index)
        yield from _steps(entity, life, action, place)  # type: ignore[arg-type]
        yield from _people(entity, action, place)
        yield from _term(entity, action, place)


def _steps(entity: Entity, life: Lifecycle, action: Action, place: Path) -> Iterator[Fault]:
    for source in action.sources:
        if source not in life.sources(action.target):
            message = f"{names.with_article(names.spoken(source))} {entity.name} can't be {names.spoken(action.target)}"
            yield Fault(place, message, f"say first that it can: `A … {entity.name} can be {action.target}.`")
    for state in (action.target, *action.sources):
        if state in life.states and names.meant(names.spoken(state), life.states) is None:
            yield Fault(place, f"two states of {entity.name} are spoken as '{names.spoken(state)}'", "rename one")


def _people(entity: Entity, action: Action, place: Path) -> Iterator[Fault]:
    deed = f"make {names.with_article(entity.name)} {names.spoken(action.target)}"
    if not action.who:
        yield Fault(place, f"nobody could {deed}", "leave the step out instead")
    if any(grant.to == "anyone" for grant in action.who):
        yield Fault(place, f"who is not signed in can't {deed}", "say `Signed-in users`")


def _term(entity: Entity, action: Action, place: Path) -> Iterator[Fault]:
    if action.term is None:
        return
    kinds = {field.name: field.type.kind for field in entity.fields}
    if kinds.get(action.term.field) not in _TIMES:
        message = f"'{action.term.field}' is no date or moment of {entity.name}"
        yield Fault(place, message, "name one of its dates or times")
