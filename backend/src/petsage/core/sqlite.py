"""SQLite: the embedded database, safe under concurrent requests and several processes.

A read runs on the event loop, which takes less time than handing it to a thread. One that outlasts its budget is
stopped and run again on a thread, where it keeps nobody waiting. How changes are made is in group_commit.py, and how
reads make room for them in gate.py.
"""

import asyncio
import sqlite3
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import local
from typing import Any

from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from .database import Database
from .errors import UnavailableError
from .gate import Gate
from .group_commit import Change, Writer
from .sqlite_file import LOOP_BUDGET, PATIENCE, READ_LIMIT, Handle, is_kind, translated
from .statements import Answer

SLOW_READS = 4
"""Reads that may be on a thread at once."""


class SQLite(Database):
    """A database in one file."""

    dialect = SQLiteDialect_pysqlite(paramstyle="named")

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    async def open(self) -> None:
        self._gate = Gate()
        self._writer = Writer(self._path, self._gate)
        self._reader = _reader(self._path, patience=0)
        self._threads = ThreadPoolExecutor(SLOW_READS, thread_name_prefix="sqlite-read")
        self._free = asyncio.Semaphore(SLOW_READS)
        self._own = local()

    async def close(self) -> None:
        await asyncio.to_thread(self._threads.shutdown)
        self._reader.raw.close()
        await self._writer.close()

    async def read(self, sql: str, values: Mapping[str, Any]) -> Answer:
        if self._gate.narrow:
            await self._gate.passed()
        return await self.read_for_a_change(sql, values)

    async def read_for_a_change(self, sql: str, values: Mapping[str, Any]) -> Answer:
        try:
            return self._reader.run(sql, values, LOOP_BUDGET)
        except sqlite3.Error as error:
            if not is_kind(error, sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_BUSY):
                raise translated(error) from error
        return await self._read_on_a_thread(sql, values)

    async def connect(self) -> Change:
        return await self._writer.begin()

    async def _read_on_a_thread(self, sql: str, values: Mapping[str, Any]) -> Answer:
        try:
            async with asyncio.timeout(PATIENCE):
                await self._free.acquire()
        except TimeoutError:
            raise UnavailableError from None
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, self._slow, sql, values)
        except sqlite3.Error as error:
            raise translated(error) from error
        finally:
            self._free.release()

    def _slow(self, sql: str, values: Mapping[str, Any]) -> Answer:
        if not hasattr(self._own, "reader"):
            self._own.reader = _reader(self._path, patience=PATIENCE)
        reader: Handle = self._own.reader
        return reader.run(sql, values, READ_LIMIT)


def _reader(path: Path, patience: float) -> Handle:
    """A connection that can only read, and waits so long for another process."""
    reader = Handle(path, patience)
    reader.do("PRAGMA query_only = ON")
    return reader
