"""SQLite: the embedded database, safe under concurrent requests and several processes.

A read runs on the event loop, which takes less time than handing it to a thread. One that outlasts its budget is
stopped and run again on a thread, where it keeps nobody waiting. Changes take turns on a thread of their own: SQLite
has one writer at a time, and a commit waits for the disk.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import local
from time import monotonic
from typing import Any, TypeVar

from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from .database import Database
from .errors import ConflictError, TakenError, UnavailableError, UnforeseenError
from .statements import Answer

Result = TypeVar("Result")

LOOP_BUDGET = 0.005
"""Seconds a read may hold the event loop."""
READ_LIMIT = 10.0
"""Seconds a read may take at all."""
PATIENCE = 2.0
"""Seconds to wait for a turn, or for another process, before the database counts as unavailable."""
STEPS = 1000
"""Steps of SQLite's machine between two looks at the clock; about 20 microseconds."""
SLOW_READS = 4
"""Reads that may be on a thread at once."""
SYNCHRONOUS = "FULL"
"""When SQLite waits for the disk: with each commit, so that what was answered outlasts a power cut."""
UNAVAILABLE = (
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
)
PRIMARY = 0xFF
"""The part of an error code that has the kind of error."""


class SQLite(Database):
    """A database in one file."""

    dialect = SQLiteDialect_pysqlite(paramstyle="named")

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    async def open(self) -> None:
        self._writer = Writer(self._path)
        self._reader = Reader(self._path, patience=0)
        self._threads = ThreadPoolExecutor(SLOW_READS, thread_name_prefix="sqlite-read")
        self._free = asyncio.Semaphore(SLOW_READS)
        self._own = local()

    async def close(self) -> None:
        await asyncio.to_thread(self._threads.shutdown)
        self._reader.close()
        await self._writer.close()

    async def read(self, sql: str, values: Mapping[str, Any]) -> Answer:
        try:
            return self._reader.run(sql, values, LOOP_BUDGET)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & PRIMARY not in (sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_BUSY):
                raise _translated(error) from error
        return await self._read_on_a_thread(sql, values)

    async def connect(self) -> "Writer":
        await _turn(self._writer.turn)
        return self._writer

    async def _read_on_a_thread(self, sql: str, values: Mapping[str, Any]) -> Answer:
        await _turn(self._free)
        try:
            return await _call(self._threads, self._slow, sql, values)
        finally:
            self._free.release()

    def _slow(self, sql: str, values: Mapping[str, Any]) -> Answer:
        if not hasattr(self._own, "reader"):
            self._own.reader = Reader(self._path, patience=PATIENCE)
        reader: Reader = self._own.reader
        return reader.run(sql, values, READ_LIMIT)


class Reader:
    """A connection that can only read, and stops when the time is up."""

    def __init__(self, path: Path, patience: float) -> None:
        self._connection = _open(path, patience)
        self._connection.execute("PRAGMA query_only = ON")
        self._connection.set_progress_handler(self._late, STEPS)
        self._deadline = 0.0

    def run(self, sql: str, values: Mapping[str, Any], seconds: float) -> Answer:
        """What the query gives; SQLITE_INTERRUPT when it takes longer than `seconds`."""
        self._deadline = monotonic() + seconds
        cursor = self._connection.execute(sql, values)
        return Answer(cursor.fetchall(), cursor.description, cursor.rowcount)

    def close(self) -> None:
        self._connection.close()

    def _late(self) -> bool:
        return monotonic() > self._deadline


class Writer:
    """The one connection of this process that changes the database; whoever holds the turn uses it."""

    def __init__(self, path: Path) -> None:
        self.turn = asyncio.Lock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite-write")
        self._path = path
        self._connection = _open(path, PATIENCE)
        self._at_rest = True

    async def run(self, sql: str, values: Mapping[str, Any]) -> Answer:
        self._at_rest = False
        return await _call(self._thread, self._run, sql, values)

    async def commit(self) -> None:
        await _call(self._thread, self._connection.execute, "COMMIT")
        self._at_rest = True

    async def release(self) -> None:
        try:
            if not self._at_rest:
                await _call(self._thread, self._rollback)
        finally:
            self._at_rest = True
            self.turn.release()

    async def close(self) -> None:
        await asyncio.to_thread(self._thread.shutdown)
        self._connection.close()

    def _run(self, sql: str, values: Mapping[str, Any]) -> Answer:
        if not self._connection.in_transaction:
            self._connection.execute("BEGIN IMMEDIATE")
        cursor = self._connection.execute(sql, values)
        return Answer(cursor.fetchall(), cursor.description, cursor.rowcount)

    def _rollback(self) -> None:
        try:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        except sqlite3.Error:
            self._connection.close()
            self._connection = _open(self._path, PATIENCE)


def _open(path: Path, patience: float) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path, timeout=patience, isolation_level=None, check_same_thread=False, cached_statements=1000
    )
    connection.create_function("lower", 1, _lower, deterministic=True)
    settings = ("journal_mode = WAL", f"synchronous = {SYNCHRONOUS}", "foreign_keys = ON", "temp_store = MEMORY")
    for setting in settings:
        connection.execute(f"PRAGMA {setting}")
    return connection


def _lower(text: str | None) -> str | None:
    """SQLite's own function knows the letters of ASCII only."""
    return text.lower() if isinstance(text, str) else text


async def _turn(lock: asyncio.Lock | asyncio.Semaphore) -> None:
    try:
        async with asyncio.timeout(PATIENCE):
            await lock.acquire()
    except TimeoutError:
        raise UnavailableError from None


async def _call(thread: ThreadPoolExecutor, call: Callable[..., Result], *arguments: Any) -> Result:
    try:
        return await asyncio.get_running_loop().run_in_executor(thread, call, *arguments)
    except sqlite3.Error as error:
        raise _translated(error) from error


def _translated(error: sqlite3.Error) -> Exception:
    """The error in the product's words."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)  # Python's own errors have none
    if code in (sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY):
        named = str(error).partition(": ")[2].split(", ")
        return TakenError([name.partition(".")[2] for name in named if "." in name])
    if code in (sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY, sqlite3.SQLITE_CONSTRAINT_TRIGGER):
        return ConflictError("Something still refers to this, or what it refers to is gone.")
    return UnavailableError() if code & PRIMARY in UNAVAILABLE else UnforeseenError()
