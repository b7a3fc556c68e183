"""Column types that mean the same on SQLite and PostgreSQL, where SQL orders, compares and adds them rightly.

SQLite has no type for any of them: text in a fixed form and scaled integers stand in.
"""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    Date,
    DateTime,
    Dialect,
    Integer,
    Numeric,
    String,
    Time,
    Uuid,
    case,
    literal_column,
)
from sqlalchemy import Enum as EnumType
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator, TypeEngine

LONGEST_WORD = 40


Value = TypeVar("Value")


class Portable(TypeDecorator[Value]):
    """A type that keeps its values in a form of its own on some databases; `kind` is what they are in Python."""

    cache_ok = True
    kind: ClassVar[type[Any]]

    @property
    def python_type(self) -> type[Any]:
        return self.kind


class Identifier(Portable[UUID]):
    """A UUID."""

    impl = Uuid
    cache_ok = True
    kind = UUID

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return String(36) if dialect.name == "sqlite" else Uuid()

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> Any:
        return str(value) if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> UUID | None:
        return UUID(value) if value is not None and dialect.name == "sqlite" else value


class Instant(Portable[datetime]):
    """A moment, in UTC; a time without an offset is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True
    kind = datetime

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return String(32) if dialect.name == "sqlite" else DateTime(timezone=True)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no offset from UTC")
        return value.astimezone(UTC).isoformat(timespec="microseconds") if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return datetime.fromisoformat(value) if value is not None and dialect.name == "sqlite" else value


class Day(Portable[date]):
    """A calendar date."""

    impl = Date
    cache_ok = True
    kind = date

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return String(10) if dialect.name == "sqlite" else Date()

    def process_bind_param(self, value: date | None, dialect: Dialect) -> Any:
        return value.isoformat() if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:
        return date.fromisoformat(value) if value is not None and dialect.name == "sqlite" else value


class TimeOfDay(Portable[time]):
    """A time on the clock, without a date or a zone."""

    impl = Time
    cache_ok = True
    kind = time

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return String(15) if dialect.name == "sqlite" else Time()

    def process_bind_param(self, value: time | None, dialect: Dialect) -> Any:
        return value.isoformat("microseconds") if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> time | None:
        return time.fromisoformat(value) if value is not None and dialect.name == "sqlite" else value


class Duration(Portable[timedelta]):
    """A length of time, in whole seconds."""

    impl = BigInteger
    cache_ok = True
    kind = timedelta

    def process_bind_param(self, value: timedelta | None, _dialect: Dialect) -> int | None:
        return None if value is None else value // timedelta(seconds=1)

    def process_result_value(self, value: Any, _dialect: Dialect) -> timedelta | None:
        return None if value is None else timedelta(seconds=round(value))


class Exact(Portable[Decimal]):
    """A number with a fixed count of decimals; on SQLite an integer of the smallest unit, so that sums are exact."""

    impl = Numeric
    cache_ok = True
    kind = Decimal

    def __init__(self, digits: int, decimals: int) -> None:
        super().__init__(digits, decimals)
        self.digits = digits
        self.decimals = decimals
        self._unit = Decimal(1).scaleb(-decimals)

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return BigInteger() if dialect.name == "sqlite" else Numeric(self.digits, self.decimals)

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        if value is None or dialect.name != "sqlite":
            return value
        units = value.scaleb(self.decimals)
        return int(units) if units == units.to_integral_value() else float(units)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        if value is None:
            return None
        return round(value) * self._unit if dialect.name == "sqlite" else Decimal(value).quantize(self._unit)


class Document(Portable[Any]):
    """A JSON value."""

    impl = JSON
    cache_ok = True
    kind = object

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(JSONB() if dialect.name == "postgresql" else JSON())


def choice(choices: type[StrEnum]) -> EnumType:
    """One of a few words, kept as text with a CHECK, so that adding or dropping a word is an ordinary migration."""
    return EnumType(
        choices,
        native_enum=False,
        create_constraint=True,
        length=LONGEST_WORD,
        values_callable=lambda words: [word.value for word in words],
    )


def one_of(*words: str, name: str) -> EnumType:
    """The type that `choice` makes, as it was when a migration was written."""
    return EnumType(*words, name=name, native_enum=False, create_constraint=True, length=LONGEST_WORD)


def words_of(type_: TypeEngine[Any]) -> tuple[str, ...]:
    """The words that a type chooses from, in their order; none where it is no choice."""
    return tuple(type_.enums) if isinstance(type_, EnumType) else ()


def rank(choice: ColumnElement[Any]) -> ColumnElement[int]:
    """The place of a choice among its words, which is what choices are compared by."""
    places = {word: literal_column(str(place), Integer) for place, word in enumerate(words_of(choice.type))}
    return case(places, value=choice)


class Rank(TypeDecorator[str]):
    """A word as its place among the words of a choice."""

    impl = Integer
    cache_ok = True

    def __init__(self, *words: str) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> int | None:
        return None if value is None else self.words.index(value)


READ_AS_STORED = (Identifier, Instant, Day, TimeOfDay, EnumType)
"""Types whose stored form any shape reads directly, which spares a conversion in Python for every value."""
