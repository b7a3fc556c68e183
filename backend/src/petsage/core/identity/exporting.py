"""What belongs to a user, as files to keep: one JSON document, or a table of one kind as CSV."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

import pydantic_core
from fastapi import Response
from pydantic import BaseModel

from ..fields import now

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How text begins that a spreadsheet would run."""


class CsvResponse(Response):
    """A table with a line of names first (RFC 4180)."""

    media_type = "text/csv"


def to_json(kinds: Mapping[str, Sequence[BaseModel]]) -> bytes:
    """The document of all kinds."""
    return pydantic_core.to_json({"exported_at": now(), "kinds": kinds})


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
