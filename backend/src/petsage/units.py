"""Units of weight and temperature. Everything is kept and computed in metric ones; others exist at the edge alone."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Scale:
    """A unit: how much of the metric unit one of it is, where it begins to count, and how many decimals are shown."""

    unit: str
    size: Decimal = Decimal(1)
    zero: Decimal = Decimal(0)
    decimals: int = 3

    def to_metric(self, value: Decimal) -> Decimal:
        """A value in this unit, in the metric one."""
        return round((value - self.zero) * self.size, 3)

    def of_metric(self, value: Decimal) -> Decimal:
        """A value in the metric unit, in this one."""
        return round(value / self.size + self.zero, self.decimals)

    def of_float(self, value: float) -> float:
        """The same for a value that was computed."""
        return float(self.of_metric(Decimal(value)))

    def show(self, value: Decimal) -> str:
        """A value in the metric unit, in words of this one: "9.26 lb"."""
        return f"{self.of_metric(value).normalize():f} {self.unit}"


KILOGRAM = Scale("kg")
POUND = Scale("lb", size=Decimal("0.45359237"), decimals=2)
"""By the international agreement of 1959."""
CELSIUS = Scale("°C")
FAHRENHEIT = Scale("°F", size=Decimal(5) / 9, zero=Decimal(32), decimals=2)
