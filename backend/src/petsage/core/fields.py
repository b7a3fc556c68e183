"""Types of the fields that clients send. Each takes JSON's own form of a value: no "1" for 1, no 0 for 1970."""

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, get_args, get_origin
from unicodedata import category, normalize

import pydantic_core
from pydantic import (
    AfterValidator,
    AwareDatetime,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    HttpUrl,
    PlainSerializer,
    TypeAdapter,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
)
from pydantic_core import CoreSchema
from pydantic_core.core_schema import json_or_python_schema

from .visible import BLANK, visible

CLOCK_SKEW = timedelta(minutes=1)
"""How far a client's clock may be ahead."""
EARLIEST_ZONE = timedelta(hours=14)
"""How far the day is ahead of UTC where it begins first."""

LARGEST_JSON = 64 * 1024
"""Bytes of the largest JSON value."""
LONGEST_EMAIL = 254
"""Characters of the longest email address (RFC 5321)."""

Sent = TypeVar("Sent")

_EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
_INVISIBLE = ("Cc", "Cf", "Cn", "Co", "Zl", "Zp", "Zs")
"""Categories of Unicode whose characters nobody sees."""
_FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\ufe00\ufe0e\ufe0f\u2800"
"""Letters and marks that nobody sees either."""
_LINE = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$"
_CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?$"
_LENGTH = r"^-?P(?=.)([0-9]+D)?(T(?=.)([0-9]+H)?([0-9]+M)?([0-9]+S)?)?$"
_DECIMAL = r"^-?[0-9]{1,20}(\.[0-9]{1,20})?$"
_NUMBER = re.compile(r"[-+]?[0-9.]+")
_URL = TypeAdapter(HttpUrl)


def _written(form: str, what: str) -> WrapValidator:
    """Reads text in the form of ISO 8601, of which `form` is an example; any other value is told what it has to be."""

    def read(value: Any, read_iso: ValidatorFunctionWrapHandler) -> Any:
        is_number = isinstance(value, int | float) or (isinstance(value, str) and _NUMBER.fullmatch(value))
        try:
            if not is_number:
                return read_iso(value)
        except ValidationError:
            pass
        raise ValueError(f'must be {what}, in the form "{form}"')

    return WrapValidator(read)


def _one_line(value: str) -> str:
    if not re.fullmatch(_LINE, value):
        raise ValueError("must be one line")
    return value


def _web_address(value: str) -> str:
    _URL.validate_python(value)
    return _one_line(value)


def _email(value: str) -> str:
    if value.isascii():
        return value
    address = normalize("NFKC", value)
    if any(category(letter) in _INVISIBLE or letter in _FILLERS for letter in address):
        raise ValueError("can't have characters that nobody sees")
    return _short_email(address)


def _folded(value: str) -> str:
    return value.lower() if value.isascii() else _short_email(normalize("NFKC", value.lower()))


def _short_email(address: str) -> str:
    """The address, which can have become longer than it was sent."""
    if len(address) > LONGEST_EMAIL or not re.fullmatch(_EMAIL, address):
        raise ValueError(f"must be an email address of at most {LONGEST_EMAIL} characters")
    return address


def _short_json(value: Any) -> Any:
    if isinstance(value, str | dict | list) and len(pydantic_core.to_json(value)) > LARGEST_JSON:
        raise ValueError(f"can't have more than {LARGEST_JSON} bytes as JSON")
    return value


def _without_zone(value: time) -> time:
    if value.tzinfo is not None:
        raise ValueError("can't have a zone")
    return value


def _in_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise ValueError("must be between the years 1 and 9999") from None


def _in_seconds(value: timedelta) -> timedelta:
    if value.microseconds:
        raise ValueError("must be in whole seconds")
    return value


