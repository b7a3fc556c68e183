"""The body of a call, of which no more is read than it may have, and for no longer than it may take."""

import asyncio

from starlette.requests import ClientDisconnect, Request

from petsage_builder.doors.serve.problems import RefusedError

SECONDS = 20.0
"""How long a body may take to come: who sends it drop by drop holds a connection, and a server that is to end."""


async def body_of(request: Request, most: int, what: str) -> bytes:
    """The whole body, at most so many bytes; RefusedError for one that is too long (413), slow (408) or broken off."""
    body = b""
    try:
        async with asyncio.timeout(SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > most:
                    raise RefusedError(413, f"{what} has at most {most // 1024} KiB", {"Connection": "close"})
    except TimeoutError:
        message = f"the body has to come within {SECONDS:.0f} seconds"
        raise RefusedError(408, message, {"Connection": "close"}) from None
    except ClientDisconnect:
        raise RefusedError(400, "the body was broken off") from None
    return body
