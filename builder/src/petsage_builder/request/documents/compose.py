"""The value that a JSON or YAML text spells, made from the events that its reader gives."""

from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple, TypeAlias

from petsage_builder.request.documents.source import UNPRINTABLE, Source, quoted

Scalar: TypeAlias = bool | int | float | str | None
Value: TypeAlias = "Scalar | list[Value] | dict[str, Value]"

MAX_DEPTH = 32


class Kind(Enum):
    """What an event begins or ends."""

    MAPPING = auto()
    LIST = auto()
    END = auto()
    SCALAR = auto()


class Event(NamedTuple):
    """One step through a text, at the offset `at`.

    A scalar has the `value` that it means and, unless it is one of JSON's bare words or numbers, the `text` that was
    written.
    """

    kind: Kind
    at: int
    value: Scalar = None
    text: str | None = None


def compose(source: Source, events: Iterator[Event]) -> Value:
    """The one value of a text. What stands directly below the top is taken as it was written: `yes` stays `yes`.

    Raises:
        NotUnderstoodError: there is no value or more than one, a key stands twice, a text holds an unprintable
            character by an escape, or containers nest deeper than `MAX_DEPTH`.
    """
    first = next(events, None)
    if first is None:
        source.refuse(0, "holds only comments", "write a feature request")
    value = _Composer(source, events).value(first, depth=0)
    next(events, None)  # what stands after the value is refused by the reader
    return value


class _Composer:
    def __init__(self, source: Source, events: Iterator[Event]) -> None:
        self.source = source
        self.events = events

    def value(self, event: Event, depth: int) -> Value:
        if event.kind is Kind.SCALAR:
            self._check_text(event)
            return event.text if depth <= 1 and event.text is not None else event.value
        if depth == MAX_DEPTH:
            self.source.refuse(event.at, f"nested deeper than {MAX_DEPTH}", "say it flatter")
        return self._mapping(depth + 1) if event.kind is Kind.MAPPING else self._list(depth + 1)

    def _mapping(self, depth: int) -> Value:
        values: dict[str, Value] = {}
        while (event := next(self.events)).kind is not Kind.END:
            key = self._key(event)
            if key in values:
                self.source.refuse(event.at, f"the key {quoted(key)} stands here a second time", "keep one of the two")
            values[key] = self.value(next(self.events), depth)
        return values

    def _list(self, depth: int) -> Value:
        values = []
        while (event := next(self.events)).kind is not Kind.END:
            values.append(self.value(event, depth))
        return values

    def _key(self, event: Event) -> str:
        if event.text is None:
            self.source.refuse(event.at, "a key must be text", "use a plain word")
        self._check_text(event)
        return event.text

    def _check_text(self, event: Event) -> None:
        if event.text is not None and (found := UNPRINTABLE.search(event.text)):
            message = f"an escape stands for the unprintable character U+{ord(found[0]):04X}"
            self.source.refuse(event.at, message, "take it out")
