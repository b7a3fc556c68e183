"""What a thing must be like for something else to be allowed."""

from petsage_builder.terms.part import Fixed, Name, Part, States


class Condition(Part):
    """A thing is in one of some `states` or, where none is named, its yes-or-no `field` is yes; with `is_not`, no."""

    states: States = ()
    field: Name | None = None
    is_not: Fixed = False

    @property
    def quality(self) -> str:
        """What the field says that a thing is: "active"."""
        return (self.field or "").removeprefix("is ")
