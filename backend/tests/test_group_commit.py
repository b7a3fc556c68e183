"""Changes of SQLite that share a commit: each is all or nothing by itself, and nobody is told what isn't on the disk."""

import asyncio
import random
import resource
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import ForeignKey, MetaData, bindparam, delete, func, insert, literal, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from petsage.core import sqlite_file
from petsage.core.connect import database_at
from petsage.core.database import Database, Session, Transaction
from petsage.core.errors import ConflictError, TakenError, UnavailableError
from petsage.core.migrations import engine_for
from petsage.core.statements import locking

pytestmark = pytest.mark.anyio


class Tables(DeclarativeBase):
    """The tables of these tests alone."""

    metadata = MetaData()


class Shelf(Tables):
    """What books go along with."""

    __tablename__ = "shelves"

    id: Mapped[int] = mapped_column(primary_key=True)


class Book(Tables):
    """What is written."""

    __tablename__ = "books"

    title: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(default="")
    shelf: Mapped[int | None] = mapped_column(ForeignKey("shelves.id", ondelete="CASCADE"), index=True)


ADD = insert(Book)
TITLES = select(Book.title)
COUNT = select(func.count()).select_from(Book)
ONE = locking(select(Book.title).where(Book.title == bindparam("named")))
EMPTY_SHELF = delete(Shelf).where(Shelf.id == bindparam("number"))
BOMB = """
    CREATE TRIGGER bomb BEFORE INSERT ON books WHEN new.title = 'bomb'
    BEGIN SELECT RAISE(ROLLBACK, 'all is undone'); END
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file of a database with the tables."""
    engine = engine_for(f"sqlite:///{tmp_path}/books.db")
    Tables.metadata.create_all(engine)
    engine.dispose()
    return tmp_path / "books.db"


@asynccontextmanager
async def opened(path: Path) -> AsyncIterator[Database]:
    database = database_at(f"sqlite:///{path}")
    await database.open()
    try:
        yield database
    finally:
        await database.close()


