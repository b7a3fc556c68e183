"""The edge of the app: what is refused before a route is looked for, and what every answer carries."""

import logging
import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .problems import ProblemResponse

logger = logging.getLogger(__name__)

MAX_BODY = 1024 * 1024
"""Bytes of the largest request body."""

_TOO_LARGE = f"A body can have at most {MAX_BODY} bytes."
_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
_JSON = ("application/json", "+json")


class Edge:
    """Refuses bodies that are too large or not JSON, forbids content sniffing, and logs each answer.

    The log names the operation and never the path, which can hold what only the caller may know.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        started, status = time.perf_counter(), 500

        async def sniffless(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["x-content-type-options"] = "nosniff"
            await send(message)

        try:
            refusal = _refusal(scope)
            if refusal:
                await refusal(scope, receive, sniffless)
            else:
                await self._app(scope, _bounded(receive), sniffless)
        finally:
            _log(scope, status, time.perf_counter() - started)


def _refusal(scope: Scope) -> ProblemResponse | None:
    headers = Headers(scope=scope)
    length = headers.get("content-length", "0")
    if length.isdecimal() and int(length) > MAX_BODY:
        return ProblemResponse(413, _TOO_LARGE)
    has_body = length != "0" or "transfer-encoding" in headers
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if scope["method"] in _WITH_BODY and has_body and not kind.endswith(_JSON):
        return ProblemResponse(415, "Send JSON, with the content type application/json.")
    return None


def _bounded(receive: Receive) -> Receive:
    """The same stream, which is refused once more than `MAX_BODY` bytes have come."""
    received = 0

    async def bounded() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > MAX_BODY:
            raise HTTPException(413, _TOO_LARGE)
        return message

    return bounded


def _log(scope: Scope, status: int, seconds: float) -> None:
    route = scope.get("route")
    logger.info(
        "Answered.",
        extra={
            "event": "answered",
            "method": scope["method"],
            "operation": getattr(route, "name", None),
            "status": status,
            "milliseconds": round(seconds * 1000, 1),
        },
    )
