"""A number with decimals."""

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from petsage_builder.kinds.amount import Amount
from petsage_builder.kinds.bounds import MOST_DECIMALS, Exact
from petsage_builder.kinds.exact import ExactNumber
from petsage_builder.kinds.kind import Nouns, Traits
from petsage_builder.kinds.reading import Bounds, Data, exact_of, unit_of, whole
from petsage_builder.terms.marking import name
from petsage_builder.terms.noun import Noun
from petsage_builder.terms.part import Unit

if TYPE_CHECKING:
    from lark import Token


class Number(ExactNumber):
    """An exact decimal number, both bounds included, with the unit it is measured in."""

    kind: Literal["number"] = "number"
    minimum: Exact = Decimal(-1_000_000_000)
    maximum: Exact = Decimal(1_000_000_000)
    decimals: Annotated[int, Field(ge=0, le=MOST_DECIMALS)] = 2
    unit: Unit | None = None

    traits: ClassVar = Traits(
        is_sortable=True,
        is_searchable=False,
        has_capitals=False,
        is_readable=True,
        takes_null=False,
        has_words=False,
        ends=("more", "less"),
        sorting="as shown",
    )

    nouns: ClassVar = Nouns(
        "altitude area depth distance height humidity length percentage pressure rate speed temperature volume weight"
        " width",
        ends={
            "latitude": {"decimals": 6, "minimum": -90, "maximum": 90},
            "longitude": {"decimals": 6, "minimum": -180, "maximum": 180},
        },
    )
    examples: ClassVar = ("a number from 0.01 to 150 with 2 decimals",)
    default_example: ClassVar = "0.5"

    @classmethod
    def form(cls) -> str:
        return '"a number" ["in" unit] [range] ["with" NUMBER _DECIMALS]'

    @classmethod
    def read(cls, unit: Noun | None, bounds: Bounds | None, decimals: "Token | None") -> Data:
        precision = {} if decimals is None else {"decimals": whole(decimals, 0, MOST_DECIMALS)}
        return {"kind": "number", **unit_of(unit), **exact_of(bounds), **precision}

    def said(self) -> str:
        unit = f" in {name(self.unit)}" if self.unit else ""
        is_any = (self.minimum, self.maximum) == (Number().minimum, Number().maximum)
        decimals = "1 decimal" if self.decimals == 1 else f"{self.decimals} decimals"
        return f"a number{unit}{'' if is_any else self.range_said} with {decimals}"

    @classmethod
    def of_unit(cls, unit: str) -> Data | None:
        return None if Amount.of_unit(unit) else {"kind": "number", "unit": str(unit)}

    @classmethod
    def measured_in(cls, unit: str, said: Data) -> tuple[Data, bool]:
        if money := Amount.of_unit(unit):
            bounds = {bound: said[bound] for bound in ("minimum", "maximum") if bound in said}
            return money | bounds, said.keys().isdisjoint(["unit", "decimals"])
        return said | {"unit": str(unit)}, unit == str(said.get("unit", unit))

    @property
    def currency_code(self) -> str:
        return ""

    @property
    def measure(self) -> str:
        return self.unit or ""
