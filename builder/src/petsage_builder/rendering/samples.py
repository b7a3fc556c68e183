"""Values that a field can and can't have, in the form in which the API shows them."""

from collections.abc import Iterator
from typing import Any

from petsage_builder.kinds.ordered import InTime
from petsage_builder.kinds.times import FAR_AHEAD, LONG_AGO
from petsage_builder.spec.entity import FieldSpec
from petsage_builder.terms.code import Code

FEW, ENOUGH = 50, 150
"""How many values do for the things of one parent, and how many for all that a module's tests make."""


def ladder(field: FieldSpec, steps: int = 3) -> list[Any]:
    """Up to so many values that the field can have, as it orders them; those of a choice by the alphabet."""
    return field.type.ladder(steps, field.never_in)[:steps]


def bad(field: FieldSpec) -> Iterator[Any]:
    """Values that the field refuses, each for a reason of its own."""
    if not field.optional and not field.type.traits.takes_null:
        yield None
    yield from field.type.bad()
    if field.never_in and isinstance(field.type, InTime):
        yield field.type.on(FAR_AHEAD if field.never_in == "future" else LONG_AGO)


def counted(field: FieldSpec, key: str = "", least: int = FEW) -> Code | None:
    """A value of a field that has few, by the tests' count for this key; None where it hasn't even the least."""
    return field.type.counted(f'next(serial["{key}"])', least, field.never_in)
