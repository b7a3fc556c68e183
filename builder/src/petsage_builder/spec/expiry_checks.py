"""What must hold for states that end by themselves."""

from collections import Counter
from collections.abc import Iterator

from petsage_builder.spec.entity import Entity
from petsage_builder.spec.expiring import Expiry
from petsage_builder.spec.fault import Fault, Path
from petsage_builder.terms import names

_TIMES = ("date", "date and time")


def expiry_faults(entity: Entity, path: Path) -> Iterator[Fault]:
    """What doesn't hold of the states of an entity that end by themselves."""
    life = entity.lifecycle
    if life is None:
        return
    ends = Counter(source for expiry in life.expiries for source in expiry.sources)
    for index, expiry in enumerate(life.expiries):
        place = (*path, "lifecycle", "expiries", index)
        yield from _states(entity, expiry, ends, place)
        yield from _time(entity, expiry, place)
        yield from _refused(entity, expiry, place)


def _states(entity: Entity, expiry: Expiry, ends: Counter[str], place: Path) -> Iterator[Fault]:
    known = entity.lifecycle.states if entity.lifecycle else ()
    for state in (*expiry.sources, expiry.target):
        thing = names.with_article(f"{names.spoken(state)} {entity.name}")
        if state not in known:
            yield Fault(place, f"'{state}' is not a state of {entity.name}", f"it is {' or '.join(known)}")
        elif names.meant(names.spoken(state), known) is None:
            yield Fault(place, f"two states of {entity.name} are spoken as '{names.spoken(state)}'", "rename one")
        elif state in expiry.sources and state == expiry.target:
            yield Fault(place, f"{thing} is {names.spoken(state)} already", "leave it out")
        elif state in expiry.sources and ends[state] > 1:
            yield Fault(place, f"when {thing} ends is said in two ways", "say one of them")
        elif state == expiry.target and ends[state]:
            advice = "say only one of the two, or let somebody take the second step"
            yield Fault(place, f"{thing} would come by itself, and end by itself, which can't be said yet", advice)


def _time(entity: Entity, expiry: Expiry, place: Path) -> Iterator[Fault]:
    kinds = {field.name: field.type.kind for field in entity.fields}
    if expiry.field is None and expiry.count <= 0:
        yield Fault(place, f"{names.with_article(entity.name)} would end before it begins", "say how long after")
    elif expiry.field is not None and kinds.get(expiry.field) not in _TIMES:
        message = f"'{expiry.field}' is no date or moment of {entity.name}"
        yield Fault(place, message, "name one of its dates or times")


def _refused(entity: Entity, expiry: Expiry, place: Path) -> Iterator[Fault]:
    """Rules of the state that it comes to, which don't hold where it comes from: nobody is there to be refused."""
    rules = [(rule.when.states, f"its {rule.field} must be given") for rule in entity.requirements]
    rules += [(rule.states, "it must not overlap others") for rule in entity.overlaps]
    rules += [(link.limit.states, f"{names.with_article(link.role)} has only so many") for link in entity.belongs_to
              if link.limit]  # fmt: skip
    for states, said in rules:
        if expiry.target in states and not set(expiry.sources) <= set(states):
            become = f"{names.with_article(entity.name)} would become {names.spoken(expiry.target)} by itself"
            sources = " or ".join(map(names.spoken, expiry.sources))
            yield Fault(place, f"{become}, where {said}", f"say the same of what is {sources}, or leave one out")
