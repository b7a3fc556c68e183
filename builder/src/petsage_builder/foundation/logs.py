"""Logs as one JSON object a line, each with the id of its request."""

import json
import logging
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from asgi_correlation_id import correlation_id

_OWN = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "color_message"}
"""What every record has, and uvicorn's second wording; the rest is what was given as `extra`."""


class JsonLines(logging.Formatter):
    """A record as JSON: its own facts, then those of `extra`. A newline in a text can't start a line of its own.

    Errors are logged without their texts.
    """

    def format(self, record: logging.LogRecord) -> str:
        facts: dict[str, Any] = {
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id := correlation_id.get():
            facts["request_id"] = request_id
        facts |= {name: value for name, value in record.__dict__.items() if name not in _OWN}
        if record.exc_info:
            facts["exception"] = "".join(_trace(record.exc_info[1]))
        return json.dumps(facts, default=str)


def _trace(error: BaseException | None) -> Iterator[str]:
    """Where an error came from and of which kind it and its causes are. Their texts can quote what somebody sent."""
    if error is None:
        return
    yield from _trace(error.__cause__ or (None if error.__suppress_context__ else error.__context__))
    for part in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
        yield from _trace(part)
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__module__}.{type(error).__qualname__}\n"


def configure_logs(level: str) -> None:
    """Sends every logger of the process to standard error as JSON, from `level` up."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    handler.setLevel(level)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = name != "uvicorn.access"
