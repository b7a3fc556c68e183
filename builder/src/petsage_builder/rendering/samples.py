"""Values that a field can and can't have, in the form in which the API shows them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from petsage_builder.spec import types
from petsage_builder.spec.entity import FieldSpec
from petsage_builder.spec.types import Amount, Choice, LongText, Number, Text, TextList, WholeNumber

NO_ID = "01890000-0000-7000-8000-000000000000"
"""The id of nothing."""

LONG_AGO, FAR_AHEAD = date(2020, 1, 10), date(2999, 1, 10)
LETTERS = "abcdefgh"
WORDS = ("Ada", "Ben", "Cleo", "Dora")
MANY = 10**7
"""So many values that one taken at random is not taken yet."""
FEW, ENOUGH = 50, 150
"""How many values do for the things of one parent, and how many for all that a module's tests make."""


@dataclass(frozen=True)
class Code:
    """A value that the test computes."""

    text: str


def code(value: Any) -> str:
    """The value as Python."""
    if isinstance(value, Code):
        return value.text
    if isinstance(value, str) and len(value) > 30 and len(set(value)) == 1:
        return f"{json.dumps(value[0])} * {len(value)}"
    if isinstance(value, list):
        return f"[{', '.join(map(code, value))}]"
    return json.dumps(value) if isinstance(value, str) and value.isprintable() and value.isascii() else repr(value)


def ladder(field: FieldSpec, steps: int = 3) -> list[Any]:
    """Up to so many values that the field can have, as it orders them; those of a choice by the alphabet."""
    return _ladder(field, steps)[:steps]


def _ladder(field: FieldSpec, steps: int) -> list[Any]:
    match field.type:
        case Text() | LongText() as text:
            return _texts(text, steps)
        case WholeNumber() as number:
            start = min(max(number.minimum, 1), number.maximum - steps + 1) if number.maximum >= 1 else number.minimum
            start = max(start, number.minimum)
            return list(range(start, min(start + steps, number.maximum + 1)))
        case Number() | Amount() as number:
            return [decimal(value, number) for value in _decimals(number, steps)]
        case Choice() as choice:
            return sorted(choice.values)
        case TextList() as texts:
            each = Text(min_length=texts.min_length, max_length=texts.max_length)
            return [[text] for text in _texts(each, steps)]
        case _:
            return _plain_ladder(field, steps)


def _plain_ladder(field: FieldSpec, steps: int) -> list[Any]:
    days = [(_day_of(field) + timedelta(days=step)).isoformat() for step in range(steps)]
    ladders: dict[str, list[Any]] = {
        "yes or no": [False, True],
        "date": days,
        "date and time": [f"{day}T08:00:00Z" for day in days],
        "time of day": [f"{8 + step:02}:00:00" for step in range(steps)],
        "duration": [f"PT{step + 1}H" for step in range(steps)],
        "UUID": [f"{NO_ID[:-1]}{step + 1}" for step in range(steps)],
        "link": [f"https://example.org/{letter}" for letter in LETTERS],
        "email address": [f"{letter}@example.org" for letter in LETTERS],
        "JSON": [{"key": [step, None]} for step in range(steps)],
    }
    return ladders[field.type.kind]


def _day_of(field: FieldSpec) -> date:
    return FAR_AHEAD if field.never_in == "past" else LONG_AGO


def _texts(text: Text | LongText, steps: int) -> list[str]:
    digits = isinstance(text, Text) and text.digits
    if not digits and text.min_length <= 3 and text.max_length >= 4:
        return list(WORDS[:steps])
    signs = "1234567" if digits else LETTERS
    return [sign * max(text.min_length, min(text.max_length, 3)) for sign in signs[:steps]]


def _decimals(number: Number | Amount, steps: int) -> list[Decimal]:
    unit = Decimal(1).scaleb(-number.decimals)
    low = max(number.minimum, min(Decimal(1), number.maximum - unit * (steps - 1)))
    return [value for step in range(steps) if (value := low + unit * step) <= number.maximum]


