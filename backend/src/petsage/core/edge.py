"""The edge of the app: what is refused before a route is looked for, and what every answer carries."""

import logging
import time
from http import HTTPMethod
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .body import MAX_BODY, TOO_LARGE, Body
from .errors import Fault
from .problems import ProblemResponse

logger = logging.getLogger(__name__)

_REPEATED = "Send this once."
_FAILED = "This is our fault. It was logged, under the id in x-request-id."
_METHODS = frozenset(HTTPMethod)
_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
_JSON = ("application/json", "+json")


class Edge:
    """Refuses what no route takes, answers for failures of ours, forbids sniffing, logs each answer.

    Refused are bodies that are too large, too slow or not JSON, and parameters of the query that are repeated.

    The log has the route's pattern and never the path itself, which can hold what only the caller may know, as can a
    method that HTTP hasn't.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 0

        async def finish(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-content-type-options", b"nosniff")]
            await send(message)

        try:
            await (_refusal(scope) or self._app)(scope, Body(receive), finish)
        except Exception:
            logger.exception("Failed.", extra=_facts("failed", scope))
            if status:
                raise
            await ProblemResponse(500, _FAILED)(scope, receive, finish)
        milliseconds = round((time.perf_counter() - began) * 1000, 1)
        logger.info("Answered.", extra=_facts("answered", scope) | {"status": status, "milliseconds": milliseconds})


def _refusal(scope: Scope) -> ProblemResponse | None:
    headers = Headers(scope=scope)
    length = headers.get("content-length", "0")
    if length.isdecimal() and int(length) > MAX_BODY:
        return ProblemResponse(413, TOO_LARGE)
    has_body = length != "0" or "transfer-encoding" in headers
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if scope["method"] in _WITH_BODY and has_body and not kind.endswith(_JSON):
        return ProblemResponse(415, "Send JSON, with the content type application/json.")
    if repeated := _repeated(scope["query_string"].decode("latin-1")):
        return ProblemResponse(422, "Some parts of the request were refused.", [Fault(("query", repeated), _REPEATED)])
    return None


def _repeated(query: str) -> str | None:
    """A parameter that the query has several times, of which only one would count."""
    seen: set[str] = set()
    for name, _ in parse_qsl(query, keep_blank_values=True) if "&" in query else ():
        if name in seen:
            return name
        seen.add(name)
    return None


def _facts(event: str, scope: Scope) -> dict[str, Any]:
    """What the log may know of a request."""
    method = scope["method"] if scope["method"] in _METHODS else "other"
    return {"event": event, "method": method, "route": getattr(scope.get("route"), "path", None)}
