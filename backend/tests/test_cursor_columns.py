"""A list can be ordered by a column of any type: its cursors go on where they should, and edited ones are refused."""

import base64
import json
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from opened_tables import opened_with
from pydantic import BaseModel
from sqlalchemy import BigInteger, insert, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from petsage.core.columns import Exact
from petsage.core.database import Database, Session
from petsage.core.errors import InvalidError
from petsage.core.paging import Listing, PageQuery
from petsage.core.tables import Base

pytestmark = pytest.mark.anyio


class Tables(DeclarativeBase):
    """The table of these tests alone."""

    type_annotation_map = Base.type_annotation_map


class Key(Tables):
    """A row with a value of every type that a list can be ordered by."""

    __tablename__ = "keys"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    moment: Mapped[datetime]
    day: Mapped[date]
    clock: Mapped[time]
    length: Mapped[timedelta]
    whole: Mapped[int]
    big: Mapped[int] = mapped_column(BigInteger)
    ratio: Mapped[Decimal] = mapped_column(Exact(12, 3))
    text: Mapped[str | None]


class KeyRead(BaseModel):
    """A row."""

    id: UUID


COLUMNS = [Key.id, Key.moment, Key.day, Key.clock, Key.length, Key.whole, Key.big, Key.ratio, Key.text]
EDITS: list[Any] = [
    *("0001-01-01", "9999-12-31", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2020-01-01T00:00:00"),
    *("08:00:00+01:00", "P999999999D", "1e999", "1e-999999", "1E+999999999", "NaN", "Infinity", "x\0", "", "9" * 1000),
    *(1e18, 2**31, 2**63, -(2**63), 2**70, 1.5, True, None, [], {}, "\U0001f600" * 100),
]


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A database with three rows."""
    async with opened_with(Tables.metadata, database_url) as database:
        async with database.transaction() as transaction:
            for n in range(3):
                moment = datetime(2026, 1, 1 + n, tzinfo=UTC)
                await transaction.execute(
                    insert(Key),
                    id=uuid4(),
                    moment=moment,
                    day=moment.date(),
                    clock=time(n),
                    length=timedelta(hours=n),
                    whole=n,
                    big=n,
                    ratio=Decimal(n),
                    text=None if n == 2 else f"text {n}",
                )
        yield database


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.key)
async def test_a_cursor_is_what_the_list_gave_out_and_an_edited_one_is_refused(database: Database, column: Any) -> None:
    session, listing = Session(database), Listing(select(Key), list({column: 1, Key.id: 1}))
    first = await listing.page(session, KeyRead, PageQuery(limit=1, cursor=None))
    second = await listing.page(session, KeyRead, PageQuery(limit=100, cursor=first.next))
    assert first.next is not None
    assert len({row.id for row in (*first.items, *second.items)}) == 1 + len(second.items) >= 3

    seal, _, *rest = json.loads(base64.urlsafe_b64decode(first.next + "=" * (-len(first.next) % 4)))
    for value in EDITS:
        edited = base64.urlsafe_b64encode(json.dumps([seal, value, *rest]).encode()).decode()
        try:
            await listing.page(session, KeyRead, PageQuery(limit=1, cursor=edited))
        except InvalidError as error:
            assert [fault.place for fault in error.faults] == [("query", "cursor")]
