"""A moment."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, ClassVar, Literal

from petsage_builder.kinds.kind import Nouns, Tense, Traits
from petsage_builder.kinds.times import NOW, Dated, called, clock, first_day
from petsage_builder.terms.code import Code, Writer, within_quotes
from petsage_builder.terms.column import INSTANT, ColumnType

_TYPES = {None: "Moment", "future": "MomentUntilNow", "past": "MomentFromNow"}


class DateAndTime(Dated):
    """A moment, kept in UTC."""

    kind: Literal["date and time"] = "date and time"

    tolerance: ClassVar = "minutes=1"
    phrase: ClassVar = "a date and time"
    examples: ClassVar = (phrase,)
    default_example: ClassVar = "now"
    nouns: ClassVar = Nouns("moment time timestamp")
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
        if default == "now":
            return default
        moment = datetime.fromisoformat(default)
        return moment.isoformat() if moment.tzinfo else None

    def column(self, _named: str) -> ColumnType:
        return INSTANT

    def fill(self, default: str) -> str:
        return "datetime.now(UTC)" if default == "now" else f"datetime.fromisoformat({default!r})"

    def incoming(self, file: Writer, never_in: Tense | None) -> str:
        return file.core(_TYPES[never_in])

    def outgoing(self, file: Writer) -> str:
        return file.named("datetime", "datetime")

    def start(self, file: Writer, default: str) -> str:
        if default == "now":
            return file.made_by(file.core("now"))
        at = datetime.fromisoformat(default).astimezone(UTC)
        day, time = (at.year, at.month, at.day), clock(at.hour, at.minute, at.second, at.microsecond)
        return called(file.named("datetime", "datetime"), *day, *time, f"tzinfo={file.named('datetime', 'UTC')}")

    def bad(self) -> Iterator[Any]:
        yield from (0, "2026-01-10T08:00:00", "2026-02-30T08:00:00Z")

    def counted(self, number: str, _least: int, never_in: Tense | None) -> Code | None:
        return Code(f'f"{first_day(never_in).year}-01-10T08:00:00.{{{within_quotes(number)}:06}}Z"')

    def shown(self, default: str) -> Any:
        if default == "now":
            return None
        return datetime.fromisoformat(default).astimezone(UTC).isoformat().replace("+00:00", "Z")

    @property
    def present(self) -> tuple[str, str]:
        return "now().isoformat()[:19]", NOW

    def on(self, day: date) -> str:
        return f"{day.isoformat()}T08:00:00Z"

    def moment(self, value: str) -> str:
        return value

    def since(self, file: Writer, value: str) -> str:
        return f"{file.called('whole_seconds')}({file.called('now')}() - {value})"
