"""What a thing must be like for something else to hold."""

from typing import Annotated

from pydantic import Field

from petsage_builder.terms.part import Fixed, Name, Part, States, Unordered, Value, is_empty


class Condition(Part):
    """A thing is in one of some `states` or, where none is named, its yes-or-no `field` is yes; with `is_not`, no.

    With `values`, its field is a choice and has one of these.
    """

    states: States = ()
    field: Name | None = None
    values: Annotated[Unordered[Value], Field(exclude_if=is_empty)] = ()
    is_not: Fixed = False

    @property
    def quality(self) -> str:
        """What the field says that a thing is: "active"."""
        return (self.field or "").removeprefix("is ")


class Requirement(Part):
    """An optional field that must have a value where a thing is as a condition on itself says."""

    field: Name
    when: Condition
