"""One of a few words."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from petsage_builder.kinds.bounds import MOST_VALUES
from petsage_builder.kinds.kind import Nouns, Tense, Traits
from petsage_builder.kinds.reading import Data
from petsage_builder.kinds.unmeasured import Incomparable, Unmeasured
from petsage_builder.terms import marking, names
from petsage_builder.terms.code import Code, Writer
from petsage_builder.terms.column import ColumnType
from petsage_builder.terms.misreading import MisreadError
from petsage_builder.terms.noun import Nouns as WordNouns
from petsage_builder.terms.part import Respellings, Several, Value
from petsage_builder.terms.units import is_unit

_LONGEST_SHORT = 28


class Choice(Unmeasured, Incomparable):
    """One of a few values, in the order they are offered."""

    kind: Literal["choice"] = "choice"
    values: Annotated[Several[Value], Field(min_length=1, max_length=MOST_VALUES)]
    formerly: Respellings = ()

    traits: ClassVar = Traits(
        is_sortable=True,
        is_searchable=False,
        has_capitals=False,
        is_readable=False,
        takes_null=False,
        has_words=True,
        ends=("a later one", "an earlier one"),
        sorting="unknown",
    )

    nouns: ClassVar = Nouns()
    examples: ClassVar = ("one of [dog], [cat] or [other]",)
    default_example: ClassVar = ""

    @classmethod
    def form(cls) -> str:
        return '"one of" values'

    @classmethod
    def read(cls, values: WordNouns) -> Data:
        _refuse_units(values)
        return {"kind": "choice", "values": tuple(map(str, values))}

    def said(self) -> str:
        return f"one of {marking.listed(map(marking.value, self.values), 'or')}"

    def default_said(self, default: str) -> str:
        return marking.value(default, known=True)

    @classmethod
    def default_meant(cls, said: str, type_: Data) -> str:
        return names.meant(said, type_["values"]) or said

    def faults(self, field: str) -> Iterator[tuple[str, str]]:
        for value in sorted({value for value in self.values if self.values.count(value) > 1}):
            yield f"'{field}' offers '{value}' twice", "name each choice once"
        for one, other in names.same_constants(self.values):
            message = f"'{one}' and '{other}' of '{field}' would have the same name in code"
            yield message, "say one of them in other words"

    def _spell(self, default: str) -> str | None:
        return default if default in self.values else None

    def allows(self, _default: str) -> bool:
        return True

    def default_advice(self) -> str:
        return f"it is one of {', '.join(self.values)}"

    def column(self, named: str) -> ColumnType:
        return ColumnType("choice", values=self.values, name=named)

    def fill(self, default: str) -> str:
        return repr(default)

    def incoming(self, file: Writer, _never_in: Tense | None) -> str:
        return file.enumeration()

    def queried(self, file: Writer) -> str:
        return file.enumeration()

    def outgoing(self, file: Writer) -> str:
        return file.enumeration()

    def start(self, file: Writer, default: str) -> str:
        return f"{file.enumeration()}.{names.constant(default)}"

    def ladder(self, _steps: int, _never_in: Tense | None) -> list[Any]:
        return sorted(self.values)

    def edges(self) -> list[Any]:
        return list(self.values)

    def bad(self) -> Iterator[Any]:
        yield from ("none of these", 7)
        yield from [value.lower() for value in self.values if value.lower() not in self.values][:1]

    def distinct(self) -> Code | None:
        return None

    def counted(self, _number: str, _least: int, _never_in: Tense | None) -> Code | None:
        return None

    def shown(self, default: str) -> Any:
        return default

    @property
    def longest(self) -> int | None:
        return None

    @property
    def short(self) -> str:
        values = ", ".join(self.values)
        return values if len(values) <= _LONGEST_SHORT else f"one of {len(self.values)}"

    @property
    def limits(self) -> str:
        return ", ".join(self.values)


def _refuse_units(values: WordNouns) -> None:
    """A number's unit is no part of a choice: "30, 60 or 90 minutes" are three numbers, or three names."""
    found = [re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)(?:_([a-z_]+))?", value) for value in values]
    units = {match[2].replace("_", " ") for match in found if match and match[2]}
    if not all(found) or len(units) != 1 or not is_unit(unit := units.pop()):
        return
    numbers = [match[1] for match in found if match]
    kind = "a whole number" if all(number.isdecimal() for number in numbers) else "a number"
    ways = (_one_of(numbers), f"{kind} in {unit} from {min(numbers, key=Decimal)} to {max(numbers, key=Decimal)}",
            _one_of([f'"{number} {unit}"' for number in numbers]))  # fmt: skip
    raise MisreadError(values[0].at, f"'{unit}' is a unit, and no part of a choice", instead=ways)


def _one_of(values: Sequence[str]) -> str:
    *first, last = values
    return f"one of {', '.join(first)} or {last}" if first else f"one of {last}"
