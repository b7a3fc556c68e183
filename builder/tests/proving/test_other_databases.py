"""An env.py that connects to a database of its own is refused before a statement, with what to write instead."""

import re
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from petsage_builder.errors import CannotBuildError
from petsage_builder.foundation.testing import new_postgresql_database
from petsage_builder.proving import CheckResult, Migrations

from .conftest import Prove, only, write
from .test_migrations import FIRST, OFFERS_0001, PRICES_0001, TABLES

HEAD = "from alembic import context\nfrom shop.tables import metadata\n"
RUN = """\
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
"""
SYNC = f"""\
{HEAD}from sqlalchemy import create_engine

engine = create_engine("URL")
with engine.connect() as connection:
{RUN}"""
OPTION = f"""\
{HEAD}from sqlalchemy import engine_from_config

config = context.config
config.set_main_option("sqlalchemy.url", "URL")
engine = engine_from_config(config.get_section(config.config_ini_section))
with engine.connect() as connection:
{RUN}"""
SECTION = f"""\
{HEAD}from sqlalchemy import engine_from_config

section = context.config.get_section(context.config.config_ini_section, {{}})
section["sqlalchemy.url"] = "URL"
with engine_from_config(section).connect() as connection:
{RUN}"""
IMPORTED = f"""\
{HEAD}from shop.database import engine

with engine.connect() as connection:
{RUN}"""
NAMED = f"""\
{HEAD}from sqlalchemy import create_engine

def run_migrations(url):
    with create_engine(url).connect() as connection:
    {RUN.replace(chr(10), chr(10) + "    ").rstrip()}

run_migrations("URL")
"""
ASYNC = f"""\
{HEAD}import asyncio
from sqlalchemy.ext.asyncio import create_async_engine

def run(connection):
{RUN}
async def main():
    engine = create_async_engine("URL")
    async with engine.connect() as connection:
        await connection.run_sync(run)

asyncio.run(main())
"""
CREATOR = f"""\
{HEAD}import sqlite3
from sqlalchemy import create_engine

with create_engine("sqlite://", creator=lambda: sqlite3.connect("FILE")).connect() as connection:
{RUN}"""
DRIVER = HEAD + 'import psycopg\n\npsycopg.connect("URL").execute("DROP TABLE prices")\n'
TRYING = HEAD + 'import psycopg\n\ntry:\n    psycopg.connect("URL")\nexcept Exception:\n    pass\n'
OFFLINE = HEAD + 'context.configure(url="URL")\nwith context.begin_transaction():\n    context.run_migrations()\n'
MEMORY = SYNC.replace("URL", "sqlite://")
RELATIVE = SYNC.replace("URL", "sqlite:///dev.db")

Build = Callable[..., CheckResult]


@pytest.fixture
def build(sample: Path, prove: Prove) -> Build:
    """Proves a feature with a migration in a project with that env.py."""

    def run(env: str, files: dict[str, str] | None = None, **plan: str) -> CheckResult:
        own = {
            "alembic.ini": "[alembic]\nscript_location = %(here)s/migrations\nsqlalchemy.url = driver://user@host/db\n",
            "migrations/env.py": env,
            "migrations/versions/offers_0001.py": OFFERS_0001,
        }
        write(sample, own | (files or {}))
        after = {"src/shop/tables.py": TABLES, FIRST: PRICES_0001}
        name = "migrations on PostgreSQL" if "postgresql" in plan else "migrations"
        return prove(after, skip=only(name), migrations=(Migrations(("prices_0001",)),), **plan)[name]

    return run


