"""A length of time."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, ClassVar, Literal

from pydantic import TypeAdapter

from petsage_builder.kinds.kind import Nouns, Tense, Traits
from petsage_builder.kinds.reading import Data
from petsage_builder.kinds.times import Timed
from petsage_builder.terms.code import Code, Writer, within_quotes
from petsage_builder.terms.column import ColumnType
from petsage_builder.terms.noun import as_name

_LENGTH = TypeAdapter(timedelta)
_SPELLED = re.compile(r"(0|[1-9][0-9]{0,5}) (second|minute|hour|day|week)s?")


class Duration(Timed):
    """A length of time, to the second."""

    kind: Literal["duration"] = "duration"

    is_of_time: ClassVar = False
    phrase: ClassVar = "a duration"
    examples: ClassVar = (phrase,)
    default_example: ClassVar = "30 minutes"
    nouns: ClassVar = Nouns("duration")
    traits: ClassVar = Traits(
        is_sortable=True,
        is_searchable=False,
        has_capitals=False,
        is_readable=False,
        takes_null=False,
        has_words=False,
        ends=("longer", "shorter"),
        sorting="unknown",
    )

    @classmethod
    def default_meant(cls, said: str, _type: Data) -> str:
        return as_name(said)

    def _spell(self, default: str) -> str | None:
        found = _SPELLED.fullmatch(default)
        return found and f"{found[1]} {found[2]}{'s' * (found[1] != '1')}"

    def column(self, _named: str) -> ColumnType:
        return ColumnType("duration")

    def fill(self, default: str) -> str:
        return f"timedelta({_argument(default)})"

    def incoming(self, file: Writer, _never_in: Tense | None) -> str:
        return file.core("Duration")

    def outgoing(self, file: Writer) -> str:
        return file.core("Length")

    def start(self, file: Writer, default: str) -> str:
        return f"{file.named('datetime', 'timedelta')}({_argument(default)})"

    def ladder(self, steps: int, _never_in: Tense | None) -> list[Any]:
        return [f"PT{step + 1}H" for step in range(steps)]

    def bad(self) -> Iterator[Any]:
        yield from (60, "-PT1S", "PT1H1")

    def counted(self, number: str, _least: int, _never_in: Tense | None) -> Code | None:
        return Code(f'f"P{{{within_quotes(number)}}}D"')

    def shown(self, default: str) -> Any:
        count, unit = default.split()
        return _LENGTH.dump_python(timedelta(**{f"{unit.removesuffix('s')}s": int(count)}), mode="json")

    @property
    def present(self) -> tuple[str, str]:
        return "", ""

    def rank(self, value: Any) -> Any:
        return _LENGTH.validate_python(value)


def _argument(default: str) -> str:
    """ "30 minutes" as an argument of a length of time."""
    count, unit = default.split()
    return f"{unit.removesuffix('s')}s={count}"
