"""What text and long text have in common."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from petsage_builder.kinds.bounds import span
from petsage_builder.kinds.kind import Tense
from petsage_builder.kinds.reading import Data
from petsage_builder.kinds.unmeasured import Incomparable, Unmeasured
from petsage_builder.terms.code import Code, Writer, quoted

LETTERS = "abcdefgh"
WORDS = ("Ada", "Ben", "Cleo", "Dora")


def length_faults(field: str, least: int, most: int) -> Iterator[tuple[str, str]]:
    """What doesn't hold of the bounds of a length."""
    if most < max(least, 1):
        yield f"'{field}' allows no length", "the second number must be the larger one"


def printable(default: str) -> str | None:
    """Text that a field can start as."""
    return default if default.isprintable() and '"' not in default else None


def once(values: list[Any]) -> list[Any]:
    """The values without those that come again."""
    return list(dict.fromkeys(values))


class Writing(Unmeasured, Incomparable, ABC):
    """Text that people write, bounded in characters."""

    default_example: ClassVar = ""

    if TYPE_CHECKING:

        @property
        def min_length(self) -> int: ...

        @property
        def max_length(self) -> int: ...

    @abstractmethod
    def _base(self, file: Writer) -> str:
        """The core's type without bounds."""

    @property
    @abstractmethod
    def sign(self) -> str:
        """A sign that it can have."""

    def default_said(self, default: str) -> str:
        return f'"{default}"'

    @classmethod
    def default_meant(cls, said: str, _type: Data) -> str:
        return said

    def faults(self, field: str) -> Iterator[tuple[str, str]]:
        return length_faults(field, self.min_length, self.max_length)

    def _spell(self, default: str) -> str | None:
        return printable(default)

    def allows(self, default: str) -> bool:
        is_seen = not self.min_length or any(sign.isprintable() and sign != " " for sign in default)
        return self.min_length <= len(default) <= self.max_length and is_seen

    def fill(self, default: str) -> str:
        return repr(default)

    def annotated(self, file: Writer) -> str:
        """The type with its bounds."""
        return file.annotated(self._base(file), min_length=self.min_length or None, max_length=self.max_length)

    def incoming(self, file: Writer, _never_in: Tense | None) -> str:
        return file.alias(self.annotated(file))

    def queried(self, file: Writer) -> str:
        return self.incoming(file, None)

    def outgoing(self, file: Writer) -> str:
        return f"{file.core('Shown')}[{self.incoming(file, None)}]"

    def start(self, _file: Writer, default: str) -> str:
        return quoted(default)

    def ladder(self, steps: int, _never_in: Tense | None) -> list[Any]:
        if self.min_length <= 3 and self.max_length >= 4:
            return list(WORDS[:steps])
        return [sign * max(self.min_length, min(self.max_length, 3)) for sign in LETTERS[:steps]]

    def edges(self) -> list[Any]:
        return once([self.sign * self.min_length, self.sign * self.max_length])

    def bad(self) -> Iterator[Any]:
        if self.min_length:
            yield self.sign * (self.min_length - 1)
        yield from (self.sign * (self.max_length + 1), "\0".rjust(max(self.min_length, 1), self.sign), 7)
        if self.min_length and self.sign == "x":
            yield from (" " * self.min_length, "\u200b" * self.min_length)

    def distinct(self) -> Code | None:
        if self.max_length < 8:
            return None
        size = min(max(self.min_length, 12), self.max_length)
        return Code(f"uuid4().hex[:{size}]" if size <= 32 else f'f"{{uuid4().hex:x<{size}}}"')

    def shown(self, default: str) -> Any:
        return default

    @property
    def longest(self) -> int:
        return self.max_length

    @property
    def limits(self) -> str:
        return f"{span(self.min_length, self.max_length)} characters"