def _in_iso(value: timedelta) -> str:
    """In days at most: a year has no fixed length, and the format `duration` has no days after years."""
    minutes, seconds = divmod(abs(value) // timedelta(seconds=1), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    clock = "".join(f"{count}{unit}" for count, unit in ((hours, "H"), (minutes, "M"), (seconds, "S")) if count)
    sign, date_part = "-" * (value < timedelta(0)), f"{days}D" * bool(days)
    return f"{sign}P{date_part}" + (f"T{clock}" if clock else "" if days else "T0S")


class _DocumentedDecimal:
    """Says in OpenAPI how a decimal number looks as text."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        said = handler(schema)
        if "anyOf" not in said:  # as it is shown
            return said | {"pattern": _shown_decimal(schema)}
        number, text = said["anyOf"]
        return {"anyOf": [number, text | {"pattern": _DECIMAL}]}


def _shown_decimal(schema: Any) -> str:
    """How a number looks as text, by its bounds: how many digits it has, and after the point."""
    ends = (schema.get("ge"), schema.get("le"))
    digits = max(len(str(abs(int(end)))) if end is not None else 20 for end in ends)
    sign = "" if schema.get("ge") is not None and schema["ge"] >= 0 else "-?"
    decimals = schema.get("decimal_places", 20)
    return f"^{sign}[0-9]{{1,{digits}}}" + (rf"(\.[0-9]{{1,{decimals}}})?$" if decimals else "$")


class _DocumentedNumber:
    """Says in OpenAPI that a parameter is a number; in a URL everything is text."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return dict(handler(schema)["anyOf"][0])


class _As:
    """Says in OpenAPI all that is said of what is sent, but takes what is stored as it is: it was checked then."""

    def __init__(self, sent: Any) -> None:
        self._sent = sent

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return json_or_python_schema(handler.generate_schema(self._sent), handler(source))


def _without_checks(type_: Any) -> Any:
    """A type without what is annotated, also of the items of a list."""
    if get_origin(type_) is Annotated:
        return _without_checks(get_args(type_)[0])
    return list[_without_checks(get_args(type_)[0])] if get_origin(type_) is list else type_  # type: ignore[misc]


def _date_not_in_the_future(value: date) -> date:
    if value > (datetime.now(UTC) + EARLIEST_ZONE).date():
        raise ValueError("can't be in the future")
    return value


def _date_not_in_the_past(value: date) -> date:
    if value < (datetime.now(UTC) - EARLIEST_ZONE).date():
        raise ValueError("can't be in the past")
    return value


def _moment_not_in_the_future(value: datetime) -> datetime:
    if value > datetime.now(UTC) + CLOCK_SKEW:
        raise ValueError("can't be in the future")
    return value


def _moment_not_in_the_past(value: datetime) -> datetime:
    if value < datetime.now(UTC) - CLOCK_SKEW:
        raise ValueError("can't be in the past")
    return value


if TYPE_CHECKING:
    Shown = Annotated[Sent, _As]
else:

    class Shown:
        """`Shown[Sent]` is what is shown of a field that is sent as `Sent`."""

        def __class_getitem__(cls, sent: Any) -> Any:
            return Annotated[_without_checks(sent), _As(sent)]


Line = Annotated[str, Field(json_schema_extra={"pattern": _LINE}), AfterValidator(_one_line)]
"""Text of one line, which may be blank."""
VisibleText = Annotated[str, Field(json_schema_extra={"not": {"pattern": BLANK}}), AfterValidator(visible)]
"""Text of which something can be seen."""
VisibleLine = Annotated[
    str,
    Field(json_schema_extra={"pattern": _LINE, "not": {"pattern": BLANK}}),
    AfterValidator(_one_line),
    AfterValidator(visible),
]
"""Text of one line of which something can be seen."""

Email = Annotated[
    Line,
    Field(max_length=LONGEST_EMAIL, pattern=_EMAIL, json_schema_extra={"format": "email"}),
    AfterValidator(_email),
]
"""An email address; letters that look alike to everybody, such as full-width ones, are written in one way (NFKC)."""

FoldedEmail = Annotated[Email, AfterValidator(_folded)]
"""An email address in small letters, so that two that differ by capitals are one."""

Link = Annotated[str, Field(max_length=2000, json_schema_extra={"format": "uri"}), AfterValidator(_web_address)]
"""An http or https address."""

JsonValue = Annotated[Any, AfterValidator(_short_json)]
"""Anything that JSON can say, in so many bytes."""

YesNo = Annotated[bool, Field(strict=True)]

Whole = Annotated[int, Field(strict=True, ge=-(2**31), le=2**31 - 1)]
"""A whole number that fits a column of 32 bits."""
BigWhole = Annotated[int, Field(strict=True, ge=1 - 2**53, le=2**53 - 1)]
"""A whole number that every JSON reader keeps exact; its column is a `BigInteger`."""

Number = Annotated[Decimal, _DocumentedDecimal()]
"""A number with decimals, as a number or as text, which keeps every digit."""
NumberInUrl = Annotated[Decimal, Field(decimal_places=20), _DocumentedNumber()]

Day = Annotated[date, _written("2026-01-31", "a date that there is")]
DayUntilToday = Annotated[Day, AfterValidator(_date_not_in_the_future)]
DayFromToday = Annotated[Day, AfterValidator(_date_not_in_the_past)]

Moment = Annotated[
    AwareDatetime,
    _written("2026-01-31T08:00:00Z", "a date and time that there are, with their offset from UTC"),
    AfterValidator(_in_utc),
]
MomentUntilNow = Annotated[Moment, AfterValidator(_moment_not_in_the_future)]
MomentFromNow = Annotated[Moment, AfterValidator(_moment_not_in_the_past)]

Clock = Annotated[time, WithJsonSchema({"type": "string", "pattern": _CLOCK})]
"""A time on the clock, as it is shown: the format `time` of JSON Schema has a zone, which this has not."""
TimeOfDay = Annotated[Clock, _written("08:30", "a time of day"), AfterValidator(_without_zone)]
"""A time on the clock, as it is sent."""

Length = Annotated[
    timedelta,
    PlainSerializer(_in_iso, when_used="json"),
    WithJsonSchema({"type": "string", "format": "duration", "pattern": _LENGTH}),
]
"""A length of time, as it is shown."""
Duration = Annotated[
    Length,
    WithJsonSchema({"type": "string", "format": "duration"}),
    _written("PT1H30M", "a length of time"),
    Field(ge=timedelta(0), le=timedelta(days=36_500)),
    AfterValidator(_in_seconds),
]
"""A length of time in whole seconds, in the form of ISO 8601, such as "PT1H30M"."""


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """This day, in UTC."""
    return now().date()


def whole_seconds(length: timedelta) -> timedelta:
    """A length of time without its fraction of a second, which the format `duration` can't say."""
    return timedelta(seconds=length // timedelta(seconds=1))
