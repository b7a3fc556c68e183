"""What a field holds, in as few words as a picture has room for."""

from petsage_builder.spec.entity import Computed, Count, TimeSince
from petsage_builder.spec.types import Amount, Choice, LongText, Number, Text, TextList, Type, WholeNumber
from petsage_builder.terms import names

_LONGEST_CHOICE = 28


def type_words(type_: Type) -> str:
    """A type with its bounds: "1 to 80 characters", "0.01 to 150 kg", "cat, dog", "one of 12"."""
    match type_:
        case Text() if type_ == Text():
            return type_.kind
        case Text() | WholeNumber() | Number() | Amount():
            return limits(type_) or type_.kind
        case Choice():
            values = ", ".join(type_.values)
            return values if len(values) <= _LONGEST_CHOICE else f"one of {len(type_.values)}"
        case _:
            return type_.kind


def limits(type_: Type) -> str:
    """What bounds a type's values, in full; nothing where the type says it all."""
    match type_:
        case Text():
            return f"{_span(type_.min_length, type_.max_length)} {'digits' if type_.digits else 'characters'}"
        case LongText():
            return f"{_span(type_.min_length, type_.max_length)} characters"
        case TextList():
            return f"at most {type_.max_items}"
        case WholeNumber() | Number():
            return f"{_bounds(type_)} {type_.unit or ''}".strip()
        case Amount():
            return f"{_bounds(type_)} {type_.currency}".strip()
        case Choice():
            return ", ".join(type_.values)
        case _:
            return ""


def computed_words(computed: Computed) -> str:
    """Where a computed field comes from: "time since birth date", "number of lines"."""
    match computed:
        case TimeSince():
            return f"time since {computed.field}"
        case Count():
            return f"number of {names.plural(computed.child)}"
        case _:
            return f"{computed.kind} of {computed.child} {computed.field}"


def _bounds(type_: WholeNumber | Number | Amount) -> str:
    """The bounds that aren't as wide as they are by themselves."""
    by_itself = type(type_).model_fields
    has_minimum = type_.minimum != by_itself["minimum"].default
    has_maximum = type_.maximum != by_itself["maximum"].default
    if has_minimum and has_maximum:
        return _span(type_.minimum, type_.maximum)
    if has_minimum:
        return f"from {type_.minimum}"
    return f"at most {type_.maximum}" if has_maximum else ""


def _span(least: object, most: object) -> str:
    return str(most) if least == most else f"{least} to {most}"
