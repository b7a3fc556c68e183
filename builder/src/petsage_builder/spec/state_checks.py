"""What must hold for rights that depend on a state."""

from collections.abc import Iterator

from petsage_builder.spec.access import VERBS
from petsage_builder.spec.entity import Entity
from petsage_builder.spec.fault import Fault, Path
from petsage_builder.terms import names


def state_faults(entity: Entity, path: Path) -> Iterator[Fault]:
    """What doesn't hold of the states that an entity's rights name."""
    known = entity.lifecycle.states if entity.lifecycle else ()
    for verb in VERBS:
        place = (*path, "access", verb)
        named = {state for grant in entity.access.to(verb) for state in grant.states}
        for state in sorted(named.difference(known)):
            advice = f"it is {' or '.join(known)}" if known else "leave it out"
            yield Fault(place, f"'{state}' is not a state of {entity.name}", advice)
        for state in sorted(named.intersection(known)):
            if names.meant(names.spoken(state), known) is None:
                yield Fault(place, f"two states of {entity.name} are spoken as '{names.spoken(state)}'", "rename one")
        if named and verb == "create":
            yield _created_in_a_state(entity, place)
    for index, action in enumerate(entity.lifecycle.actions if entity.lifecycle else ()):
        if any(grant.states for grant in action.who):
            place = (*path, "lifecycle", "actions", index)
            yield Fault(place, "who takes a step is said by the states that it leads from", "name them in `sources`")


def _created_in_a_state(entity: Entity, place: Path) -> Fault:
    first = (
        f"{names.with_article(entity.name)} starts as {names.spoken(entity.lifecycle.initial)}"
        if entity.lifecycle
        else ""
    )
    return Fault(place, f"a state makes no difference to who creates {entity.plural}: {first}", "leave the states out")
