"""What only some kinds are asked: those whose values have an order, can be added up, or lie in time."""

from abc import ABC, abstractmethod
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from petsage_builder.kinds.bounds import span
from petsage_builder.kinds.kind import Kind
from petsage_builder.kinds.reading import Data
from petsage_builder.terms.code import Writer
from petsage_builder.terms.marking import constant


class Ordered(Kind, ABC):
    """Values have an order that people mean when they compare."""

    is_of_time: ClassVar[bool]
    """Whether they are before and after each other; else they are less and more."""

    @abstractmethod
    def rank(self, value: Any) -> Any:
        """What a value, as the API shows it, is compared by."""

    def compares_with(self, other: Kind) -> bool:
        return self.kind == other.kind


class Numeric(Ordered, ABC):
    """Values can be added up. Both bounds are included."""

    if TYPE_CHECKING:

        @property
        def minimum(self) -> Any: ...

        @property
        def maximum(self) -> Any: ...

        @property
        def decimals(self) -> int: ...

    is_of_time: ClassVar[bool] = False

    @property
    @abstractmethod
    def currency_code(self) -> str:
        """The currency of all values, where they are money."""

    @property
    def step(self) -> Decimal:
        """The smallest difference between two values."""
        return Decimal(1).scaleb(-self.decimals)

    @abstractmethod
    def shown_as(self, number: Decimal) -> Any:
        """A number as the API shows it."""

    @abstractmethod
    def shown_average(self, number: Decimal) -> Any:
        """An average as the API shows it."""

    @abstractmethod
    def total(self, file: Writer) -> str:
        """The type of a sum, which has no bounds."""

    @abstractmethod
    def average(self, file: Writer) -> str:
        """The type of an average."""

    @property
    @abstractmethod
    def sort_key(self) -> str:
        """What Python sorts what the API shows by, as code; nothing where that is the value itself."""

    def default_said(self, default: str) -> str:
        return constant(default)

    @classmethod
    def default_meant(cls, said: str, _type: Data) -> str:
        return said

    @property
    def range_said(self) -> str:
        """Its bounds, as they follow its unit."""
        return f" from {Decimal(self.minimum):f} to {Decimal(self.maximum):f}"

    def ends(self) -> tuple[list[str], list[str]]:
        """The lowest and highest value as text, and what is just below and above them."""
        inside, outside = (self.minimum, self.maximum), (self.minimum - self.step, self.maximum + self.step)
        return [str(self.shown_as(value)) for value in inside], [str(self.shown_as(value)) for value in outside]

    def rank(self, value: Any) -> Decimal:
        return Decimal(value)

    def compares_with(self, other: Kind) -> bool:
        return isinstance(other, Numeric) and other.currency_code == self.currency_code

    @property
    def present(self) -> tuple[str, str]:
        return "", ""

    @property
    def longest(self) -> int | None:
        return None

    @property
    def short(self) -> str:
        return self.limits or self.kind

    @property
    def limits(self) -> str:
        return f"{self._bounds_in_words} {self.measure}".strip()

    @property
    def _bounds_in_words(self) -> str:
        """The bounds that aren't as wide as they are by themselves."""
        by_itself = type(self).model_fields
        has_minimum = self.minimum != by_itself["minimum"].default
        has_maximum = self.maximum != by_itself["maximum"].default
        if has_minimum and has_maximum:
            return span(self.minimum, self.maximum)
        if has_minimum:
            return f"from {self.minimum}"
        return f"at most {self.maximum}" if has_maximum else ""


class InTime(Ordered, ABC):
    """Values can be in the past or the future."""

    is_of_time: ClassVar[bool] = True
    tolerance: ClassVar[str]
    """How exact the time since a value is, as an argument of a length of time."""

    @abstractmethod
    def on(self, day: date) -> str:
        """A value on a day."""

    @abstractmethod
    def moment(self, value: str) -> str:
        """The moment at which a value begins."""

    @abstractmethod
    def since(self, file: Writer, value: str) -> str:
        """The time from a value, which is code, until now, as code."""
