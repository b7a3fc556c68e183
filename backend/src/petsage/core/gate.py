"""Reads make room for a write: while one goes on, only a few of them pass in a turn of the event loop.

In one turn the loop serves everybody who is ready. A write takes several turns: for its request, for its place in the
queue, for its commit. In each it would wait for all readers.
"""

import asyncio
from collections import deque

READS_A_TURN = 4
"""Reads that pass in one turn of the loop while a write goes on."""
LINGER = 0.05
"""Seconds that the gate stays narrow after a write, since the next one is often on its way already."""


class Gate:
    """Where reads pass, in the order in which they come. It is wide, and `narrow` as long as somebody writes."""

    def __init__(self) -> None:
        self.narrow = False
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._room = READS_A_TURN
        self._counts = False
        self._widens: asyncio.TimerHandle | None = None

    async def passed(self) -> None:
        """Returns when the read may go on."""
        if not self.narrow:
            return
        self._count()
        if self._room and not self._waiting:
            self._room -= 1
            return
        place = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        await place

    def write_begins(self) -> None:
        """Be narrow until the write ends."""
        self.narrow = True
        if self._widens is not None:
            self._widens.cancel()

    def write_ends(self) -> None:
        """Be wide again, soon."""
        self._widens = asyncio.get_running_loop().call_later(LINGER, self._widen)

    def _widen(self) -> None:
        self.narrow = False

    def _count(self) -> None:
        if not self._counts:
            self._counts = True
            asyncio.get_running_loop().call_soon(self._next_turn)

    def _next_turn(self) -> None:
        self._counts, self._room = False, READS_A_TURN
        while self._waiting and self._room:
            place = self._waiting.popleft()
            if not place.done():  # and hasn't gone away
                place.set_result(None)
                self._room -= 1
        if self._room < READS_A_TURN:
            self._count()
