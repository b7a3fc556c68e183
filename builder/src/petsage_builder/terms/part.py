"""What all parts of a feature spec share."""

from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from petsage_builder.terms import names

NAME_LENGTH = 40
"""The longest name, in characters: with prefixes and a plural it stays within SQL's 63 bytes."""

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*( [a-z0-9]+)*$")]
"""The user's words for an entity, a field or a role: lower case, single spaces, "weight entry".

Its length is checked together with all else that must hold.
"""

Role = Annotated[Name, AfterValidator(names.singular)]
"""What people are to the app, in the singular whatever it was given in: "front desk clerk"."""

Unit = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+( [a-z0-9]+)*$", max_length=NAME_LENGTH)]
"""The user's words for what is measured in."""

VALUE = r"[A-Za-z0-9](?:[A-Za-z0-9+-]|[ _./][A-Za-z0-9])*"
STATE = r"[A-Za-z0-9]+(?:[ _-][A-Za-z0-9]+)*"

Value = Annotated[str, StringConstraints(pattern=f"^{VALUE}$", max_length=NAME_LENGTH)]
"""A choice as it stands in JSON, in URLs and in the database: "EUR", "in_progress", "A+"."""

State = Annotated[str, StringConstraints(pattern=f"^{STATE}$", max_length=NAME_LENGTH)]
"""A state, likewise; steps are named after it, so that it has words only."""


class Part(BaseModel):
    """One part of a feature spec: a value, compared by what it says."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


Item = TypeVar("Item")


def _in_normal_order(items: tuple[Item, ...]) -> tuple[Item, ...]:
    return tuple(sorted(set(items), key=str))


Several = Annotated[tuple[Item, ...], Field(strict=False)]
"""Items whose order says something; a list will do."""

Unordered = Annotated[tuple[Item, ...], Field(strict=False), AfterValidator(_in_normal_order)]
"""Items whose order says nothing: each is kept once, in one order."""


def _is_not(said: bool) -> bool:
    return not said


Fixed = Annotated[bool, Field(exclude_if=_is_not)]
"""Whether what something is given first is never changed."""


Counted = Annotated[bool, Field(exclude_if=_is_not)]
"""Whether lists of something say how many there are in all."""


class Respelling(Part):
    """A choice or a state, and what it was called before."""

    now: Value
    was: Value


def is_empty(items: tuple[object, ...]) -> bool:
    """Whether there is nothing to say."""
    return not items


def is_unsaid(part: object) -> bool:
    """Whether it is left out."""
    return part is None


MadeFrom = Annotated[Name | None, Field(exclude_if=is_unsaid)]
"""The field that another one is made from, where clients don't send it."""

FormerNames = Annotated[Unordered[Name], Field(exclude_if=is_empty)]
"""What something was called before: where that is what has landed, it is renamed, and otherwise it says nothing."""

Respellings = Annotated[Unordered[Respelling], Field(exclude_if=is_empty)]
"""The same of choices and states."""

States = Annotated[Unordered[State], Field(exclude_if=is_empty)]
"""The states that something is about; all of them, where none is named."""
