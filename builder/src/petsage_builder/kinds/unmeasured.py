"""What kinds without a unit, an order and a present have in common."""

from abc import ABC

from petsage_builder.kinds.kind import Kind
from petsage_builder.kinds.reading import Data


class Unmeasured(Kind, ABC):
    """It has no unit and no currency."""

    @classmethod
    def of_unit(cls, _unit: str) -> Data | None:
        return None

    @classmethod
    def measured_in(cls, _unit: str, said: Data) -> tuple[Data, bool]:
        return said, False

    @property
    def measure(self) -> str:
        return ""


class Incomparable(Kind, ABC):
    """Its values are before or after nothing, the present included."""

    def compares_with(self, _other: Kind) -> bool:
        return False

    @property
    def present(self) -> tuple[str, str]:
        return "", ""
