"""Texts that are one regardless of capitals: kept once more without them, in columns that only the database sees."""

from collections.abc import Mapping
from typing import Any
from unicodedata import normalize

from sqlalchemy import FromClause, Text
from sqlalchemy.orm import MappedColumn, mapped_column

_FOLDS = "folds"


def folded(column: str, *, unique: bool = False) -> MappedColumn[Any]:
    """The column that has the text of another one without capitals; the repository writes it with that one."""
    return mapped_column(Text, unique=unique, info={_FOLDS: column})


def folds_of(table: FromClause) -> dict[str, str]:
    """The columns of texts without capitals, each with the one that has them."""
    return {column.key: column.info[_FOLDS] for column in table.columns if _FOLDS in column.info}


def with_folded(values: Mapping[str, Any], folds: Mapping[str, str]) -> dict[str, Any]:
    """The values of columns, and of those that have their texts without capitals."""
    return {**values, **{name: fold(values[of]) for name, of in folds.items() if of in values}}


def fold(text: str | None) -> str | None:
    """The text without capitals, the same for texts that Unicode takes for the same but for these."""
    if text is None or text.isascii():
        return text and text.lower()
    return normalize("NFC", normalize("NFD", text).casefold())
