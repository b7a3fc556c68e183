"""Reads JSON, and nothing but JSON, as events."""

import json
import re
from collections.abc import Iterator

from petsage_builder.request.documents.compose import Event, Kind, Scalar
from petsage_builder.request.documents.number import NUMBER, read_number
from petsage_builder.request.documents.source import Source, quoted

_DECODER = json.JSONDecoder()
_SPACES = frozenset(" \t\n")
_WORD = re.compile(r"[^\s,:{}\[\]\"]+")
_CONSTANTS: dict[str, Scalar] = {"null": None, "true": True, "false": False}
_CLOSE = {Kind.MAPPING: "}", Kind.LIST: "]"}
_NOT_FINITE = {"NaN", "Infinity", "-Infinity"}


def json_events(source: Source) -> Iterator[Event]:
    """The events of the one JSON value in `source`.

    They are read as they are asked for, so whoever asks can stop before a deep text becomes deep work.
    """
    return _Reader(source).events()


class _Reader:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.at = 0

    def events(self) -> Iterator[Event]:
        unclosed: list[Kind] = []
        while True:
            event = self._value()
            yield event
            if event.kind is not Kind.SCALAR:
                unclosed.append(event.kind)
                if self._peek() != _CLOSE[event.kind]:
                    yield from self._key(event.kind)
                    continue
            while unclosed and self._peek() == _CLOSE[unclosed[-1]]:
                unclosed.pop()
                yield self._bracket(Kind.END)
            if not unclosed:
                break
            self._take(",", f"a comma or `{_CLOSE[unclosed[-1]]}`")
            yield from self._key(unclosed[-1])
        if self._peek():
            self._expected("the end after the first value")

    def _value(self) -> Event:
        match self._peek():
            case "{":
                return self._bracket(Kind.MAPPING)
            case "[":
                return self._bracket(Kind.LIST)
            case '"':
                return self._string()
            case _:
                return self._bare()

    def _bracket(self, kind: Kind) -> Event:
        self.at += 1
        return Event(kind, self.at - 1)

    def _key(self, container: Kind) -> Iterator[Event]:
        """The key that comes next in a mapping; nothing in a list."""
        if container is Kind.MAPPING:
            if self._peek() != '"':
                self._expected("a key in double quotes")
            yield self._string()
            self._take(":", "a colon after the key")

    def _string(self) -> Event:
        start = self.at
        try:
            text, self.at = _DECODER.raw_decode(self.source.text, start)
        except json.JSONDecodeError as error:
            self.source.refuse(error.pos, f"not JSON: {error.msg[0].lower()}{error.msg[1:].removesuffix(' at')}")
        text = text.replace("\r\n", "\n")
        return Event(Kind.SCALAR, start, text, text)

    def _bare(self) -> Event:
        start, found = self.at, _WORD.match(self.source.text, self.at)
        word = found[0] if found else ""
        self.at += len(word)
        if word in _CONSTANTS:
            return Event(Kind.SCALAR, start, _CONSTANTS[word])
        if word in _NOT_FINITE:
            self.source.refuse(start, f"{word} is not a number", "write a finite number or null")
        if not NUMBER.fullmatch(word):
            self.at = start
            self._expected("a value")
        try:
            return Event(Kind.SCALAR, start, read_number(word))
        except ValueError as error:
            self.source.refuse(start, str(error), "write a shorter one")

    def _peek(self) -> str:
        """The next character that isn't space; empty at the end."""
        while (character := self.source.text[self.at : self.at + 1]) in _SPACES:
            self.at += 1
        return character

    def _take(self, character: str, description: str) -> None:
        if self._peek() != character:
            self._expected(description)
        self.at += 1

    def _expected(self, description: str) -> None:
        found = quoted(self.source.text[self.at : self.at + 1]) if self._peek() else "the end"
        self.source.refuse(self.at, f"not JSON: expected {description}, found {found}")