def decimal(value: Decimal, number: Number | Amount) -> str:
    """The number as the API shows it."""
    return str(round(value, number.decimals) if number.decimals else int(value))


def edges(field: FieldSpec) -> list[Any]:
    """The outermost values that the field can have."""
    match field.type:
        case Text() | LongText() as text:
            sign = "7" if isinstance(text, Text) and text.digits else "x"
            return _once([sign * text.min_length, sign * text.max_length])
        case WholeNumber() as number:
            return _once([number.minimum, number.maximum])
        case Number() | Amount() as number:
            inside = min(number.minimum + Decimal(1).scaleb(-number.decimals), number.maximum)
            return _once([decimal(value, number) for value in (number.minimum, inside, number.maximum)])
        case Choice() as choice:
            return list(choice.values)
        case TextList() as texts:
            return [[], ["x" * texts.max_length], Code(f"[{code('x' * max(texts.min_length, 1))}] * {texts.max_items}")]
        case _:
            return []


def ends(field: FieldSpec) -> tuple[list[str], list[str]] | None:
    """Of a number, its lowest and highest value as text, and what is just below and above them."""
    match field.type:
        case WholeNumber() as number:
            low, high = number.minimum, number.maximum
            return [str(low), str(high)], [str(low - 1), str(high + 1)]
        case Number() | Amount() as number:
            unit = Decimal(1).scaleb(-number.decimals)
            inside, outside = (number.minimum, number.maximum), (number.minimum - unit, number.maximum + unit)
            return [decimal(value, number) for value in inside], [decimal(value, number) for value in outside]
        case _:
            return None


def _once(values: list[Any]) -> list[Any]:
    return list(dict.fromkeys(values))


def bad(field: FieldSpec) -> Iterator[Any]:
    """Values that the field refuses, each for a reason of its own."""
    if not field.optional and field.type.kind != "JSON":
        yield None
    match field.type:
        case Text() | LongText() | TextList() as text:
            yield from _bad_texts(text)
        case WholeNumber() as number:
            yield from (number.minimum - 1, number.maximum + 1, "1", 1.5, True)
        case Number() | Amount() as number:
            yield from _bad_decimals(number)
        case Choice() as choice:
            yield from ("none of these", 7)
            yield from [value.lower() for value in choice.values if value.lower() not in choice.values][:1]
        case _:
            yield from _BAD[field.type.kind]
    if field.never_in == "future":
        yield f"{FAR_AHEAD}" + ("T08:00:00Z" if field.type.kind == "date and time" else "")
    elif field.never_in == "past":
        yield f"{LONG_AGO}" + ("T08:00:00Z" if field.type.kind == "date and time" else "")


def _bad_texts(text: Text | LongText | TextList) -> Iterator[Any]:
    sign = "7" if isinstance(text, Text) and text.digits else "x"
    texts = [sign * (text.max_length + 1), "\0".rjust(max(text.min_length, 1), sign), 7]
    if text.min_length:
        texts.insert(0, sign * (text.min_length - 1))
        if sign == "x":
            texts += [" " * text.min_length, "\u200b" * text.min_length]
    if isinstance(text, Text):
        texts.append("\n".rjust(max(text.min_length, 1), sign))
    if isinstance(text, Text) and text.digits:
        texts.append("x" * max(text.min_length, 1))
    if isinstance(text, TextList):
        each = "x" * max(text.min_length, 1)
        yield from ([value] for value in texts)
        yield from (each, Code(f"[{code(each)}] * {text.max_items + 1}"))
    else:
        yield from texts


def _bad_decimals(number: Number | Amount) -> Iterator[Any]:
    unit = Decimal(1).scaleb(-number.decimals)
    yield from (str(number.minimum - unit), str(number.maximum + unit), "NaN", "much")
    if number.minimum < number.maximum:
        yield str(number.minimum + unit / 10)


