"""A whole number."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar, Literal

from petsage_builder.kinds.bounds import LARGEST_WHOLE, MANY, Whole, spelled_number
from petsage_builder.kinds.kind import Nouns, Tense, Traits
from petsage_builder.kinds.ordered import Numeric
from petsage_builder.kinds.reading import Bounds, Data, unit_of
from petsage_builder.kinds.reading import whole as number
from petsage_builder.terms.code import Code, Writer, whole
from petsage_builder.terms.column import ColumnType
from petsage_builder.terms.marking import name
from petsage_builder.terms.noun import Noun
from petsage_builder.terms.part import Unit
from petsage_builder.terms.units import currencies_of


class WholeNumber(Numeric):
    """An integer, both bounds included, with the unit it is measured in."""

    kind: Literal["whole number"] = "whole number"
    minimum: Whole = -(2**31)
    maximum: Whole = 2**31 - 1
    unit: Unit | None = None

    traits: ClassVar = Traits(
        is_sortable=True,
        is_searchable=False,
        has_capitals=False,
        is_readable=True,
        takes_null=False,
        has_words=False,
        ends=("more", "less"),
        sorting="as sent",
    )

    nouns: ClassVar = Nouns("capacity count quantity stock year", beginnings=("number of ",))
    examples: ClassVar = ("a whole number from 1 to 5",)
    default_example: ClassVar = "5"

    @classmethod
    def form(cls) -> str:
        return '"a whole number" ["in" unit] [range]'

    @classmethod
    def read(cls, unit: Noun | None, bounds: Bounds | None) -> Data:
        ends = {end: number(token, -LARGEST_WHOLE, LARGEST_WHOLE) for end, token in (bounds or {}).items()}
        return {"kind": "whole number", **unit_of(unit), **ends}

    def said(self) -> str:
        unit = f" in {name(self.unit)}" if self.unit else ""
        is_any = (self.minimum, self.maximum) == (WholeNumber().minimum, WholeNumber().maximum)
        return f"a whole number{unit}{'' if is_any else self.range_said}"

    @classmethod
    def of_unit(cls, _unit: str) -> Data | None:
        return None

    @classmethod
    def measured_in(cls, unit: str, said: Data) -> tuple[Data, bool]:
        return said | {"unit": str(unit)}, unit == str(said.get("unit", unit)) and not currencies_of(unit)

    @property
    def decimals(self) -> int:
        """None: it is whole."""
        return 0

    @property
    def is_big(self) -> bool:
        """Whether it needs a column of 64 bits."""
        return self.minimum < -(2**31) or self.maximum >= 2**31

    def faults(self, field: str) -> Iterator[tuple[str, str]]:
        if self.minimum > self.maximum:
            yield f"'{field}' allows no number", "the second bound must be the larger one"

    def _spell(self, default: str) -> str | None:
        number = spelled_number(default)
        return None if number is None or "." in number else number

    def allows(self, default: str) -> bool:
        return self.minimum <= int(default) <= self.maximum

    def column(self, _named: str) -> ColumnType:
        return ColumnType("big integer" if self.is_big else "integer")

    def fill(self, default: str) -> str:
        return default

    def incoming(self, file: Writer, _never_in: Tense | None) -> str:
        base = file.core("BigWhole" if self.is_big else "Whole")
        least, most = (1 - 2**53, 2**53 - 1) if self.is_big else (-(2**31), 2**31 - 1)
        bounds = {
            "ge": None if self.minimum == least else self.minimum,
            "le": None if self.maximum == most else self.maximum,
        }
        is_bounded = any(bound is not None for bound in bounds.values())
        return file.alias(file.annotated(base, **bounds)) if is_bounded else base

    def queried(self, file: Writer) -> str:
        return file.annotated(self.incoming(file, None), strict=False)

    def outgoing(self, file: Writer) -> str:
        return f"{file.core('Shown')}[{self.incoming(file, None)}]"

    def start(self, _file: Writer, default: str) -> str:
        return whole(int(default))

    def total(self, _file: Writer) -> str:
        return "int"

    def average(self, _file: Writer) -> str:
        return "float"

    def ladder(self, steps: int, _never_in: Tense | None) -> list[Any]:
        start = min(max(self.minimum, 1), self.maximum - steps + 1) if self.maximum >= 1 else self.minimum
        start = max(start, self.minimum)
        return list(range(start, min(start + steps, self.maximum + 1)))

    def edges(self) -> list[Any]:
        return list(dict.fromkeys([self.minimum, self.maximum]))

    def bad(self) -> Iterator[Any]:
        yield from (self.minimum - 1, self.maximum + 1, "1", 1.5, True)

    def distinct(self) -> Code | None:
        if self.maximum - self.minimum < MANY:
            return None
        start = max(self.minimum, 0) if self.maximum >= MANY else self.minimum
        values = min(self.maximum - start, 2**31 - 1)
        return Code(f"{start} + uuid4().int % {values}" if start else f"uuid4().int % {values}")

    def counted(self, number: str, least: int, _never_in: Tense | None) -> Code | None:
        values = self.maximum - self.minimum + 1
        return Code(f"{self.minimum} + {number} % {values}") if values > least else None

    def shown(self, default: str) -> Any:
        return int(default)

    def shown_as(self, number: Decimal) -> int:
        return int(number)

    def shown_average(self, number: Decimal) -> float:
        return float(number)

    @property
    def sort_key(self) -> str:
        return ""

    @property
    def currency_code(self) -> str:
        return ""

    @property
    def measure(self) -> str:
        return self.unit or ""
