"""What kinds without bounds have in common."""

from abc import ABC
from collections.abc import Iterator
from typing import Any, ClassVar

from petsage_builder.kinds.kind import Tense
from petsage_builder.kinds.reading import Data
from petsage_builder.kinds.unmeasured import Incomparable, Unmeasured
from petsage_builder.terms.code import Code, Writer, quoted
from petsage_builder.terms.marking import constant


class Unbounded(Unmeasured, ABC):
    """Its phrase says it all: there is nothing to bound and nothing to measure."""

    phrase: ClassVar[str]
    """What follows "is"."""

    @classmethod
    def form(cls) -> str:
        return f'"{cls.phrase.lower()}"'

    @classmethod
    def read(cls, *_found: Any) -> Data:
        return {"kind": cls.word()}

    def said(self) -> str:
        return self.phrase

    def default_said(self, default: str) -> str:
        return constant(default)

    @classmethod
    def default_meant(cls, said: str, _type: Data) -> str:
        return said

    def faults(self, _field: str) -> Iterator[tuple[str, str]]:
        yield from ()

    def allows(self, _default: str) -> bool:
        return True

    def edges(self) -> list[Any]:
        return []

    @property
    def longest(self) -> int | None:
        return None

    @property
    def short(self) -> str:
        return self.kind

    @property
    def limits(self) -> str:
        return ""


class Unordered(Unbounded, Incomparable, ABC):
    """Its values are never compared, drawn by a count, or the present."""

    def queried(self, file: Writer) -> str:
        return self.incoming(file, None)

    def counted(self, _number: str, _least: int, _never_in: Tense | None) -> Code | None:
        return None


class Undefaulted(Unordered, ABC):
    """It can't start as anything."""

    default_example: ClassVar = ""

    def _spell(self, _default: str) -> str | None:
        return None

    def fill(self, default: str) -> str:
        return repr(default)

    def start(self, _file: Writer, default: str) -> str:
        return quoted(default)

    def shown(self, default: str) -> Any:
        return default
