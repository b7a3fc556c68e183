"""The body of a request as it comes: bounded in size, in how many values it has, and in the time that it may take."""

import asyncio
import re
from itertools import islice

from starlette.exceptions import HTTPException
from starlette.types import Message, Receive

MAX_BODY = 1024 * 1024
"""Bytes of the largest body."""
BODY_PATIENCE = 20.0
"""Seconds that a body may take to come as a whole. A server that is told to stop waits as long at most."""

MAX_TOKENS = 20_000
"""Texts, commas and opening brackets of a body: what reading it costs, beside its size."""

TOO_MANY = f"A body can have at most {MAX_TOKENS} values, commas and brackets."
TOO_LARGE = f"A body can have at most {MAX_BODY} bytes."
TOO_SLOW = f"The whole body has to come within {BODY_PATIENCE:.0f} seconds. Send the request again."

_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[,\[{]', re.DOTALL)


class Body:
    """The messages of one request; an `HTTPException` when its body is too large, or doesn't come in time."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._deadline: float | None = None
        self._parts: list[bytes] = []
        self._received = 0
        self._whole = False

    async def __call__(self) -> Message:
        """The next message."""
        if self._whole:  # what comes next is the client's farewell, and has no hurry
            return await self._receive()
        message = await self._in_time()
        self._parts.append(message.get("body", b""))
        self._received += len(self._parts[-1])
        self._whole = not message.get("more_body", False)
        if self._received > MAX_BODY:
            raise HTTPException(413, TOO_LARGE)
        if self._whole and _has_too_many(b"".join(self._parts)):
            raise HTTPException(413, TOO_MANY)
        return message

    async def _in_time(self) -> Message:
        self._deadline = self._deadline or asyncio.get_running_loop().time() + BODY_PATIENCE
        try:
            async with asyncio.timeout_at(self._deadline):
                return await self._receive()
        except TimeoutError:
            raise HTTPException(408, TOO_SLOW, {"connection": "close"}) from None


def _has_too_many(body: bytes) -> bool:
    """Whether it has more tokens than may be read. What a text holds is no token, and few signs can't be many."""
    if sum(map(body.count, (b'"', b",", b"[", b"{"))) <= MAX_TOKENS:
        return False
    return len(list(islice(_TOKEN.finditer(body), MAX_TOKENS + 1))) > MAX_TOKENS
