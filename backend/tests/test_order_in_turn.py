"""A list is ordered by several columns, one after the other, however long its pages; what has no value comes last."""

from collections.abc import AsyncIterator, Callable
from enum import StrEnum
from itertools import permutations, product
from typing import Any
from uuid import UUID, uuid4

import pytest
from opened_tables import opened_with
from pydantic import BaseModel
from sqlalchemy import insert, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from petsage.core.database import Database, Session
from petsage.core.paging import Listing, Order, PageQuery
from petsage.core.tables import Base

pytestmark = pytest.mark.anyio


class Tables(DeclarativeBase):
    """The table of these tests alone."""

    type_annotation_map = Base.type_annotation_map


class Urgency(StrEnum):
    """What is most urgent comes last, and so does its word."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


class Chore(Tables):
    """What may have no value in any of its columns."""

    __tablename__ = "chores"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    urgency: Mapped[Urgency | None]
    size: Mapped[int | None]
    name: Mapped[str | None]


class ChoreRead(BaseModel):
    """A chore."""

    id: UUID
    urgency: Urgency | None
    size: int | None
    name: str | None


ROWS: list[dict[str, Any]] = [
    {"id": uuid4(), "urgency": urgency, "size": size, "name": name}
    for urgency, size, name in product([*Urgency, None], [1, 2, None], ["a", None])
]
MEASURES: dict[str, Callable[[Any], Any]] = {"urgency": list(Urgency).index, "size": int, "name": str}


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with opened_with(Tables.metadata, database_url) as database:
        async with database.transaction() as transaction:
            for row in sorted(ROWS, key=lambda row: row["id"]):
                await transaction.execute(insert(Chore), **row)
        yield database


async def test_pages_have_the_order_of_every_column_in_its_turn(database: Database) -> None:
    session = Session(database)
    for names, descending in product(permutations(MEASURES), product([False, True], repeat=3)):
        ways = dict(zip(names, descending, strict=True))
        order: list[Order] = [_column(name).desc() if down else _column(name) for name, down in ways.items()]
        listing = Listing(select(Chore), [*order, Chore.id])

        found: list[ChoreRead] = []
        cursor = None
        while cursor or not found:
            page = await listing.page(session, ChoreRead, PageQuery(limit=7, cursor=cursor))
            found, cursor = [*found, *page.items], page.next

        assert [row.id for row in found] == [row["id"] for row in _in_order(ways)]


def _column(name: str) -> Any:
    return getattr(Chore, name)


def _in_order(ways: dict[str, bool]) -> list[dict[str, Any]]:
    rows = ROWS
    for name, down in reversed(ways.items()):
        given = [row for row in rows if row[name] is not None]
        given.sort(key=lambda row: MEASURES[name](row[name]), reverse=down)
        rows = [*given, *(row for row in rows if row[name] is None)]
    return rows
