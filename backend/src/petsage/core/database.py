"""How the product talks to its database: SQLAlchemy statements in, values of a given shape out.

A statement is compiled once and then runs on the driver itself. A row becomes the shape that is asked for, usually a
read schema, without passing through a mapped object: a read costs a fraction of what it costs in an ORM session.
"""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, Protocol, TypeVar
from weakref import WeakKeyDictionary

from pydantic import TypeAdapter
from sqlalchemy import Dialect, TextClause, text

from .errors import NotFoundError, TakenError
from .statements import Answer, Plan, Statement

Shape = TypeVar("Shape")


class _Read(dict[type[Any], Callable[[Any], Any]]):
    """For each shape what reads a row as one."""

    def __missing__(self, shape: type[Any]) -> Callable[[Any], Any]:
        self[shape] = TypeAdapter(shape).validator.validate_python
        return self[shape]


class _ReadMany(dict[type[Any], Callable[[Any], list[Any]]]):
    """For each shape what reads many rows as a list of it."""

    def __missing__(self, shape: type[Any]) -> Callable[[Any], list[Any]]:
        self[shape] = TypeAdapter(list[shape]).validator.validate_python  # type: ignore[valid-type]
        return self[shape]


READ = _Read()
READ_MANY = _ReadMany()


class Connection(Protocol):
    """One connection during one transaction, which starts with the first statement."""

    async def run(self, plan: Plan, values: Mapping[str, Any]) -> Answer:
        """What the statement gives with these values."""

    async def commit(self) -> None:
        """Make every change true, and give the connection back."""

    async def release(self) -> None:
        """Give the connection back, forgetting what was not committed.

        `UnavailableError` when this change has seen another's that was forgotten, too: what was answered on its account
        would not be true.
        """


class Database(ABC):
    """A database: read at any time, changed in transactions."""

    dialect: Dialect

    def __init__(self) -> None:
        self._plans: WeakKeyDictionary[Statement, Plan] = WeakKeyDictionary()

    @abstractmethod
    async def open(self) -> None:
        """Get ready to be used."""

    @abstractmethod
    async def close(self) -> None:
        """Let go of every connection."""

    @abstractmethod
    async def read(self, sql: str, values: Mapping[str, Any]) -> Answer:
        """What a query outside any transaction gives."""

    async def read_for_a_change(self, sql: str, values: Mapping[str, Any]) -> Answer:
        """The same, for who is about to make a change, and so needn't make room for the changes of others."""
        return await self.read(sql, values)

    @abstractmethod
    async def connect(self) -> Connection:
        """A connection for a transaction; `UnavailableError` when none is free in time."""

    def plan(self, statement: Statement) -> Plan:
        """The statement, compiled once for as long as it lives."""
        plan = self._plans.get(statement)
        if plan is None:
            plan = self._plans[statement] = Plan(statement, self.dialect)
        return plan

    @asynccontextmanager
    async def transaction(self) -> "AsyncIterator[Transaction]":
        """Changes that become true together at the end of the block, or not at all when it raises."""
        transaction = Transaction(self)
        try:
            yield transaction
            await transaction.commit()
        finally:
            if transaction.is_open:
                end = asyncio.create_task(transaction.end())
                end.add_done_callback(asyncio.Task.exception)  # who is cancelled now doesn't ask for it
                await asyncio.shield(end)
        transaction.tell()


class Session:
    """Reads from the database; each statement sees what is committed when it runs.

    Reads `for_a_change`, which only prepare one, have the priority that changes have.
    """

    def __init__(self, database: Database, *, for_a_change: bool = False) -> None:
        self._database = database
        self._read = database.read_for_a_change if for_a_change else database.read

    async def all(self, shape: type[Shape], statement: Statement, /, **values: Any) -> list[Shape]:
        """Every row as a `shape`."""
        return READ_MANY[shape](await self.rows(statement, **values))

    async def first(self, shape: type[Shape], statement: Statement, /, **values: Any) -> Shape | None:
        """The first row as a `shape`; None when there is none."""
        rows = await self.rows(statement, **values)
        return READ[shape](rows[0]) if rows else None

    async def one(self, shape: type[Shape], statement: Statement, /, **values: Any) -> Shape:
        """The first row as a `shape`; `NotFoundError` when there is none."""
        found = await self.first(shape, statement, **values)
        if found is None:
            raise NotFoundError
        return found

    async def scalar(self, shape: type[Shape], statement: Statement, /, **values: Any) -> Shape | None:
        """The first column of the first row as a `shape`; None when there is no row, or nothing in it."""
        rows = await self.rows(statement, **values)
        found = next(iter(rows[0].values())) if rows else None
        return None if found is None else READ[shape](found)

    async def rows(self, statement: Statement, /, **values: Any) -> list[dict[str, Any]]:
        """Every row by column name; its values are what a shape reads, not yet what they mean."""
        plan = self._database.plan(statement)
        return plan.read(await self._run(plan, values))

    async def _run(self, plan: Plan, values: Mapping[str, Any]) -> Answer:
        return await self._read(*plan.bind(values))


def _of_a_change(sql: str) -> TextClause:
    return text(sql).execution_options(locking=True)


_ATTEMPT, _FORGET, _KEEP = map(_of_a_change, ("SAVEPOINT attempt", "ROLLBACK TO attempt", "RELEASE attempt"))


class Transaction(Session):
    """Reads and changes. From the first change on, each statement also sees the changes before it."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, for_a_change=True)
        self._connection: Connection | None = None
        self._after: list[Callable[[], None]] = []

    @property
    def is_open(self) -> bool:
        """Whether it has changes that are neither true nor forgotten."""
        return self._connection is not None

    async def execute(self, statement: Statement, /, **values: Any) -> int:
        """Make a change; tells how many rows it touched."""
        return (await self._run(self._database.plan(statement), values)).touched

    @asynccontextmanager
    async def attempt(self) -> AsyncIterator[None]:
        """Changes that are forgotten when a row that must be alone is there already; the others stay, and can go on."""
        await self.execute(_ATTEMPT)
        try:
            yield
        except TakenError:
            await self.execute(_FORGET)
            raise
        finally:
            await self.execute(_KEEP)

    def after_commit(self, call: Callable[[], None]) -> None:
        """Call when the changes have become true, and not when they don't."""
        self._after.append(call)

    async def commit(self) -> None:
        """Make the changes true. The request's edge does this; nothing else should."""
        if self._connection is not None:
            await self._connection.commit()
            self._connection = None

    async def end(self) -> None:
        """Let go of the connection, and forget what was not committed."""
        if self._connection is not None:
            connection, self._connection = self._connection, None
            await connection.release()

    def tell(self) -> None:
        """Make the calls that waited for the commit."""
        for call in self._after:
            call()

    async def _run(self, plan: Plan, values: Mapping[str, Any]) -> Answer:
        if self._connection is None and plan.writes:
            self._connection = await self._database.connect()
        if self._connection is None:
            return await super()._run(plan, values)
        return await self._connection.run(plan, values)
