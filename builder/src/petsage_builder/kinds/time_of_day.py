"""A time on the clock."""

from collections.abc import Iterator
from datetime import time
from typing import Any, ClassVar, Literal

from petsage_builder.kinds.kind import Nouns, Tense, Traits
from petsage_builder.kinds.times import NOW, Clocked, called, clock
from petsage_builder.terms.code import Code, Writer
from petsage_builder.terms.column import ColumnType


class TimeOfDay(Clocked):
    """A time on the clock, without a day or a zone."""

    kind: Literal["time of day"] = "time of day"

    is_of_time: ClassVar = True
    phrase: ClassVar = "a time of day"
    examples: ClassVar = (phrase,)
    default_example: ClassVar = "08:00"
    nouns: ClassVar = Nouns(ends={"time of day": {}}, alone=("time",))
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
        at = time.fromisoformat(default if default[1:2] != ":" else f"0{default}")
        return None if at.tzinfo else at.isoformat("minutes" if at.second == at.microsecond == 0 else "auto")

    def column(self, _named: str) -> ColumnType:
        return ColumnType("time of day")

    def fill(self, default: str) -> str:
        return "datetime.now(UTC).time()" if default == "now" else f"time.fromisoformat({default!r})"

    def incoming(self, file: Writer, _never_in: Tense | None) -> str:
        return file.core("TimeOfDay")

    def outgoing(self, file: Writer) -> str:
        return file.core("Clock")

    def start(self, file: Writer, default: str) -> str:
        if default == "now":
            return file.made_by(f"lambda: {file.core('now')}().time()")
        at = time.fromisoformat(default)
        return called(file.named("datetime", "time"), *clock(at.hour, at.minute, at.second, at.microsecond))

    def ladder(self, steps: int, _never_in: Tense | None) -> list[Any]:
        return [f"{8 + step:02}:00:00" for step in range(steps)]

    def bad(self) -> Iterator[Any]:
        yield from (0, "24:00")

    def counted(self, number: str, _least: int, _never_in: Tense | None) -> Code | None:
        return Code(f"str(datetime.min + timedelta(seconds={number}))[11:]")

    def shown(self, default: str) -> Any:
        if default == "now":
            return None
        return default if default.count(":") == 2 else f"{default}:00"

    @property
    def present(self) -> tuple[str, str]:
        return "now().time().isoformat()[:8]", NOW

    def rank(self, value: Any) -> Any:
        return value