@pytest.fixture
def commits(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every commit so far."""
    found: list[str] = []
    do = sqlite_file.Handle.do

    def noted(handle: sqlite_file.Handle, sql: str) -> None:
        do(handle, sql)
        if sql == "COMMIT":
            found.append(sql)

    monkeypatch.setattr(sqlite_file.Handle, "do", noted)
    return found


async def add(database: Database, *titles: str, text: str = "") -> None:
    async with database.transaction() as transaction:
        await put(transaction, *titles, text=text)


async def put(transaction: Transaction, *titles: str, text: str = "") -> None:
    for title in titles:
        await transaction.execute(ADD, title=title, text=text, shelf=None)


async def titles_in(database: Database) -> set[str]:
    return {row["title"] for row in await Session(database).rows(TITLES)}


async def outcomes(*changes: Any) -> list[BaseException | None]:
    """What changes at the same time end with, in their order."""
    ends: list[BaseException | None] = await asyncio.gather(*changes, return_exceptions=True)
    return ends


async def test_changes_that_wait_for_one_another_share_a_commit(path: Path, commits: list[str]) -> None:
    async with opened(path) as database:
        await asyncio.gather(*(add(database, f"{number}") for number in range(30)))

        assert len(await titles_in(database)) == 30
    assert len(commits) < 15


async def test_whoever_was_answered_reads_what_they_wrote(path: Path) -> None:
    async with opened(path) as database:

        async def add_and_read(title: str) -> None:
            await add(database, title)
            assert title in await titles_in(database)

        await asyncio.gather(*(add_and_read(f"{number}") for number in range(30)))


async def test_nobody_sees_what_is_finished_but_not_committed(path: Path) -> None:
    async with opened(path) as database:
        held = await Held.begun(database, "held")
        others = [asyncio.create_task(add(database, f"{number}")) for number in range(5)]
        await asyncio.sleep(0.05)
        assert await titles_in(database) == set()
        assert await held.end() is None
        await asyncio.gather(*others)
        assert len(await titles_in(database)) == 6


class Held:
    """A change in its middle, until it is told to go on."""

    def __init__(self, database: Database, *titles: str) -> None:
        self._begun, self._go_on = asyncio.Event(), asyncio.Event()
        self._change = asyncio.create_task(self._hold(database, *titles))

    async def _hold(self, database: Database, *titles: str) -> None:
        async with database.transaction() as transaction:
            await put(transaction, *titles)
            self._begun.set()
            await self._go_on.wait()

    async def end(self) -> BaseException | None:
        """What the change ends with."""
        self._go_on.set()
        await asyncio.wait([self._change])
        return self._change.exception()

    @classmethod
    async def begun(cls, database: Database, *titles: str) -> "Held":
        held = cls(database, *titles)
        await held._begun.wait()
        return held


async def test_a_change_that_fails_takes_nobody_with_it(path: Path) -> None:
    async def fail(database: Database, number: int) -> None:
        async with database.transaction() as transaction:
            await put(transaction, f"lost {number}")
            raise ZeroDivisionError

    async with opened(path) as database:
        await add(database, "taken")
        ends = await outcomes(
            *(add(database, f"kept {number}") for number in range(10)),
            *(fail(database, number) for number in range(10)),
            *(add(database, f"also lost {number}", "taken") for number in range(10)),
            *(add(database, f"kept too {number}") for number in range(10)),
        )

        assert [type(end) for end in ends[10:30]] == [ZeroDivisionError] * 10 + [TakenError] * 10
        assert ends[:10] + ends[30:] == [None] * 20
        kept = {f"kept {number}" for number in range(10)} | {f"kept too {number}" for number in range(10)}
        assert await titles_in(database) == kept | {"taken"}


async def test_a_refused_statement_leaves_what_its_change_did_before(path: Path) -> None:
    async with opened(path) as database:
        await add(database, "taken")
        async with database.transaction() as transaction:
            await put(transaction, "before")
            with pytest.raises(TakenError):
                await put(transaction, "taken")
            await put(transaction, "after")

        assert await titles_in(database) == {"taken", "before", "after"}


@pytest.mark.parametrize("seed", range(12))
async def test_whatever_happens_each_change_is_whole_or_not_there(path: Path, seed: int) -> None:
    """Changes of several statements that succeed, fail, are refused, undo everything, and are cancelled anywhere."""
    chance = random.Random(seed)
    with sqlite3.connect(path) as connection:
        connection.execute(BOMB)
    connection.close()

    async def change(database: Database, number: int) -> None:
        async with database.transaction() as transaction:
            for part in range(4):
                await put(transaction, f"{number}.{part}")
                if chance.random() < 0.1:
                    await asyncio.sleep(chance.random() / 200)
                if chance.random() < 0.05:
                    await transaction.execute(EMPTY_SHELF, number=number)
                if chance.random() < 0.03:
                    await put(transaction, chance.choice(["bomb", f"{number}.0"]))
                if chance.random() < 0.03:
                    raise ZeroDivisionError

    async with opened(path) as database:
        tasks = [asyncio.create_task(change(database, number)) for number in range(120)]
        for task in chance.sample(tasks, 20):
            await asyncio.sleep(chance.random() / 500)
            task.cancel()
        ends = await asyncio.gather(*tasks, return_exceptions=True)
        stored = await titles_in(database)
        await add(database, "and then")

    cancelled = {number for number, end in enumerate(ends) if isinstance(end, asyncio.CancelledError)}
    there = {number for number in range(120) if f"{number}.0" in stored}
    assert stored == {f"{number}.{part}" for number in there for part in range(4)}
    assert {number for number, end in enumerate(ends) if end is None} <= there
    assert there <= {number for number, end in enumerate(ends) if end is None} | cancelled
    allowed = (ZeroDivisionError, TakenError, ConflictError, UnavailableError, asyncio.CancelledError)
    assert all(end is None or isinstance(end, allowed) for end in ends)


async def test_when_the_database_undoes_everything_those_who_wait_are_told(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(BOMB)
    connection.close()

    async def go_on_after_the_bomb(database: Database) -> None:
        async with database.transaction() as transaction:
            await put(transaction, "before the bomb")
            with pytest.raises(ConflictError):
                await put(transaction, "bomb")
            await put(transaction, "after the bomb")

    async with opened(path) as database:
        held = await Held.begun(database, "held")
        changes = (add(database, "first"), go_on_after_the_bomb(database), add(database, "last"))
        waiting = [asyncio.create_task(change) for change in changes]
        await asyncio.sleep(0)
        ends = [await held.end(), *await asyncio.gather(*waiting, return_exceptions=True)]

        assert [type(end) for end in ends[:3]] == [UnavailableError] * 3
        assert ends[3] is None
        assert await titles_in(database) == {"last"}


async def test_a_full_disk_costs_those_who_were_told_so_and_nobody_else(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = sqlite3.connect

    def with_a_small_disk(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*arguments, **options)
        connection.execute("PRAGMA max_page_count = 100")
        return connection

    monkeypatch.setattr(sqlite3, "connect", with_a_small_disk)
    async with opened(path) as database:
        await add(database, "first", text="x" * 20_000)
        ends = await outcomes(*(add(database, f"{number}", text="x" * 20_000) for number in range(40)))

        assert UnavailableError in {type(end) for end in ends} <= {type(None), UnavailableError}
        kept = {f"{number}" for number, end in enumerate(ends) if end is None}
        assert await titles_in(database) == kept | {"first"}
        async with database.transaction() as transaction:
            await transaction.execute(delete(Book))
        await add(database, "there is room again", text="x" * 20_000)


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """No file of this process can grow beyond so many bytes, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def test_a_commit_that_fails_fails_for_all_who_share_it_and_for_those_refused_on_their_account(
    path: Path,
) -> None:
    async with opened(path) as database:
        await add(database, "stays")
        held = await Held.begun(database, "taken")
        changes = (add(database, "another"), add(database, "taken"))
        waiting = [asyncio.create_task(change) for change in changes]
        await asyncio.sleep(0)
        with files_no_larger_than(path.with_name("books.db-wal").stat().st_size):
            ends = [await held.end(), *await asyncio.gather(*waiting, return_exceptions=True)]

        assert [type(end) for end in ends] == [UnavailableError] * 3
        assert await titles_in(database) == {"stays"}
        await add(database, "taken")


async def test_a_refusal_on_account_of_what_is_not_committed_waits_for_the_commit(path: Path) -> None:
    async with opened(path) as database:
        held = await Held.begun(database, "taken")
        refused = asyncio.create_task(add(database, "taken"))
        await asyncio.sleep(0)
        assert await held.end() is None

        with pytest.raises(TakenError):
            await refused
        assert await titles_in(database) == {"taken"}


async def test_changes_wait_for_another_process_and_reads_do_not(path: Path) -> None:
    async with opened(path) as database:
        with sqlite3.connect(path, isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            adding = [asyncio.create_task(add(database, f"{number}")) for number in range(5)]
            await asyncio.sleep(0.1)
            assert await titles_in(database) == set()
            assert not any(change.done() for change in adding)
            other.execute("COMMIT")
            await asyncio.gather(*adding)

        assert len(await titles_in(database)) == 5
        other.close()


async def test_who_leaves_while_another_process_writes_leaves_no_lock(path: Path) -> None:
    async with opened(path) as database:
        with sqlite3.connect(path, isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            leaving = asyncio.create_task(add(database, "gone"))
            await asyncio.sleep(0.01)
            leaving.cancel()
            await asyncio.wait([leaving])
            other.execute("COMMIT")
            await asyncio.sleep(0.05)
            other.execute("BEGIN IMMEDIATE")
            other.execute("COMMIT")
        other.close()

        await add(database, "here")
        assert await titles_in(database) == {"here"}


async def test_a_deletion_that_takes_much_along_keeps_nobody_waiting(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO shelves VALUES (1)")
        connection.executemany("INSERT INTO books VALUES (?, '', 1)", ((f"{n}",) for n in range(200_000)))
    connection.close()
    async with opened(path) as database:

        async def empty() -> None:
            async with database.transaction() as transaction:
                await transaction.execute(EMPTY_SHELF, number=1)

        emptying = asyncio.create_task(empty())
        meanwhile = 0
        while not emptying.done():
            await Session(database).rows(ONE, named="1")
            await asyncio.sleep(0)
            meanwhile += 1

        await emptying
        assert await titles_in(database) == set()
        assert meanwhile > 10


async def test_a_slow_question_in_a_change_costs_the_change_nothing(path: Path) -> None:
    numbers = select(literal(1).label("n")).cte(recursive=True)
    numbers = numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < 1_000_000))
    async with opened(path) as database:
        async with database.transaction() as transaction:
            await put(transaction, "before")
            assert await transaction.scalar(int, select(func.count()).select_from(numbers)) == 1_000_000
            await put(transaction, "after")

        assert await titles_in(database) == {"before", "after"}


async def test_while_somebody_writes_few_reads_pass_in_a_turn_of_the_loop_in_their_order(path: Path) -> None:
    async with opened(path) as database:
        held = await Held.begun(database, "held")
        passed: list[int] = []

        async def read(number: int) -> None:
            await Session(database).scalar(int, COUNT)
            passed.append(number)

        reads = [asyncio.create_task(read(number)) for number in range(40)]
        in_turns = []
        while len(passed) < 36:
            before = len(passed)
            await asyncio.sleep(0)
            in_turns.append(len(passed) - before)
            if len(in_turns) == 2:
                reads[20].cancel()
        assert max(in_turns) <= 4
        assert len(in_turns) < 30
        await asyncio.wait(reads)
        assert passed == [number for number in range(40) if number != 20]
        await held.end()


async def test_a_read_that_waits_is_not_forgotten_when_nobody_writes_any_more(path: Path) -> None:
    async with opened(path) as database:
        held = await Held.begun(database, "held")
        reads = [asyncio.create_task(Session(database).scalar(int, COUNT)) for _ in range(200)]
        await asyncio.sleep(0)
        await held.end()

        assert len(await asyncio.wait_for(asyncio.gather(*reads), 60)) == 200


async def test_who_is_about_to_change_something_waits_for_no_reader(path: Path) -> None:
    async with opened(path) as database:
        held = await Held.begun(database, "held")
        reads = [asyncio.create_task(Session(database).scalar(int, COUNT)) for _ in range(40)]
        await asyncio.sleep(0)

        async with asyncio.timeout(60):
            assert await Session(database, for_a_change=True).scalar(int, COUNT) == 0
        assert not all(read.done() for read in reads)
        await held.end()
        await asyncio.gather(*reads)
