"""What a running app withstands, in short; the scripts beside this file do the same at length and print figures."""

import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient
from killed_server import killed
from restarted_postgresql import restarted
from sqlalchemy import delete

from petsage.core.database import Database
from petsage.core.identity.models import Token
from petsage.core.testing import Client, Person


def test_what_was_acknowledged_survives_a_server_that_is_killed(tmp_path: Path) -> None:
    load, notes = killed(f"sqlite:///{tmp_path}/faults.db", kills=2)

    assert load.kept
    assert load.kept <= set(notes) <= load.kept | load.unanswered
    assert len(notes) == len(set(notes))


def test_a_restart_of_postgresql_costs_nothing_but_a_wait(tmp_path: Path) -> None:
    load, notes, seconds = restarted(tmp_path / "data", restarts=1)

    assert load.kept <= set(notes)
    assert set(load.statuses) <= {201, 503}
    assert load.without_retry_after == 0
    assert max(seconds) < 60


@pytest.fixture
def only_postgresql(database_url: str) -> Iterator[None]:
    """Skips where there is no pool of connections."""
    if not database_url.startswith("postgresql"):
        pytest.skip("SQLite has no pool")
    yield


@pytest.mark.usefixtures("only_postgresql")
def test_who_finds_no_free_connection_is_told_so_soon_and_none_is_lost(
    client: Client, app: FastAPI, alice: Person
) -> None:
    async def while_all_are_taken(database: Database) -> tuple[int, float]:
        another = AsyncClient(transport=ASGITransport(app), base_url="http://testserver")
        async with AsyncExitStack() as taken, another:
            for _ in range(10):
                transaction = await taken.enter_async_context(database.transaction())
                await transaction.execute(delete(Token).where(Token.digest == "none"))
            began = time.monotonic()
            answer = await another.get("/readyz")
            return answer.status_code, time.monotonic() - began

    for _ in range(3):
        status, seconds = client.call(while_all_are_taken, app.state.database)
        assert (status, seconds < 20) == (503, True)
        assert alice.get("/api/v1/pets").status_code == 200
