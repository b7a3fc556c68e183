"""How often signing in may be tried."""

import math
import time

from fastapi import Request
from limits import parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from ..errors import TooManyError

ATTEMPTS = parse("10/minute")


class Attempts:
    """Counts tries by who makes them, in this process; each worker counts its own."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def count(self, *who: str) -> None:
        """Counts a try; `TooManyError` where there were too many in the last minute."""
        for key in who:
            if not await self._limiter.hit(ATTEMPTS, key):
                free_at, _ = await self._limiter.get_window_stats(ATTEMPTS, key)
                raise TooManyError(
                    "There were too many tries. Wait, then try again.", max(1, math.ceil(free_at - time.time()))
                )


def address_of(request: Request) -> str:
    """Where a request comes from."""
    return request.client.host if request.client else "unknown"
