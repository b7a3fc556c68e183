"""What belongs to a user, as files to keep: one JSON document, or a table of one kind as CSV."""

import asyncio
import csv
import io
import json
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Sequence
from typing import Any

import pydantic_core
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from ..fields import now
from ..spelling import in_json

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How text begins that a spreadsheet would run."""


class CsvResponse(StreamingResponse):
    """A table with a line of names first (RFC 4180), in pieces."""

    media_type = "text/csv"


async def to_json(pieces: AsyncIterable[tuple[str, Sequence[BaseModel]]]) -> AsyncIterator[bytes]:
    """The document of all kinds, from pieces of one kind each; between them others are served."""
    yield b"{" + pydantic_core.to_json(in_json("exported_at")) + b":" + pydantic_core.to_json(now()) + b',"kinds":{'
    kind, comma = "", b""
    async for name, rows in pieces:
        if name != kind:
            yield (b"]," if kind else b"") + pydantic_core.to_json(name) + b":["
            kind, comma = name, b""
        if rows:
            yield comma + pydantic_core.to_json(rows)[1:-1]
            comma = b","
        await asyncio.sleep(0)
    yield b"]}}" if kind else b"}}"


async def to_csv(shape: type[BaseModel], pieces: AsyncIterable[Sequence[BaseModel]]) -> AsyncIterator[str]:
    """The rows as CSV, piece by piece. Text that a spreadsheet would take for a formula gets an apostrophe in front."""
    yield _lines([[field.serialization_alias or name for name, field in shape.model_fields.items()]])
    async for rows in pieces:
        yield _lines([_cell(value) for value in row.model_dump(mode="json").values()] for row in rows)
        await asyncio.sleep(0)


def _lines(rows: Iterable[Iterable[Any]]) -> str:
    table = io.StringIO()
    csv.writer(table).writerows(rows)
    return table.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
