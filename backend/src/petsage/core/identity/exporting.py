"""What belongs to a user, as files to keep: one JSON document, or a table of one kind as CSV."""

import asyncio
import csv
import io
import json
from collections.abc import AsyncIterable, AsyncIterator, Sequence
from typing import Any

import pydantic_core
from fastapi import Response
from pydantic import BaseModel

from ..fields import now

PIECE = 500
"""Rows of a piece."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How text begins that a spreadsheet would run."""


class CsvResponse(Response):
    """A table with a line of names first (RFC 4180)."""

    media_type = "text/csv"


async def to_json(kinds: AsyncIterable[tuple[str, Sequence[BaseModel]]]) -> AsyncIterator[bytes]:
    """The document of all kinds, in pieces; between them others are served."""
    yield b'{"exported_at":' + pydantic_core.to_json(now()) + b',"kinds":{'
    comma = b""
    async for name, rows in kinds:
        yield comma + pydantic_core.to_json(name) + b":["
        for start in range(0, len(rows), PIECE):
            piece = pydantic_core.to_json(rows[start : start + PIECE])[1:-1]
            yield (b"," if start else b"") + piece
            await asyncio.sleep(0)
        yield b"]"
        comma = b","
    yield b"}}"


def to_csv(shape: type[BaseModel], rows: Sequence[BaseModel]) -> str:
    """The rows as CSV. Text that a spreadsheet would take for a formula gets an apostrophe in front."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(field.serialization_alias or name for name, field in shape.model_fields.items())
    writer.writerows([_cell(value) for value in row.model_dump(mode="json").values()] for row in rows)
    return table.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
