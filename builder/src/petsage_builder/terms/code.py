"""Values as Python, in the modules that are built and in their tests."""

import json
from dataclasses import dataclass
from typing import Any, Protocol

LONGEST_LITERAL = 100


@dataclass(frozen=True)
class Code:
    """A value that the test computes."""

    text: str


class Writer(Protocol):
    """The file in which the type of a field is written: what its text names, the file imports."""

    def named(self, module: str, name: str) -> str:
        """A name of a module; with an underscore before it where something of the file hides it."""

    def core(self, name: str) -> str:
        """A name of the core's types of fields."""

    def called(self, name: str) -> str:
        """A function of the core's, called within a method, where nothing hides it."""

    def annotated(self, base: str, **limits: Any) -> str:
        """A type within limits, of which those that are None are left out."""

    def alias(self, type_: str) -> str:
        """The name that the file gives this type of the field."""

    def enumeration(self) -> str:
        """The class of the words that the field chooses from."""

    def made_by(self, function: str) -> str:
        """What has its start made by a function each time."""


def code(value: Any) -> str:
    """The value as Python."""
    if isinstance(value, Code):
        return value.text
    if isinstance(value, str) and len(value) > 30 and len(set(value)) == 1:
        return f"{json.dumps(value[0])} * {len(value)}"
    if isinstance(value, list):
        return f"[{', '.join(map(code, value))}]"
    return json.dumps(value) if isinstance(value, str) and value.isprintable() and value.isascii() else repr(value)


def quoted(text: str) -> str:
    """The text as a literal; a long one in several parts, so that no line is too long."""
    if len(literal := repr(text)) <= LONGEST_LITERAL:
        return literal
    size = LONGEST_LITERAL // 2
    return f"({' '.join(repr(text[at : at + size]) for at in range(0, len(text), size))})"


def whole(number: int) -> str:
    """A whole number as people write it in Python: `10_000`."""
    return f"{number:_}" if abs(number) >= 10_000 else str(number)


def within_quotes(expression: str) -> str:
    """An expression as it stands within the quotes of an f-string."""
    return expression.replace('"', "'")
