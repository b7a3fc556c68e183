"""What clients see while the database is away, and after."""

import sqlite3
from uuid import uuid4

import psycopg
import pytest
from httpx2 import Response
from psycopg import sql

from petsage.core.testing import Client, Person

USERS, ME = "/api/v1/users", "/api/v1/users/me"

pytestmark = pytest.mark.usefixtures("no_attempts")


@pytest.fixture
def on_postgresql(database_url: str) -> str:
    """The URL of a PostgreSQL database."""
    if not database_url.startswith("postgresql"):
        pytest.skip("needs --database postgresql")
    return database_url


@pytest.fixture
def on_sqlite(database_url: str) -> str:
    """The file of an SQLite database."""
    if not database_url.startswith("sqlite"):
        pytest.skip("needs --database sqlite")
    return database_url.removeprefix("sqlite:///")


def test_connections_that_break_cost_one_answer_and_no_more(alice: Person, on_postgresql: str) -> None:
    assert alice.get(ME).status_code == 200
    end_connections(on_postgresql)

    lost, found, created = alice.get(ME), alice.get(ME), sign_up(alice)

    assert (lost.status_code, lost.headers["retry-after"]) == (503, "1")
    assert (found.status_code, created.status_code) == (200, 201)


def test_a_database_that_lets_nobody_in_is_unavailable_and_then_well_again(
    alice: Person, client: Client, on_postgresql: str
) -> None:
    name = sql.Identifier(name_of(on_postgresql))
    with psycopg.connect(on_postgresql, dbname="postgres", autocommit=True) as elsewhere:
        elsewhere.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(name))
        end_connections(on_postgresql)
        answers = [alice.get(ME), sign_up(alice), client.get("/readyz")]
        alive = client.get("/livez")
        elsewhere.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(name))

    assert {(answer.status_code, answer.headers["content-type"]) for answer in answers} == {
        (503, "application/problem+json")
    }
    assert alive.status_code == 200
    assert (client.get("/readyz").status_code, alice.get(ME).status_code) == (200, 200)


def test_reads_go_on_while_another_process_holds_the_database_and_changes_wait_briefly(
    alice: Person, on_sqlite: str
) -> None:
    with sqlite3.connect(on_sqlite, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        read, change = alice.get(ME), sign_up(alice)
        other.execute("ROLLBACK")

    assert (read.status_code, change.status_code, change.headers["retry-after"]) == (200, 503, "1")
    assert sign_up(alice).status_code == 201


def sign_up(person: Person) -> Response:
    return person.post(USERS, {"email": f"{uuid4()}@example.com", "password": "long and my own"})


def end_connections(url: str) -> None:
    """Ends every connection to the database, as a server that stops does."""
    with psycopg.connect(url, dbname="postgres", autocommit=True) as elsewhere:
        elsewhere.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name_of(url)])


def name_of(url: str) -> str:
    return str(psycopg.conninfo.conninfo_to_dict(url)["dbname"])
