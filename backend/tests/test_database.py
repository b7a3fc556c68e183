"""What both kinds of database do for those who read and change them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta, timezone
from datetime import time as clock
from decimal import Decimal
from secrets import token_urlsafe
from typing import Any
from uuid import UUID, uuid4

import pytest
from pydantic import BaseModel
from sqlalchemy import ForeignKey, bindparam, func, insert, literal, select, update
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from petsage.core.columns import Document, Exact
from petsage.core.connect import database_at
from petsage.core.database import Database, Session
from petsage.core.errors import ConflictError, NotFoundError, TakenError, TooLongError, UnavailableError
from petsage.core.migrations import engine_for
from petsage.core.statements import locking
from petsage.core.tables import Base


class Tables(DeclarativeBase):
    """The tables of these tests alone."""

    type_annotation_map = Base.type_annotation_map


class Box(Tables):
    """A row of every type of column."""

    __tablename__ = "boxes"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    label: Mapped[str] = mapped_column(unique=True)
    count: Mapped[int] = mapped_column(default=0)
    price: Mapped[Decimal | None] = mapped_column(Exact(12, 2))
    packed: Mapped[datetime | None]
    best_before: Mapped[date | None]
    opens: Mapped[clock | None]
    sealed: Mapped[bool | None]
    content: Mapped[Any] = mapped_column(Document, nullable=True)
    within: Mapped[UUID | None] = mapped_column(ForeignKey("boxes.id"))


class BoxRead(BaseModel):
    """A box."""

    id: UUID
    label: str
    count: int
    price: Decimal | None
    packed: datetime | None
    best_before: date | None
    opens: clock | None
    sealed: bool | None
    content: Any
    within: UUID | None


NEW = insert(Box)
BLANK = dict.fromkeys(Box.__table__.columns.keys()) | {"count": 0}
BY_ID = select(Box).where(Box.id == bindparam("box_id"))
COUNT = select(func.count()).select_from(Box)
ADD_ONE = update(Box).where(Box.id == bindparam("box_id")).values(count=Box.count + 1)

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def url(database_url: str) -> str:
    """A database with the table."""
    engine = engine_for(database_url)
    Tables.metadata.create_all(engine)
    engine.dispose()
    return database_url


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    database = database_at(url)
    await database.open()
    try:
        yield database
    finally:
        await database.close()


async def new_box(database: Database, **values: Any) -> UUID:
    box_id = uuid4()
    async with database.transaction() as transaction:
        await transaction.execute(NEW, **BLANK | {"id": box_id, "label": str(box_id)} | values)
    return box_id


async def test_every_type_comes_back_as_it_went(url: str) -> None:
    values = {
        "price": Decimal("1234567890.12"),
        "packed": datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=timezone(timedelta(hours=5))),
        "best_before": date(9999, 12, 31),
        "opens": clock(23, 59, 59, 999999),
        "sealed": True,
        "content": {"a": [1, None, "é"]},
    }
    async with opened(url) as database:
        box_id = await new_box(database, **values)
        box = await Session(database).one(BoxRead, BY_ID, box_id=box_id)

    assert box.model_dump(include=set(values)) == values
    assert box.packed is not None
    assert box.packed.utcoffset() == timedelta(0)


async def test_a_sum_of_decimals_is_exact(url: str) -> None:
    async with opened(url) as database:
        mark = date(2026, 1, 1)
        for price in ("0.10", "0.20", "-0.30"):
            await new_box(database, price=Decimal(price), best_before=mark)
        total = select(func.sum(Box.price, type_=Box.price.type)).where(Box.best_before == mark)

        assert await Session(database).scalar(Decimal, total) == Decimal("0.00")


async def test_a_statement_with_a_list_finds_its_rows(url: str) -> None:
    async with opened(url) as database:
        ids = [await new_box(database) for _ in range(3)]
        some = select(Box).where(Box.id.in_(bindparam("ids", expanding=True)))

        assert {box.id for box in await Session(database).all(BoxRead, some, ids=ids[:2])} == set(ids[:2])


async def test_what_raises_leaves_nothing(url: str) -> None:
    async with opened(url) as database:
        told: list[str] = []
        box_id = uuid4()

        async def fail() -> None:
            async with database.transaction() as transaction:
                transaction.after_commit(lambda: told.append("done"))
                await transaction.execute(NEW, **BLANK | {"id": box_id, "label": str(box_id)})
                assert await transaction.one(BoxRead, BY_ID, box_id=box_id)
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await fail()
        with pytest.raises(NotFoundError):
            await Session(database).one(BoxRead, BY_ID, box_id=box_id)
        assert told == []


async def test_nobody_sees_what_is_not_committed(url: str) -> None:
    async with opened(url) as database:
        box_id = uuid4()
        async with database.transaction() as transaction:
            await transaction.execute(NEW, **BLANK | {"id": box_id, "label": str(box_id)})
            assert await Session(database).first(BoxRead, BY_ID, box_id=box_id) is None
        assert await Session(database).first(BoxRead, BY_ID, box_id=box_id) is not None


async def test_no_change_of_many_at_once_is_lost(url: str) -> None:
    async with opened(url) as database:
        box_id = await new_box(database)

        async def read_then_write() -> None:
            async with database.transaction() as transaction:
                box = await transaction.one(BoxRead, locking(BY_ID), box_id=box_id)
                await asyncio.sleep(0)
                count = update(Box).where(Box.id == bindparam("box_id")).values(count=box.count + 1)
                await transaction.execute(count, box_id=box_id)

        async def add_one() -> None:
            async with database.transaction() as transaction:
                await transaction.execute(ADD_ONE, box_id=box_id)

        await asyncio.gather(*(read_then_write() for _ in range(20)), *(add_one() for _ in range(20)))

        assert (await Session(database).one(BoxRead, BY_ID, box_id=box_id)).count == 40


async def test_a_change_that_is_cancelled_leaves_nothing_and_lets_the_next_begin(url: str) -> None:
    async with opened(url) as database:
        box_id = await new_box(database)

        async def add_one_and_wait() -> None:
            async with database.transaction() as transaction:
                await transaction.execute(ADD_ONE, box_id=box_id)
                await asyncio.sleep(60)

        for moment in (0, 0.0001, 0.001, 0.02):
            change = asyncio.create_task(add_one_and_wait())
            await asyncio.sleep(moment)
            change.cancel()
            with pytest.raises(asyncio.CancelledError):
                await change
        async with database.transaction() as transaction:
            await transaction.execute(ADD_ONE, box_id=box_id)

        assert (await Session(database).one(BoxRead, BY_ID, box_id=box_id)).count == 1


async def test_a_broken_rule_of_the_database_says_which(url: str) -> None:
    async with opened(url) as database:
        box_id = await new_box(database)

        with pytest.raises(TakenError) as taken:
            await new_box(database, label=str(box_id))
        assert [fault.place for fault in taken.value.faults] == [("body", "label")]
        with pytest.raises(ConflictError):
            await new_box(database, within=uuid4())


async def test_a_slow_read_keeps_nobody_waiting(url: str) -> None:
    async with opened(url) as database:
        numbers = select(literal(1).label("n")).cte(recursive=True)
        numbers = numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < 1_000_000))
        slow = asyncio.create_task(Session(database).scalar(int, select(func.count()).select_from(numbers)))
        meanwhile = 0
        while not slow.done():
            await Session(database).scalar(int, COUNT)
            await asyncio.sleep(0)
            meanwhile += 1

        assert await slow == 1_000_000
        assert meanwhile > 10


async def test_a_value_that_is_too_long_for_an_index_is_refused_as_such(url: str) -> None:
    async with opened(url) as database:
        if url.startswith("sqlite"):
            await new_box(database, label=token_urlsafe(8000))
        else:
            with pytest.raises(TooLongError, match="Shorten it"):
                await new_box(database, label=token_urlsafe(8000))


async def test_when_every_turn_is_taken_the_wait_is_short(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(url) as database:
        async with every_turn_taken(database, 1 if url.startswith("sqlite") else 10):
            monkeypatch.setattr("petsage.core.group_commit.PATIENCE", 0.2)
            monkeypatch.setattr("petsage.core.postgresql.PATIENCE", 0.2)
            with pytest.raises(UnavailableError):
                await new_box(database)
            monkeypatch.undo()
        await new_box(database)


@asynccontextmanager
async def every_turn_taken(database: Database, count: int) -> AsyncIterator[None]:
    """So many transactions at once, each in the middle of a change."""
    async with asyncio.TaskGroup() as group:
        free = asyncio.Event()

        async def hold(taken: asyncio.Event) -> None:
            async with database.transaction() as transaction:
                await transaction.execute(NEW, **BLANK | {"id": uuid4(), "label": str(uuid4())})
                taken.set()
                await free.wait()

        turns = [asyncio.Event() for _ in range(count)]
        for turn in turns:
            group.create_task(hold(turn))
        for turn in turns:
            await turn.wait()
        yield
        free.set()
