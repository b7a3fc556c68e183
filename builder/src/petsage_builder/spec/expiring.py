"""States that end by themselves: what a thing becomes when its time has come."""

from typing import Annotated

from pydantic import AfterValidator, Field

from petsage_builder.spec.actions import Timed, TimeUnit, UnitCount
from petsage_builder.terms.part import Name, Several, State, Unordered


class Expiry(Timed):
    """What is in one of some states becomes `target` so many units after a date or a moment of it, or before it.

    Without a `field` that is the moment at which it was created. A date begins with its day, in UTC. Where the field
    is empty, nothing ends.
    """

    sources: Annotated[Unordered[State], Field(min_length=1)]
    target: State
    field: Name | None = None
    count: UnitCount = 0
    unit: TimeUnit = "hour"


def _merged(expiries: tuple[Expiry, ...]) -> tuple[Expiry, ...]:
    """All states that end alike in one, whichever was said first."""
    sources: dict[Expiry, tuple[str, ...]] = {}
    for expiry in expiries:
        way = expiry.model_copy(update={"sources": ()})
        sources[way] = (*sources.get(way, ()), *expiry.sources)
    merged = [Expiry(**dict(way) | {"sources": states}) for way, states in sources.items()]
    return tuple(sorted(merged, key=str))


Expiries = Annotated[Several[Expiry], AfterValidator(_merged)]
