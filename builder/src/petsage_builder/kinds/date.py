"""A day of the calendar."""

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar, Literal

from petsage_builder.kinds.kind import Nouns, Tense, Traits
from petsage_builder.kinds.times import NOW, Dated, called, first_day
from petsage_builder.terms.code import Code, Writer
from petsage_builder.terms.column import ColumnType

_TYPES = {None: "Day", "future": "DayUntilToday", "past": "DayFromToday"}


class Date(Dated):
    """A day of the calendar."""

    kind: Literal["date"] = "date"

    tolerance: ClassVar = "days=1"
    phrase: ClassVar = "a date"
    examples: ClassVar = (phrase,)
    default_example: ClassVar = "today"
    nouns: ClassVar = Nouns("birthday date deadline dob")
    traits: ClassVar = Traits(
        is_sortable=True,
        is_searchable=False,
        has_capitals=False,
        is_readable=False,
        takes_null=False,
        has_words=False,
        ends=("later", "earlier"),
        sorting="as shown",
    )

    def _spell(self, default: str) -> str | None:
        return default if default == "today" else date.fromisoformat(default).isoformat()

    def column(self, _named: str) -> ColumnType:
        return ColumnType("day")

    def fill(self, default: str) -> str:
        return "datetime.now(UTC).date()" if default == "today" else f"date.fromisoformat({default!r})"

    def incoming(self, file: Writer, never_in: Tense | None) -> str:
        return file.core(_TYPES[never_in])

    def outgoing(self, file: Writer) -> str:
        return file.named("datetime", "date")

    def start(self, file: Writer, default: str) -> str:
        if default == "today":
            return file.made_by(file.core("today"))
        day = date.fromisoformat(default)
        return called(file.named("datetime", "date"), day.year, day.month, day.day)

    def bad(self) -> Iterator[Any]:
        yield from (0, "2026-02-30", "2026-01-10T08:00:00Z")

    def counted(self, number: str, _least: int, never_in: Tense | None) -> Code | None:
        return Code(f"str(date({first_day(never_in).year}, 1, 10) + timedelta(days={number}))")

    def shown(self, default: str) -> Any:
        return None if default == "today" else default

    @property
    def present(self) -> tuple[str, str]:
        return "str(today())", NOW[:10]

    def on(self, day: date) -> str:
        return day.isoformat()

    def moment(self, value: str) -> str:
        return f"{value}T00:00:00Z"

    def since(self, file: Writer, value: str) -> str:
        return f"{file.called('today')}() - {value}"
