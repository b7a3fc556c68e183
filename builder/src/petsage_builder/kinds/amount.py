"""Money."""

from decimal import Decimal
from typing import ClassVar, Literal

from petsage_builder.kinds.bounds import Exact
from petsage_builder.kinds.exact import ExactNumber
from petsage_builder.kinds.kind import Traits
from petsage_builder.terms.currencies import DECIMALS, Currency


class Amount(ExactNumber):
    """Money in one currency (ISO 4217), both bounds included."""

    kind: Literal["amount"] = "amount"
    currency: Currency
    minimum: Exact = Decimal(0)
    maximum: Exact = Decimal(1_000_000_000)

    traits: ClassVar = Traits(
        is_sortable=True,
        is_searchable=False,
        has_capitals=False,
        is_readable=False,
        takes_null=False,
        has_words=False,
        ends=("more", "less"),
        sorting="as shown",
    )

    @property
    def decimals(self) -> int:
        """How many decimals the currency has."""
        return DECIMALS.get(self.currency, 2)

    def default_advice(self) -> str:
        return f"it is {self.kind}, so it could start as 10"

    @property
    def currency_code(self) -> str:
        return self.currency

    @property
    def measure(self) -> str:
        return self.currency