_BAD: dict[str, tuple[Any, ...]] = {
    "yes or no": (1, "yes"),
    "date": (0, "2026-02-30", "2026-01-10T08:00:00Z"),
    "date and time": (0, "2026-01-10T08:00:00", "2026-02-30T08:00:00Z"),
    "time of day": (0, "24:00"),
    "duration": (60, "-PT1S", "PT1H1"),
    "UUID": (7, "no-uuid"),
    "link": (7, "javascript:alert(1)", Code('"https://example.org/" + "x" * 2000')),
    "email address": (7, "nobody", Code('"x" * 250 + "@a.nl"')),
    "JSON": ({"key": "\0"},),
}


def distinct(field: FieldSpec) -> Code | None:
    """A value of the field that nothing else has; None where it has too few values for that."""
    match field.type:
        case Text() | LongText() as text if text.max_length >= 8:
            return _distinct_text(text)
        case WholeNumber() as number if number.maximum - number.minimum >= MANY:
            start = max(number.minimum, 0) if number.maximum >= MANY else number.minimum
            values = min(number.maximum - start, 2**31 - 1)
            return Code(f"{start} + uuid4().int % {values}" if start else f"uuid4().int % {values}")
        case Number() | Amount() as number if (
            units := (number.maximum - number.minimum).scaleb(number.decimals)
        ) >= MANY:
            return Code(
                f'str(Decimal("{number.minimum}") + Decimal(uuid4().int % {int(units)}).scaleb({-number.decimals}))'
            )
        case types.Uuid():
            return Code("str(uuid4())")
        case types.Link():
            return Code('f"https://example.org/{uuid4()}"')
        case types.EmailAddress():
            return Code('f"{uuid4().hex}@example.org"')
        case _:
            return None


def _distinct_text(text: Text | LongText) -> Code:
    if isinstance(text, Text) and text.digits:
        size = min(max(text.min_length, 15), text.max_length)
        return Code(f'f"{{uuid4().int % 10**{min(size, 30)}:0{size}}}"')
    size = min(max(text.min_length, 12), text.max_length)
    return Code(f"uuid4().hex[:{size}]" if size <= 32 else f'f"{{uuid4().hex:x<{size}}}"')


def is_plentiful(field: FieldSpec) -> bool:
    """Whether it has values enough for thousands."""
    return distinct(field) is not None or field.type.kind in ("date", "date and time", "time of day", "duration")


def counted(field: FieldSpec, key: str = "", least: int = FEW) -> Code | None:
    """A value of a field that has few, by the tests' count for this key; None where it hasn't even the least."""
    number = f'next(serial["{key}"])'
    match field.type:
        case WholeNumber() as whole if (values := whole.maximum - whole.minimum + 1) > least:
            return Code(f"{whole.minimum} + {number} % {values}")
        case Text() as text if text.max_length == 2 and not text.digits:
            return Code(f'f"{{chr(97 + (n := {_inside(number)}) // 26 % 26)}}{{chr(97 + n % 26)}}"')
        case Text() as text if 10 ** (size := max(text.min_length, min(text.max_length, 6))) > least:
            return Code(f'f"{{{_inside(number)} % 10**{size}:0{size}}}"')
        case types.Date():
            return Code(f"str(date({_day_of(field).year}, 1, 10) + timedelta(days={number}))")
        case types.DateAndTime():
            return Code(f'f"{_day_of(field).year}-01-10T08:00:00.{{{_inside(number)}:06}}Z"')
        case types.TimeOfDay():
            return Code(f"str(datetime.min + timedelta(seconds={number}))[11:]")
        case types.Duration():
            return Code(f'f"P{{{_inside(number)}}}D"')
        case _:
            return None


def _inside(expression: str) -> str:
    """An expression as it stands within the quotes of an f-string."""
    return expression.replace('"', "'")
