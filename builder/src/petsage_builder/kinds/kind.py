"""What each kind of field answers, and what only some are asked."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from petsage_builder.kinds.bounds import span
from petsage_builder.terms.code import Code, Writer
from petsage_builder.terms.column import ColumnType
from petsage_builder.terms.part import Part

Tense = Literal["future", "past"]


@dataclass(frozen=True)
class Traits:
    """What can be done with the values of a kind. Each kind says all of it, so that nothing is forgotten."""

    is_sortable: bool
    """Whether a list can be ordered and filtered by it, and whether it can be unique."""

    is_searchable: bool

    has_capitals: bool
    """Whether it can be unique regardless of capitals; an email address is so anyway."""

    is_readable: bool
    """Whether a secret that is kept in it could be read as it was sent."""

    takes_null: bool
    """Whether null is one of its values."""

    has_words: bool
    """Whether its values are the members of an enumeration."""

    ends: tuple[str, str] | None
    """How what is beyond a value is said, on either side: later, earlier."""

    sorting: Literal["as sent", "as shown", "unknown"]
    """Whether Python sorts values as lists do: what is sent, or only what the API shows."""


class Kind(Part, ABC):
    """What a field can hold. `kind` is the language's own word for it."""

    if TYPE_CHECKING:  # a field of Pydantic's in each kind: declared here it would come before the kind's own

        @property
        def kind(self) -> str: ...

    traits: ClassVar[Traits]

    @classmethod
    def word(cls) -> str:
        """The language's own word for it."""
        return str(cls.model_fields["kind"].default)

    # ---- what holds within it

    @abstractmethod
    def faults(self, field: str) -> Iterator[tuple[str, str]]:
        """What doesn't hold of its bounds, each with what to do."""

    def spelled(self, default: str) -> str | None:
        """A default in its only spelling: "0.50" is "0.5". None where it can't have this one."""
        try:
            return self._spell(default)
        except (ValueError, InvalidOperation):
            return None

    @abstractmethod
    def _spell(self, default: str) -> str | None:
        """The same; what is no value at all may raise ValueError or InvalidOperation."""

    @abstractmethod
    def allows(self, default: str) -> bool:
        """Whether a default, in its spelling, is within its bounds."""

    @abstractmethod
    def default_advice(self) -> str:
        """What it can start as, as advice."""

    @abstractmethod
    def compares_with(self, other: "Kind") -> bool:
        """Whether its values can be compared with those of another."""

    # ---- its column

    @abstractmethod
    def column(self, named: str) -> ColumnType:
        """The type of its column; `named` is what a constraint would be called."""

    @abstractmethod
    def fill(self, default: str) -> str:
        """A default as Python, in a migration."""

    # ---- how schemas take and show it

    @abstractmethod
    def incoming(self, file: Writer, never_in: Tense | None) -> str:
        """The type that what a client sends is checked by, but for null."""

    @abstractmethod
    def queried(self, file: Writer) -> str:
        """The type of a parameter that a list is filtered by, but for null: URLs say numbers and truth as text."""

    @abstractmethod
    def outgoing(self, file: Writer) -> str:
        """The type of what a client is shown, but for null: with the bounds of what is sent, where it has some."""

    @abstractmethod
    def start(self, file: Writer, default: str) -> str:
        """What it is where a client doesn't send it, as Python."""

    # ---- samples: values in the form in which the API shows them

    @abstractmethod
    def ladder(self, steps: int, never_in: Tense | None) -> list[Any]:
        """About so many values, as it orders them; those of a choice by the alphabet."""

    @abstractmethod
    def edges(self) -> list[Any]:
        """The outermost values."""

    @abstractmethod
    def bad(self) -> Iterator[Any]:
        """Values that are refused, each for a reason of its own."""

    @abstractmethod
    def distinct(self) -> Code | None:
        """A value that nothing else has; None where there are too few for that."""

    @abstractmethod
    def counted(self, number: str, least: int, never_in: Tense | None) -> Code | None:
        """A value by a count, which is code, where there are few; None where there aren't even the least."""

    @property
    def is_plentiful(self) -> bool:
        """Whether there are values enough for thousands."""
        return self.distinct() is not None

    @abstractmethod
    def shown(self, default: str) -> Any:
        """A default as the API shows it; None where that is the present."""

    @property
    @abstractmethod
    def present(self) -> tuple[str, str]:
        """Code that tells the present as the API shows it, and a present; nothing where it has none."""

    # ---- words

    @property
    @abstractmethod
    def measure(self) -> str:
        """The unit or the currency of its values, if they have one."""

    @property
    @abstractmethod
    def longest(self) -> int | None:
        """How many characters its text has at most, where a text is bounded."""

    @property
    @abstractmethod
    def short(self) -> str:
        """Its word with its bounds, as far as a picture has room: "1 to 80 characters", "cat, dog", "one of 12"."""

    @property
    @abstractmethod
    def limits(self) -> str:
        """What bounds its values, in full; nothing where its word says it all."""


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
