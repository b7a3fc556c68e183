"""Writes down what has expired: a job that the project runs every few minutes, as often as it likes."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from .connect import database_at
from .database import Database, Session
from .errors import UnavailableError, UnforeseenError
from .repository import EXPIRING, Repository

PIECE = 500
"""Things that are found at once."""


def settle(database_url: str) -> str | None:
    """Settles all that has expired by now and says how many that were; returns what is in the way, if anything is."""
    try:
        print(f"Settled {asyncio.run(_settle_at(database_url))}.")
    except UnforeseenError:
        return "The database doesn't have these tables yet. Run `alembic upgrade heads`."
    except UnavailableError as error:
        return error.message
    return None


async def settle_all(database: Database) -> int:
    """Settles all that has expired by now, each thing in a transaction of its own; tells how many things those were.

    Whatever is run beside it, also another one, nothing is settled twice.
    """
    count = 0
    for repository in EXPIRING:
        async for thing_id in _expired(database, repository):
            async with database.transaction() as transaction:
                count += await repository.settle(transaction, thing_id)
    return count


async def _expired(database: Database, repository: Repository[Any]) -> AsyncIterator[UUID]:
    last = UUID(int=0)
    while found := await repository.expired(Session(database), last, PIECE):
        for last in found:
            yield last


async def _settle_at(database_url: str) -> int:
    database = database_at(database_url)
    await database.open()
    try:
        return await settle_all(database)
    finally:
        await database.close()