def new_database() -> str:
    """The URL of a new database on the server that all tests share, wherever this test has its temporary files."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", None)
        return new_postgresql_database()


class Own:
    """The database of a project, with a row in it, and whether that is all there still."""

    url = ""
    statements = ("CREATE TABLE prices (id integer)", "INSERT INTO prices VALUES (1)")


class OwnFile(Own):
    def __init__(self, folder: Path) -> None:
        self.file = folder / "dev.db"
        self.url = f"sqlite:///{self.file}"
        with sqlite3.connect(self.file) as connection:
            for statement in self.statements:
                connection.execute(statement)

    def is_untouched(self) -> bool:
        with sqlite3.connect(self.file) as connection:
            tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            return (tables, connection.execute("SELECT * FROM prices").fetchall()) == ((1,), [(1,)])


class OwnServer(Own):
    def __init__(self) -> None:
        self.raw = new_database()
        self.url = self.raw.replace("postgresql:", "postgresql+psycopg:")
        with psycopg.connect(self.raw) as connection:
            for statement in self.statements:
                connection.execute(statement)

    def is_untouched(self) -> bool:
        with psycopg.connect(self.raw) as connection:
            tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
            return (tables, connection.execute("SELECT * FROM prices").fetchall()) == ((1,), [(1,)])


@pytest.mark.parametrize("env", [SYNC, OPTION, SECTION, IMPORTED, NAMED, ASYNC])
@pytest.mark.parametrize("kinds", ["file, checked on SQLite", "server, checked on SQLite", "server, checked there"])
def test_it_is_refused_and_what_to_write_works(build: Build, kinds: str, env: str, tmp_path: Path) -> None:
    if env == ASYNC:
        pytest.importorskip("greenlet", reason="SQLAlchemy's asynchronous engines need it")
    own = OwnFile(tmp_path) if kinds.startswith("file") else OwnServer()
    plan = {"postgresql": new_database()} if kinds.endswith("there") else {}
    text = env.replace("URL", own.url.replace("sqlite:", "sqlite+aiosqlite:") if env == ASYNC else own.url)
    database = f'from sqlalchemy import create_engine\n\nengine = create_engine("{own.url}")\n'
    files = {"src/shop/database.py": database}
    with pytest.raises(CannotBuildError, match="refused before any statement") as refused:
        build(text, files, **plan)
    (problem,) = refused.value.problems
    assert re.fullmatch(r"migrations/env\.py, line \d+", problem.place)
    assert own.is_untouched()
    assert build(followed(text, problem.advice), files, **plan).status == "passed", problem.advice
    assert own.is_untouched()


def followed(text: str, advice: str) -> str:
    """The text with the lines that the advice says."""
    above = re.search(r"write `([^`]+)` above", advice)
    found = re.search(r"write in line (\d+): `(.+)`$", advice)
    assert found, advice
    lines = text.splitlines()
    old = lines[int(found[1]) - 1]
    lines[int(found[1]) - 1] = old[: len(old) - len(old.lstrip())] + found[2]
    return "\n".join([above[1] if above else "", *lines]) + "\n"


@pytest.mark.parametrize("env", [CREATOR, MEMORY, RELATIVE, OFFLINE], ids=["creator", "memory", "relative", "offline"])
def test_every_other_way_to_another_database_is_refused(build: Build, env: str, tmp_path: Path) -> None:
    own = OwnFile(tmp_path)
    with pytest.raises(CannotBuildError, match=r"migrations/env\.py, line"):
        build(env.replace("FILE", str(own.file)).replace("URL", own.url))
    assert own.is_untouched()


@pytest.mark.parametrize("env", [DRIVER, TRYING], ids=["driver", "swallowed"])
def test_a_driver_s_own_connection_is_refused_also_where_the_error_is_swallowed(build: Build, env: str) -> None:
    own = OwnServer()
    with pytest.raises(CannotBuildError, match=r"migrations/env\.py, line .*refused before any statement"):
        build(env.replace("URL", own.raw), postgresql=own.raw)
    assert own.is_untouched()


def test_an_app_that_makes_tables_when_it_is_imported_is_told_where(build: Build, tmp_path: Path) -> None:
    own = OwnFile(tmp_path)
    main = f"import sqlite3\n\nsqlite3.connect({str(own.file)!r}).execute('DROP TABLE prices')\n"
    with pytest.raises(CannotBuildError, match=r"^src/shop/main\.py, line 3: the app can't be imported: .*dev\.db"):
        build(SYNC, {"src/shop/main.py": main})
    assert own.is_untouched()
