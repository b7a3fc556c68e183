"""What is computed from an entity's own fields."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from petsage_builder.kinds.bounds import Exact
from petsage_builder.terms.part import Name, Part, Several, is_unsaid

MOST_OPERANDS = 8

Operator = Literal["times", "plus", "minus"]
IN_WORDS: dict[Operator, str] = {"times": "times", "plus": "plus", "minus": "minus"}
SIGNS: dict[Operator, str] = {"times": "*", "plus": "+", "minus": "-"}


Bound = Annotated[Exact | None, Field(exclude_if=is_unsaid)]
"""How small or how large something computed can be; who would make it otherwise is refused."""


class Calculation(Part):
    """A number from fields of this entity and from numbers: what is multiplied goes first, the rest from left to right.

    It is computed exactly, and rounded once, at its end. Where one of the fields is empty, so is the result.
    """

    name: Name
    kind: Literal["calculation"] = "calculation"
    operands: Annotated[Several[Name | Exact], Field(min_length=2, max_length=MOST_OPERANDS)]
    operators: Annotated[Several[Operator], Field(min_length=1, max_length=MOST_OPERANDS - 1)]
    least: Bound = None
    most: Bound = None

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that it is computed from, each once."""
        return tuple(dict.fromkeys(operand for operand in self.operands if isinstance(operand, str)))

    def written(
        self,
        field: Callable[[str], str],
        number: Callable[[Decimal], str] = "{:f}".format,
        signs: Mapping[Operator, str] = IN_WORDS,
    ) -> str:
        """The calculation with its fields, numbers and operators written in some way."""
        first, *rest = (field(operand) if isinstance(operand, str) else number(operand) for operand in self.operands)
        steps = [f"{signs[operator]} {operand}" for operator, operand in zip(self.operators, rest, strict=True)]
        return " ".join([first, *steps])


class TimeBetween(Part):
    """How many whole days one date of this entity is after another, or hours or minutes one moment after another."""

    name: Name
    kind: Literal["time between"] = "time between"
    unit: Literal["days", "hours", "minutes"]
    start: Name
    end: Name
    least: Bound = None
    most: Bound = None

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that it is computed from."""
        return (self.start, self.end)
