"""What must hold within one field."""

from collections.abc import Iterator
from decimal import Decimal

from petsage_builder.spec import secrets
from petsage_builder.spec.defaults import EXAMPLES, spelled
from petsage_builder.spec.entity import FieldSpec
from petsage_builder.spec.fault import Fault, Path
from petsage_builder.spec.types import (
    IN_TIME,
    MAX_DIGITS,
    Amount,
    Choice,
    LongText,
    Number,
    Text,
    TextList,
    WholeNumber,
)
from petsage_builder.terms import names


def field_faults(field: FieldSpec, path: Path) -> Iterator[Fault]:
    """Everything about one field that doesn't hold."""
    if advice := secrets.advice_on(field.name, field.type.kind):
        yield Fault(path, f"'{field.name}' would be kept as it is sent, for all who can see it to read", advice)
    yield from _type_faults(field, (*path, "type"))
    yield from _default_faults(field, (*path, "default"))
    if field.never_in and field.type.kind not in IN_TIME:
        yield Fault(
            (*path, "never_in"),
            f"'{field.name}' is {field.type.kind}, so it can't be in the {field.never_in}",
            "only a date or a date and time can",
        )


def _type_faults(field: FieldSpec, path: Path) -> Iterator[Fault]:
    match field.type:
        case Text() | LongText() | TextList() as type_:
            if type_.max_length < max(type_.min_length, 1):
                yield Fault(path, f"'{field.name}' allows no length", "the second number must be the larger one")
        case WholeNumber() as type_:
            if type_.minimum > type_.maximum:
                yield _no_number(field, path)
        case Number() | Amount() as type_:
            yield from _decimal_faults(field, type_, path)
        case Choice() as type_:
            for value in sorted({value for value in type_.values if type_.values.count(value) > 1}):
                yield Fault(path, f"'{field.name}' offers '{value}' twice", "name each choice once")
            for one, other in same_in_code(type_.values):
                message = f"'{one}' and '{other}' of '{field.name}' would have the same name in code"
                yield Fault(path, message, "say one of them in other words")
        case _:
            pass


def same_in_code(values: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Different values that would become the same member of an enumeration, such as "1" and "n1"."""
    members = {names.constant(value): value for value in reversed(values)}
    for value in values:
        if (first := members[names.constant(value)]) != value:
            yield first, value


def _decimal_faults(field: FieldSpec, type_: Number | Amount, path: Path) -> Iterator[Fault]:
    if type_.minimum > type_.maximum:
        yield _no_number(field, path)
    if not (_fits(type_.minimum, type_) and _fits(type_.maximum, type_)):
        yield Fault(path, f"the bounds of '{field.name}' have more than {type_.decimals} decimals", "round them")
    elif type_.digits > MAX_DIGITS:
        yield Fault(
            path, f"'{field.name}' would need {type_.digits} digits, {MAX_DIGITS} stay exact", "narrow its bounds"
        )


def _no_number(field: FieldSpec, path: Path) -> Fault:
    return Fault(path, f"'{field.name}' allows no number", "the second bound must be the larger one")


def _fits(number: Decimal, type_: Number | Amount) -> bool:
    return round(number, type_.decimals) == number


def _default_faults(field: FieldSpec, path: Path) -> Iterator[Fault]:
    default, type_ = field.default, field.type
    if default is None:
        return
    if spelled(default, type_) is None:
        yield Fault(path, f"'{field.name}' can't start as '{default}'", _default_advice(field))
    elif not _within(default, field):
        yield Fault(path, f"'{field.name}' can't start as '{default}', its own bounds refuse it", "widen the bounds")


def _default_advice(field: FieldSpec) -> str:
    if isinstance(field.type, Choice):
        return f"it is one of {', '.join(field.type.values)}"
    if example := EXAMPLES.get(field.type.kind):
        return f"it is {field.type.kind}, so it could start as {example}"
    return f"{field.type.kind} has no default"


def _within(default: str, field: FieldSpec) -> bool:
    match field.type:
        case Text() | LongText() as type_:
            is_spelled_well = not (isinstance(type_, Text) and type_.digits) or (
                default.isascii() and default.isdigit()
            )
            is_seen = not type_.min_length or any(sign.isprintable() and sign != " " for sign in default)
            return type_.min_length <= len(default) <= type_.max_length and is_spelled_well and is_seen
        case WholeNumber() as type_:
            return type_.minimum <= int(default) <= type_.maximum
        case Number() | Amount() as type_:
            return type_.minimum <= Decimal(default) <= type_.maximum and _fits(Decimal(default), type_)
        case _:
            return True
