"""Changes of an SQLite database take turns, and those that wait for one another share a commit.

SQLite has one writer at a time, and a commit waits for the disk. So a change is a savepoint in a transaction. When it
is finished, whoever waits has the next savepoint in the same transaction, and nobody is answered before the commit.
What one of them undoes is its own savepoint; when SQLite undoes the transaction, as where the disk is full, or the
commit fails, all of them fail.

Statements that touch one row run on the event loop, which takes less time than handing them to a thread; commits, and
what may be long, run on a thread.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from math import inf
from pathlib import Path
from time import monotonic, sleep
from typing import Any, TypeVar

from .errors import UnavailableError
from .gate import Gate
from .sqlite_file import LOOP_BUDGET, PATIENCE, READ_LIMIT, Handle, is_kind, translated
from .statements import Answer, Plan, Work

Result = TypeVar("Result")

TOGETHER = 0.05
"""Seconds in which changes may join a transaction; those that come later have the next one."""
POLL = 0.001
"""Seconds between two tries to begin while another process writes."""


class Change:
    """One change of several statements. It has the turn from its beginning until it is finished or undone."""

    def __init__(self, writer: "Writer") -> None:
        self._writer = writer
        self._has_turn = True
        self._was_on_thread = False

    async def run(self, plan: Plan, values: Mapping[str, Any]) -> Answer:
        self._require_turn()
        sql, values = plan.bind(values)
        try:
            if plan.work is not Work.MANY_ROWS:
                try:
                    return self._writer.handle.run(sql, values, LOOP_BUDGET if plan.work is Work.READ else inf)
                except sqlite3.OperationalError as error:
                    if not is_kind(error, sqlite3.SQLITE_INTERRUPT):
                        raise
            self._was_on_thread = True
            seconds = READ_LIMIT if plan.work is Work.READ else inf
            return await self._writer.on_thread(self._writer.handle.run, sql, values, seconds)
        except sqlite3.Error as error:
            raise translated(error) from error

    async def commit(self) -> None:
        """Returns when this and all that it shares the transaction with is on the disk."""
        self._require_turn()
        try:
            self._writer.handle.do("RELEASE change")
        except sqlite3.Error as error:
            raise translated(error) from error
        self._has_turn = False
        await self._writer.finish()

    async def release(self) -> None:
        if self._has_turn:
            self._has_turn = False
            if self._was_on_thread:  # where the statement still runs, if its request was cancelled
                await self._writer.on_thread(self._writer.undo)
            else:
                self._writer.undo()
            await self._writer.give_up()

    def _require_turn(self) -> None:
        """SQLite may have undone everything: another statement would be true at once, and by itself."""
        if not (self._has_turn and self._writer.handle.raw.in_transaction):
            raise UnavailableError


class Writer:
    """The one connection of this process that changes the database, and the queue for it."""

    def __init__(self, path: Path, gate: Gate) -> None:
        self.handle = Handle(path)
        self._path = path
        self._gate = gate
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite-write")
        self._taken = False
        self._queue: deque[asyncio.Future[None]] = deque()
        self._finished: list[asyncio.Future[None]] = []
        self._closes_at = 0.0

    async def begin(self) -> Change:
        """A change, when it is its turn; `UnavailableError` when that takes too long."""
        await self._take_turn()
        try:
            if not self.handle.raw.in_transaction:
                await self._begin_transaction()
            self.handle.do("SAVEPOINT change")
        except sqlite3.Error as error:
            self._commit()
            raise translated(error) from error
        except BaseException:
            self._commit()
            raise
        return Change(self)

    async def finish(self) -> None:
        """Give the turn away. Returns when all that is finished was committed; `UnavailableError` when it wasn't."""
        committed = asyncio.get_running_loop().create_future()
        self._finished.append(committed)
        self._pass_on()
        await committed

    async def give_up(self) -> None:
        """Give the turn away. What was undone may have been refused for what others have finished, so wait for them."""
        if not self.handle.raw.in_transaction:
            finished, self._finished = self._finished, []
            _tell(finished, sqlite3.OperationalError("the transaction that they shared was undone"))
        if self._finished:
            await self.finish()
        else:
            self._pass_on()

    async def on_thread(self, call: Callable[..., Result], *arguments: Any) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, call, *arguments)

    def undo(self) -> None:
        """Undo the change that has the turn, or the whole transaction where that can't be."""
        try:
            if self.handle.raw.in_transaction:
                self.handle.do("ROLLBACK TO change")
                self.handle.do("RELEASE change")
        except sqlite3.Error:
            self._start_anew()

    async def close(self) -> None:
        await asyncio.to_thread(self._thread.shutdown)
        self.handle.raw.close()

    async def _take_turn(self) -> None:
        if not self._taken:
            self._taken = True
            self._gate.write_begins()
            return
        turn = asyncio.get_running_loop().create_future()
        self._queue.append(turn)
        try:
            async with asyncio.timeout(PATIENCE):
                await turn
        except BaseException as error:
            if not turn.cancelled():  # it came in the moment of leaving
                self._pass_on()
            if isinstance(error, TimeoutError):
                raise UnavailableError from None
            raise

    async def _begin_transaction(self) -> None:
        try:
            self.handle.do("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if not is_kind(error, sqlite3.SQLITE_BUSY):
                raise
            await self.on_thread(self._begin_patiently)
        self._closes_at = monotonic() + TOGETHER

    def _begin_patiently(self) -> None:
        """Begin as soon as another process lets us. SQLite's own waiting has pauses of up to 0.1 s."""
        patience = monotonic() + PATIENCE
        while True:
            try:
                return self.handle.do("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if not is_kind(error, sqlite3.SQLITE_BUSY) or monotonic() > patience:
                    raise
            sleep(POLL)

    def _pass_on(self) -> None:
        if monotonic() > self._closes_at:
            self._commit()
        elif not self._call_next():  # those who come in this turn of the loop may still join
            asyncio.get_running_loop().call_soon(self._last_call)

    def _last_call(self) -> None:
        if not self._call_next():
            self._commit()

    def _call_next(self) -> bool:
        """Give the turn to who has waited longest; tells whether anybody waits."""
        while self._queue:
            turn = self._queue.popleft()
            if not turn.done():
                turn.set_result(None)
                return True
        return False

    def _commit(self) -> None:
        finished, self._finished = self._finished, []
        ended = asyncio.get_running_loop().run_in_executor(self._thread, self._end_transaction)
        ended.add_done_callback(partial(self._committed, finished))

    def _end_transaction(self) -> None:
        try:
            if self.handle.raw.in_transaction:
                self.handle.do("COMMIT")
        except sqlite3.Error:
            self._start_anew()
            raise

    def _start_anew(self) -> None:
        try:
            if self.handle.raw.in_transaction:
                self.handle.do("ROLLBACK")
        except sqlite3.Error:
            self.handle.raw.close()
            self.handle = Handle(self._path)

    def _committed(self, finished: list[asyncio.Future[None]], ended: asyncio.Future[None]) -> None:
        _tell(finished, ended.exception())
        if not self._call_next():
            self._taken = False
            self._gate.write_ends()


def _tell(finished: list[asyncio.Future[None]], error: BaseException | None) -> None:
    """Tell those who still listen what became of their changes."""
    for outcome in finished:
        if outcome.done():
            continue
        if error is None:
            outcome.set_result(None)
        else:
            failure = UnavailableError()
            failure.__cause__ = error
            outcome.set_exception(failure)
