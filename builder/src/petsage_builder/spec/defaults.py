"""The one spelling of a field's default."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

from petsage_builder.spec.types import Choice, Type, plain

_DURATION = re.compile(r"([1-9][0-9]{0,5}) (second|minute|hour|day|week)s?")


def spelled(default: str, type_: Type) -> str | None:
    """The default in its only spelling: "0.50" is "0.5". None where this type can't have this default."""
    if isinstance(type_, Choice):
        return default if default in type_.values else None
    spell = _SPELLINGS.get(type_.kind)
    try:
        return spell(default) if spell else None
    except (ValueError, InvalidOperation):
        return None


def _number(default: str) -> str | None:
    number = Decimal(default)
    return str(plain(number)) if number.is_finite() and abs(number.adjusted()) < 20 else None


def _whole(default: str) -> str | None:
    number = _number(default)
    return None if number is None or "." in number else number


def _date(default: str) -> str:
    return default if default == "today" else date.fromisoformat(default).isoformat()


def _time(default: str) -> str | None:
    if default == "now":
        return default
    clock = time.fromisoformat(default if default[1:2] != ":" else f"0{default}")
    return None if clock.tzinfo else clock.isoformat("minutes" if clock.second == clock.microsecond == 0 else "auto")


def _moment(default: str) -> str | None:
    if default == "now":
        return default
    moment = datetime.fromisoformat(default)
    return moment.isoformat() if moment.tzinfo else None


def _duration(default: str) -> str | None:
    found = _DURATION.fullmatch(default)
    return found and f"{found[1]} {found[2]}{'s' * (found[1] != '1')}"


def _printable(default: str) -> str | None:
    return default if default.isprintable() and '"' not in default else None


def _link(default: str) -> str | None:
    return _printable(default) if default.startswith(("http://", "https://")) else None


_SPELLINGS: dict[str, Callable[[str], str | None]] = {
    "text": _printable,
    "long text": _printable,
    "link": _link,
    "whole number": _whole,
    "number": _number,
    "amount": _number,
    "yes or no": {"yes": "yes", "true": "yes", "no": "no", "false": "no"}.get,
    "date": _date,
    "time of day": _time,
    "date and time": _moment,
    "duration": _duration,
    "list of text": {"empty": "empty"}.get,
}

EXAMPLES = {
    "whole number": "5",
    "number": "0.5",
    "amount": "10",
    "yes or no": "yes",
    "date": "today",
    "time of day": "08:00",
    "date and time": "now",
    "duration": "30 minutes",
    "list of text": "empty",
}
"""A default that each type can have, for advice."""
