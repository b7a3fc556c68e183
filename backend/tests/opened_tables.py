"""A database with tables that are a test's own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import MetaData

from petsage.core.connect import database_at
from petsage.core.database import Database
from petsage.core.migrations import engine_for


@asynccontextmanager
async def opened_with(tables: MetaData, url: str) -> AsyncIterator[Database]:
    """The database at a URL, open, with these tables, which are empty."""
    engine = engine_for(url)
    tables.drop_all(engine)
    tables.create_all(engine)
    engine.dispose()
    database = database_at(url)
    await database.open()
    try:
        yield database
    finally:
        await database.close()
