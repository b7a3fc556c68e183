"""Who takes which step of a lifecycle, and until when: what is not said here, whoever may change a thing does."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from petsage_builder.spec.access import Grant, Grants
from petsage_builder.terms.part import Name, Part, Several, State, Unordered

LONGEST_TERM = 10_000
"""Units of time that a term is away from a date at most."""

TimeUnit = Literal["minute", "hour", "day", "week"]


UnitCount = Annotated[int, Field(ge=-LONGEST_TERM, le=LONGEST_TERM)]
"""How many units of time, before something where it is negative."""


class Timed(Part):
    """A part with a `count` of a `unit` of time."""

    @model_validator(mode="before")
    @classmethod
    def _at_once_in_one_way(cls, data: Any) -> Any:
        """Without a count, the unit says nothing."""
        return {**data, "unit": "hour"} if isinstance(data, dict) and not data.get("count") else data


class Term(Timed):
    """A bound in time: until or from so many units before or after a date or a moment of the thing itself.

    A date is the moment at which its day begins, in UTC. Where the field is empty, nothing is bounded.
    """

    side: Literal["until", "from"]
    field: Name
    count: UnitCount = 0
    unit: TimeUnit = "hour"


class Action(Part):
    """People who may take a step to `target` from some states, within a term if there is one."""

    target: State
    sources: Annotated[Unordered[State], Field(min_length=1)]
    who: Grants
    term: Term | None = None


def _merged(actions: tuple[Action, ...]) -> tuple[Action, ...]:
    """Everybody who may do the same in one action, in an order that doesn't depend on who was named first."""
    who: dict[tuple[str, tuple[str, ...], Term | None], tuple[Grant, ...]] = {}
    for action in actions:
        key = (action.target, action.sources, action.term)
        who[key] = (*who.get(key, ()), *action.who)
    merged = [
        Action(target=target, sources=sources, who=grants, term=term) for (target, sources, term), grants in who.items()
    ]
    return tuple(sorted(merged, key=str))


Actions = Annotated[Several[Action], AfterValidator(_merged)]
