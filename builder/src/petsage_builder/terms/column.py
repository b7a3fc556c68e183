"""What a column of a table can hold."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class ColumnType:
    """What a column holds. `length` is of a string; `digits` and `decimals` of an exact number.

    Of a choice, `values` are the words and `name` is what its CHECK constraint is called.
    """

    kind: Literal[
        "identifier", "instant", "day", "time of day", "duration", "exact", "string", "text", "integer", "big integer",
        "boolean", "document", "choice",
    ]  # fmt: skip
    length: int = 0
    digits: int = 0
    decimals: int = 0
    values: tuple[str, ...] = ()
    name: str = ""


IDENTIFIER, INSTANT, DOCUMENT = ColumnType("identifier"), ColumnType("instant"), ColumnType("document")
