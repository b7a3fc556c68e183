"""What the database computes from the columns of one row: to the last digit, on SQLite as on PostgreSQL.

Whatever has an empty operand is empty. SQLite computes exact numbers as whole counts of their last decimal, and counts
beyond 64 bits no more exactly: `Within` keeps what is computed far from there.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Literal, Self

from sqlalchemy import BigInteger, ColumnElement, Numeric, case, cast, extract, func, literal_column, type_coerce
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType

from .columns import Exact
from .errors import Fault, InvalidError
from .rules import Change, Rule, Thing
from .spelling import in_json

Attribute = InstrumentedAttribute[Any]

MOST_DIGITS = 15
"""The digits of what is computed."""


class _Either(FunctionElement[Any]):
    """The first expression on SQLite, the second elsewhere."""

    inherit_cache = True


@compiles(_Either, "sqlite")
def _on_sqlite(either: _Either, compiler: SQLCompiler, **options: Any) -> str:
    on_sqlite, _ = either.clauses
    return f"({compiler.process(on_sqlite, **options)})"


@compiles(_Either)
def _elsewhere(either: _Either, compiler: SQLCompiler, **options: Any) -> str:
    _, elsewhere = either.clauses
    return f"({compiler.process(elsewhere, **options)})"


class Number:
    """A number with so many decimals, which can be added, subtracted and multiplied."""

    def __init__(self, value: ColumnElement[Any], decimals: int) -> None:
        self._value = value
        self.decimals = decimals

    def __add__(self, other: Self) -> "Number":
        return self._with(other, "+")

    def __sub__(self, other: Self) -> "Number":
        return self._with(other, "-")

    def __mul__(self, other: Self) -> "Number":
        return Number(_infix(self._value, "*", other._value), self.decimals + other.decimals)

    def _with(self, other: "Number", operator: Literal["+", "-"]) -> "Number":
        decimals = max(self.decimals, other.decimals)
        return Number(_infix(self._to(decimals), operator, other._to(decimals)), decimals)

    def _to(self, decimals: int) -> ColumnElement[Any]:
        """The same with more decimals."""
        power = 10 ** (decimals - self.decimals)
        return self._value if power == 1 else _Either(_infix(self._value, "*", _constant(power)), self._value)

    def rounded(self, decimals: int) -> ColumnElement[Decimal]:
        """The column with so many decimals, of which a half is rounded away from zero.

        That is how euros are rounded (Regulation (EC) No 1103/97, article 5) and what PostgreSQL's `round` does.
        """
        value = self._to(max(decimals, self.decimals))
        if decimals < self.decimals:
            power = 10 ** (self.decimals - decimals)
            half = case((value < 0, _constant(-power // 2)), else_=_constant(power // 2))
            value = _Either(
                _infix(_infix(value, "+", half), "/", _constant(power)), func.round(value, _constant(decimals))
            )
        return type_coerce(value, Exact(MOST_DIGITS, decimals))


def number(value: Attribute | ColumnElement[Any] | str) -> Number:
    """A column of numbers, something else that is computed, or a number as it is written."""
    if isinstance(value, str):
        decimals = max(-int(Decimal(value).as_tuple().exponent), 0)
        return Number(_Either(_constant(int(Decimal(value).scaleb(decimals))), literal_column(value)), decimals)
    decimals = value.type.decimals if isinstance(value.type, Exact) else 0
    column = value.expression if isinstance(value, InstrumentedAttribute) else value
    return Number(_Either(column, cast(column, Numeric)), decimals)


def days_between(start: Attribute, end: Attribute) -> ColumnElement[int]:
    """How many days one date is after another; negative where it is before."""
    days = _infix(func.julianday(end.expression), "-", func.julianday(start.expression))
    return type_coerce(_Either(cast(days, BigInteger), _infix(end.expression, "-", start.expression)), BigInteger)


def hours_between(start: Attribute, end: Attribute) -> ColumnElement[int]:
    """How many whole hours one moment is after another; negative where it is before."""
    return _whole_between(start, end, 3600)


def minutes_between(start: Attribute, end: Attribute) -> ColumnElement[int]:
    """How many whole minutes one moment is after another; negative where it is before."""
    return _whole_between(start, end, 60)


def _whole_between(start: Attribute, end: Attribute, seconds: int) -> ColumnElement[int]:
    """In parts of so many seconds, to the microsecond, of which SQLite's own functions know nothing."""
    microseconds = _infix(_microseconds(end), "-", _microseconds(start))
    passed = extract("epoch", _infix(end.expression, "-", start.expression))
    whole = cast(func.trunc(_infix(passed, "/", _constant(seconds))), BigInteger)
    return type_coerce(_Either(_infix(microseconds, "/", _constant(seconds * 1_000_000)), whole), BigInteger)


def _microseconds(moment: Attribute) -> ColumnElement[Any]:
    """A moment as a count, from the text of fixed form that SQLite has for it."""
    text = moment.expression
    seconds = cast(func.strftime("%s", func.substr(text, 1, 19)), BigInteger)
    return _infix(_infix(seconds, "*", _constant(1_000_000)), "+", cast(func.substr(text, 21, 6), BigInteger))


def _infix(one: ColumnElement[Any], operator: str, other: ColumnElement[Any]) -> ColumnElement[Any]:
    """The operation as it is written, whatever the types of its operands make of it elsewhere."""
    return type_coerce(one, NullType()).op(operator)(type_coerce(other, NullType()))


def _constant(value: int) -> ColumnElement[Any]:
    return literal_column(str(value))


class Within(Rule[Thing]):
    """A number that is computed `of` some columns is within bounds, which are included; else those are to blame."""

    def __init__(
        self, name: str, *, of: Sequence[str], least: Decimal | int | None = None, most: Decimal | int | None = None
    ) -> None:
        self._name = name
        self._of = of
        self._least = least
        self._most = most

    async def after(self, change: Change[Thing]) -> None:
        value = None if change.after is None else getattr(change.after, self._name)
        if value is not None and not self._holds(value):
            what = self._name.removesuffix("_").replace("_", " ")
            message = f"makes the {what} {value}, which must be {self._bounds}"
            raise InvalidError(*(Fault(("body", in_json(column)), message) for column in self._of))

    def _holds(self, value: Decimal | int) -> bool:
        is_large_enough = self._least is None or value >= self._least
        return is_large_enough and (self._most is None or value <= self._most)

    @property
    def _bounds(self) -> str:
        if self._least is None or self._most is None:
            return f"at most {self._most}" if self._least is None else f"at least {self._least}"
        return f"from {self._least} to {self._most}"
