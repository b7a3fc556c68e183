"""A database that can't do what is asked: the answer is a problem document, and the log says why."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from fastapi import FastAPI
from sqlalchemy import column, select, table

from petsage.core.database import Session
from petsage.core.errors import UnavailableError, UnforeseenError
from petsage.core.logs import JsonLines
from petsage.core.migrations import migrate
from petsage.core.testing import (
    Client,
    Person,
    new_postgresql_database,
    new_sqlite_database,
    running,
)
from petsage.main import create_app
from petsage.settings import Settings

ALEMBIC = Path(__file__).parents[1] / "alembic.ini"
ACCOUNT = {"email": "mia@example.org", "password": "correct horse battery"}
PROBLEM = "application/problem+json"


class Traces(logging.Handler):
    """Keeps what is logged of errors, as it would be written."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonLines())
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps the record's trace."""
        if record.exc_info:
            self.told.append(json.loads(self.format(record))["exception"])


@pytest.fixture
def traces() -> Iterator[list[str]]:
    """The trace of every error that is logged."""
    handler = Traces()
    logging.getLogger().addHandler(handler)
    yield handler.told
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def empty(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of a database without any table."""
    on_postgresql = database_url.startswith("postgresql")
    return new_postgresql_database() if on_postgresql else new_sqlite_database(tmp_path_factory)


def configured(url: str) -> Config:
    config = Config(ALEMBIC)
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def readiness(url: str) -> tuple[int, str]:
    """Whether an app on the database is ready, and what it says if not."""
    with running(create_app(Settings(database_url=url, log_level="WARNING"))) as client:
        answer = client.get("/readyz")
    return answer.status_code, answer.json().get("detail", "")


def test_without_tables_nothing_is_ready_and_every_answer_is_a_problem(empty: str) -> None:
    with running(create_app(Settings(database_url=empty, log_level="WARNING"))) as client:
        logging.getLogger().addHandler(handler := Traces())
        ready, alive, failed = client.get("/readyz"), client.get("/livez"), client.post("/api/v1/users", json=ACCOUNT)
        logging.getLogger().removeHandler(handler)

    assert (ready.status_code, alive.status_code, failed.status_code) == (503, 200, 500)
    assert ready.headers["content-type"] == failed.headers["content-type"] == PROBLEM
    assert "profiles_0001" in ready.json()["detail"]
    assert "alembic upgrade heads" in ready.json()["detail"]
    assert [
        trace for trace in handler.told if "UnforeseenError" in trace and ("SQLITE_ERROR" in trace or "42P01" in trace)
    ]


def test_a_database_is_ready_at_the_revisions_of_the_code_and_at_no_others(empty: str) -> None:
    migrate(empty, ALEMBIC)
    assert readiness(empty) == (200, "")

    command.downgrade(configured(empty), "health_tracker@-1")
    status, detail = readiness(empty)
    assert (status, "health_tracker_0002" in detail, "pets" in detail) == (503, True, False)

    command.upgrade(configured(empty), "heads")
    assert readiness(empty) == (200, "")


def test_an_error_of_the_database_without_a_word_of_its_own_keeps_its_cause(client: Client, app: FastAPI) -> None:
    async def ask() -> None:
        await Session(app.state.database).rows(select(column("nothing")).select_from(table("nowhere")))

    with pytest.raises(UnforeseenError) as raised:
        client.call(ask)

    cause = raised.value.__cause__
    assert cause is not None
    assert cause is not raised.value
    assert type(cause).__module__.partition(".")[0] in ("sqlite3", "psycopg")


def test_an_error_that_is_its_own_cause_is_logged_and_answered(
    alice: Person, traces: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object, **__: object) -> None:
        first, second = ValueError(), KeyError()
        first.__cause__, second.__cause__ = second, first
        raise first

    monkeypatch.setattr("petsage.core.identity.service.who_am_i", fail)
    answer = alice.get("/api/v1/users/me")

    assert (answer.status_code, answer.headers["content-type"]) == (500, PROBLEM)
    assert [trace.count("Error\n") for trace in traces] == [2]


def test_what_makes_the_database_unavailable_is_in_the_log(
    alice: Person, traces: list[str], database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = "postgresql.PostgreSQL" if database_url.startswith("postgresql") else "sqlite.SQLite"

    async def gone(*_: object) -> None:
        raise UnavailableError from OSError("no route to host")

    monkeypatch.setattr(f"petsage.core.{driver}.connect", gone)
    answer = alice.post("/api/v1/users", ACCOUNT)

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert "builtins.OSError" in traces[-1]
