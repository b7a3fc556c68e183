"""A number with decimals."""

from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from petsage_builder.kinds.bounds import MOST_DECIMALS, Exact
from petsage_builder.kinds.exact import ExactNumber
from petsage_builder.kinds.kind import Traits
from petsage_builder.terms.part import Unit


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

    def default_advice(self) -> str:
        return f"it is {self.kind}, so it could start as 0.5"

    @property
    def currency_code(self) -> str:
        return ""

    @property
    def measure(self) -> str:
        return self.unit or ""
