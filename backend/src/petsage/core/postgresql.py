"""PostgreSQL through psycopg, on a few connections that are opened when they are needed.

Opening on demand is what makes the product well again as soon as the database is: nothing waits for a retry of its own.
"""

import asyncio
import re
from collections.abc import Mapping
from typing import Any, cast

import psycopg
from psycopg import errors
from psycopg.pq import TransactionStatus
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from .database import Database
from .errors import ConflictError, TakenError, TooLongError, UnavailableError, UnforeseenError
from .statements import Answer, Plan

PATIENCE = 1.5
"""Seconds to wait for a connection, and to open one, before the database counts as unavailable."""
SETTINGS = "-c timezone=UTC -c statement_timeout=10s -c lock_timeout=5s -c idle_in_transaction_session_timeout=60s"

Raw = psycopg.AsyncConnection[tuple[Any, ...]]


class PostgreSQL(Database):
    """A database on a PostgreSQL server."""

    dialect = PGDialect_psycopg()  # type: ignore[no-untyped-call]

    def __init__(self, url: str, connections: int = 10) -> None:
        super().__init__()
        self._url = url
        self._size = connections
        self._idle: list[Raw] = []

    async def open(self) -> None:
        self._free = asyncio.Semaphore(self._size)

    async def close(self) -> None:
        while self._idle:
            await self._idle.pop().close()

    async def read(self, sql: str, values: Mapping[str, Any]) -> Answer:
        connection = await self.take()
        try:
            return await self.run(connection, sql, values)
        finally:
            self.give_back(connection)

    async def connect(self) -> "Changes":
        return Changes(self, await self.take())

    async def run(self, connection: Raw, sql: str, values: Mapping[str, Any] | None = None) -> Answer:
        """What the statement gives on this connection; errors in the product's words."""
        try:
            cursor = await connection.execute(cast("Any", sql), values)
            rows = await cursor.fetchall() if cursor.description else []
        except psycopg.Error as error:
            raise self._translated(error) from error
        return Answer(rows, cursor.description, cursor.rowcount)

    async def take(self) -> Raw:
        """A connection that nobody else uses until it is given back."""
        try:
            async with asyncio.timeout(PATIENCE) as patience:
                await self._free.acquire()
        except TimeoutError:
            raise UnavailableError from None
        if self._idle:
            return self._idle.pop()
        try:
            async with asyncio.timeout_at(patience.when()):
                return await psycopg.AsyncConnection.connect(self._url, autocommit=True, options=SETTINGS)
        except (psycopg.Error, TimeoutError) as error:
            self._free.release()
            raise UnavailableError from error
        except BaseException:
            self._free.release()
            raise

    def give_back(self, connection: Raw) -> None:
        """Keep the connection for the next taker, if it is still good for one."""
        if connection.info.transaction_status is TransactionStatus.IDLE:
            self._idle.append(connection)
        else:
            connection.pgconn.finish()
        self._free.release()

    def _translated(self, error: psycopg.Error) -> Exception:
        """The error in the product's words."""
        if isinstance(error, errors.UniqueViolation):
            return TakenError(_columns(error.diag.message_detail or ""))
        if isinstance(error, errors.ForeignKeyViolation | errors.RestrictViolation):
            return ConflictError("Something still refers to this, or what it refers to is gone.")
        if isinstance(error, errors.ProgramLimitExceeded):
            return TooLongError()
        if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
            self._idle.clear()
            return UnavailableError()
        return UnforeseenError()


def _columns(detail: str) -> list[str]:
    """The columns in "Key (name, owner_id)=(Tom, 1) already exists."."""
    found = re.match(r"Key \(([\w, ]+)\)=", detail)
    return found[1].split(", ") if found else []


class Changes:
    """One connection during one transaction."""

    def __init__(self, database: PostgreSQL, connection: Raw) -> None:
        self._database = database
        self._connection = connection
        self._begun = False

    async def run(self, plan: Plan, values: Mapping[str, Any]) -> Answer:
        if not self._begun:
            self._begun = True
            await self._database.run(self._connection, "BEGIN")
        return await self._database.run(self._connection, *plan.bind(values))

    async def commit(self) -> None:
        await self._database.run(self._connection, "COMMIT")
        self._database.give_back(self._connection)

    async def release(self) -> None:
        try:
            if self._connection.info.transaction_status is not TransactionStatus.IDLE:
                await self._database.run(self._connection, "ROLLBACK")
        except UnavailableError:
            pass
        finally:
            self._database.give_back(self._connection)
