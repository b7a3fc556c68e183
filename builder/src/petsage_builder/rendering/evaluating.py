"""What is computed from values that a test sends: as exactly as can be, and not yet rounded."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from petsage_builder.spec.calculation import Calculation, TimeBetween

_UNITS = {"days": timedelta(days=1), "hours": timedelta(hours=1), "minutes": timedelta(minutes=1)}


def passed(between: TimeBetween, sent: Mapping[str, Any]) -> int:
    """How many whole units of time lie between two moments."""
    start, end = (_moment(sent[name]) for name in (between.start, between.end))
    length = abs(end - start) // _UNITS[between.unit]
    return length if end >= start else -length


def later(value: str, unit: str, count: int) -> str:
    """A date, or a moment, so many units after another one."""
    moment = datetime.fromisoformat(value) + count * _UNITS[unit]
    return moment.isoformat().replace("+00:00", "Z") if "T" in value else moment.date().isoformat()


def _moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def calculated(calculation: Calculation, sent: Mapping[str, Any]) -> Decimal:
    """The number that a calculation gives."""
    numbers = [Decimal(sent[operand] if isinstance(operand, str) else operand) for operand in calculation.operands]
    terms = numbers[:1]
    for operator, number in zip(calculation.operators, numbers[1:], strict=True):
        if operator == "times":
            terms[-1] *= number
        else:
            terms.append(number if operator == "plus" else -number)
    return sum(terms, Decimal(0))
