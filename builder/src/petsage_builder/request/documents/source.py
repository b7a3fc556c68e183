"""A text that is read, and how to say where in it something is wrong."""

import re
from dataclasses import dataclass
from typing import NoReturn

from petsage_builder.errors import NotUnderstoodError, Problem

BOM = "\ufeff"

UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""Characters that no text may hold: control characters but for newline and tab, what breaks lines or turns the reading
direction unseen, halves of surrogate pairs, byte order marks and what is no character at all."""


@dataclass(frozen=True)
class Source:
    """A text under the name that its problems give it."""

    name: str
    text: str

    def refuse(self, at: int, message: str, advice: str = "") -> NoReturn:
        """Raises NotUnderstoodError for the character at offset `at`."""
        line = self.text.count("\n", 0, at) + 1
        column = at - self.text.rfind("\n", 0, at)
        raise NotUnderstoodError(Problem(f"{self.name}, line {line}, column {column}", message, advice))


def decode(name: str, raw: bytes) -> Source:
    """The bytes as text: UTF-8, a byte order mark dropped, line ends as newlines, nothing unprintable."""
    try:
        text = raw.decode("utf-8").removeprefix(BOM).replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = Source(name, raw[: error.start].decode("utf-8").removeprefix(BOM))
        before.refuse(len(before.text), f"byte 0x{raw[error.start]:02x} is not UTF-8", "save the text as UTF-8")
    source = Source(name, text)
    if found := UNPRINTABLE.search(text):
        source.refuse(found.start(), f"the unprintable character U+{ord(found[0]):04X} is not allowed", "take it out")
    return source


def quoted(text: str) -> str:
    """The text in a message: one line, and only the start of a long one."""
    shown = text if len(text) <= 60 else text[:59] + "…"
    return f"`{repr(shown)[1:-1]}`"
