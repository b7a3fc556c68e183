"""What all parts of a feature spec share."""

from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

NAME_LENGTH = 40
"""The longest name, in characters: with prefixes and a plural it stays within SQL's 63 bytes."""

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*( [a-z0-9]+)*$")]
"""The user's words for an entity, a field or a role: lower case, single spaces, "weight entry".

Its length is checked together with all else that must hold.
"""

Value = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+( [a-z0-9]+)*$", max_length=NAME_LENGTH)]
"""The user's words for a choice or a state; it may begin with a digit."""


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
