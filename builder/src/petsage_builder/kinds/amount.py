"""Money."""

from decimal import Decimal
from typing import ClassVar, Literal

from petsage_builder.kinds.bounds import Exact
from petsage_builder.kinds.exact import ExactNumber
from petsage_builder.kinds.kind import Nouns, Traits
from petsage_builder.kinds.reading import Bounds, Data, exact_of
from petsage_builder.terms.currencies import DECIMALS, Currency
from petsage_builder.terms.misreading import MisreadError, shortened
from petsage_builder.terms.noun import Noun
from petsage_builder.terms.units import currencies_of


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

    nouns: ClassVar = Nouns()
    examples: ClassVar = ("an amount in [EUR]",)
    default_example: ClassVar = "10"

    @classmethod
    def form(cls) -> str:
        return '"an amount in" unit [range]'

    @classmethod
    def read(cls, currency: Noun, bounds: Bounds | None) -> Data:
        return {"kind": "amount", "currency": _currency(currency), **exact_of(bounds)}

    def said(self) -> str:
        return f"an amount in {self.currency}{self.range_said}"

    @classmethod
    def of_unit(cls, unit: str) -> Data | None:
        return {"kind": "amount", "currency": codes[0]} if (codes := currencies_of(unit)) else None

    @classmethod
    def measured_in(cls, unit: str, said: Data) -> tuple[Data, bool]:
        money = cls.of_unit(unit)
        return said, money is not None and money["currency"] == str(said["currency"])

    @property
    def decimals(self) -> int:
        """How many decimals the currency has."""
        return DECIMALS.get(self.currency, 2)

    @property
    def currency_code(self) -> str:
        return self.currency

    @property
    def measure(self) -> str:
        return self.currency


def _currency(said: Noun) -> str:
    """The code of the currency that is meant, by its code or its name."""
    codes = currencies_of(said)
    if len(codes) == 1:
        return codes[0]
    if codes:
        ways = tuple(f"an amount in {code}" for code in codes)
        raise MisreadError(said.at, f"'{said}' can be {' or '.join(codes)}", instead=ways)
    raise MisreadError(said.at, f"'{shortened(said)}' is no currency's code, as EUR is, nor its name")
