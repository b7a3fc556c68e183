"""How the database gets its tables: Alembic, each migration all or nothing, on SQLite as on PostgreSQL."""

from pathlib import Path
from typing import Any

from alembic import command, context
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import to_tuple
from sqlalchemy import Connection, Engine, MetaData, column, create_engine, delete, event, make_url, table
from sqlalchemy.pool import NullPool

PATIENCE = "5s"
"""How long a migration waits for a lock on PostgreSQL."""


def migrate(url: str, alembic_ini: Path) -> None:
    """Give the database at `url` every table, by the migrations that the project's `alembic.ini` names."""
    config = Config(alembic_ini)
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    command.upgrade(config, "heads")


def heads_of(folder: Path) -> frozenset[str]:
    """The revisions that a database is at which has every migration of a folder: those that no other builds on."""
    scripts = ScriptDirectory(folder)
    revisions = list(scripts.walk_revisions())
    named = (name for each in revisions for name in (each.down_revision, each.dependencies))
    below = [name for names in named for name in to_tuple(names, default=())]
    return frozenset(each.revision for each in revisions) - {each.revision for each in scripts.get_revisions(below)}


def run_migrations(url: str, metadata: MetaData) -> None:
    """Take the database at `url` to where Alembic wants it; for `env.py`."""
    with engine_for(url).connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata,
            transactional_ddl=True,
            transaction_per_migration=True,
            render_as_batch=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        _forget_implied(connection)


def _forget_implied(connection: Connection) -> None:
    """Takes the revisions that others stand on out of those that a database is at.

    Alembic leaves them there after it has taken back what depends on two that depend on each other, and then refuses
    to go on.
    """
    scripts = {each.revision: each for each in context.script.walk_revisions()}
    heads = context.get_context().get_current_heads()
    below: set[str] = set()
    waiting = list(heads)
    while waiting:
        if script := scripts.get(waiting.pop()):
            under = {*to_tuple(script.down_revision, default=()), *to_tuple(script.dependencies, default=())} - below
            below |= under
            waiting += under
    if implied := below.intersection(heads):
        version = table("alembic_version", column("version_num"))
        connection.execute(delete(version).where(version.c.version_num.in_(implied)))
        connection.commit()


def engine_for(url: str) -> Engine:
    """An engine whose transactions hold schema changes too; Python's driver for SQLite would commit before each."""
    address = make_url(url)
    if address.get_backend_name() == "postgresql":
        server = create_engine(address.set(drivername="postgresql+psycopg"), poolclass=NullPool)
        event.listen(server, "begin", _wait_briefly)
        return server
    engine = create_engine(address, poolclass=NullPool)
    event.listen(engine, "connect", _leave_transactions_alone)
    event.listen(engine, "begin", _begin)
    return engine


def _wait_briefly(connection: Connection) -> None:
    """Has a migration fail whose table is not free: while it waited, all who come after it would, too."""
    connection.exec_driver_sql(f"SET lock_timeout = '{PATIENCE}'")


def _leave_transactions_alone(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = OFF")  # a table that is rebuilt must not take its children along


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
