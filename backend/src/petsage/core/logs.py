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
LONGEST_CHAIN = 50
"""Causes of one error that are told."""


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
    for link in reversed(_chain(error)):
        yield from traceback.format_tb(link.__traceback__)
        yield f"{type(link).__module__}.{type(link).__qualname__}{_code(link)}\n"


def _chain(error: BaseException | None) -> list[BaseException]:
    """An error, its parts where it is a group, and what caused each, nearest first: each once, and not too many."""
    found: list[BaseException] = []
    left = [error]
    while left and len(found) < LONGEST_CHAIN:
        link = left.pop()
        if link is None or any(link is known for known in found):
            continue
        found.append(link)
        left.append(link.__cause__ or (None if link.__suppress_context__ else link.__context__))
        left += reversed(link.exceptions) if isinstance(link, BaseExceptionGroup) else ()
    return found


def _code(error: BaseException) -> str:
    """What a database calls its error, which says more than the kind does."""
    code = getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None)
    return f" ({code})" if code else ""


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
