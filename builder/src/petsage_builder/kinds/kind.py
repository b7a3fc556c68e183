"""What each kind of field answers, and what only some are asked."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import InvalidOperation
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from petsage_builder.kinds.reading import Data
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


@dataclass(frozen=True)
class Nouns:
    """The names that imply a kind where nothing is said of a field."""

    last: str = ""
    """The words that they end in; what follows "of" is left out of account."""

    beginnings: tuple[str, ...] = ()

    ends: Mapping[str, Data] = field(default_factory=dict)
    """What longer names end in, and what that implies beside the kind."""

    alone: tuple[str, ...] = ()
    """Names that imply it only where they are the whole name."""


class Kind(Part, ABC):
    """What a field can hold. `kind` is the language's own word for it."""

    if TYPE_CHECKING:  # a field of Pydantic's in each kind: declared here it would come before the kind's own

        @property
        def kind(self) -> str: ...

    traits: ClassVar[Traits]
    nouns: ClassVar[Nouns]
    examples: ClassVar[tuple[str, ...]]
    """What can follow "is", as people would write it; each shows a form, with what is only an example in brackets."""

    default_example: ClassVar[str]
    """What it could start as; empty where that is for people to say, or nothing."""

    @classmethod
    def word(cls) -> str:
        """The language's own word for it."""
        return str(cls.model_fields["kind"].default)

    # ---- how it is read and said

    @classmethod
    @abstractmethod
    def form(cls) -> str:
        """Its piece of the grammar: what follows "is"."""

    @classmethod
    def rule(cls) -> str:
        """What its form is called in the grammar."""
        return cls.word().replace(" ", "_").lower()

    @classmethod
    @abstractmethod
    def read(cls, *found: Any) -> Data:
        """What its form says, from what the grammar found in it.

        Raises:
            MisreadError: it is said in vain.
        """

    @abstractmethod
    def said(self) -> str:
        """What follows "is", with names marked."""

    @abstractmethod
    def default_said(self, default: str) -> str:
        """What follows "starts as", with names marked."""

    @classmethod
    @abstractmethod
    def default_meant(cls, said: str, type_: Data) -> str:
        """The default that some words mean, where the type says so much."""

    @classmethod
    @abstractmethod
    def of_unit(cls, unit: str) -> Data | None:
        """What a unit implies where nothing else is said; None where it is no unit of this kind."""

    @classmethod
    @abstractmethod
    def measured_in(cls, unit: str, said: Data) -> tuple[Data, bool]:
        """What was said, for a field that was introduced in a unit; and whether the two go together."""

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

    def default_advice(self) -> str:
        """What it can start as, as advice."""
        if not self.default_example:
            return f"{self.kind} has no default"
        return f"it is {self.kind}, so it could start as {self.default_example}"

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
