"""Runs in a project's own Python and folder: drops a feature's tables from the database that the settings name.

That is a file of the project's, or what DATABASE_URL names; a server that env.py knows by itself is left alone.

The only argument is JSON: the file of `alembic`'s settings, the `feature`, its `revisions` and `tables`, and whether
rows may be discarded. So is the answer on standard output: `database` is the URL without its password, `rows` how many
rows each table has or had, `dropped` whether they are gone; `built_on`, `unnamed` or `failed` say why nothing was done.
"""

import json
import os
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext, RevisionStep
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Dialect, Engine, event, func, inspect, make_url, select, table
from sqlalchemy.exc import DBAPIError

Answer = dict[str, Any]
Heads = tuple[str, ...]


class _AbsentError(Exception):
    """There is no database."""


class _UnnamedError(Exception):
    """The database is one that nobody has named."""


class _RowsError(Exception):
    """Tables that would be dropped have rows."""


def drop_tables(
    alembic: str, feature: str, revisions: Collection[str], tables: Collection[str], discard: bool
) -> Answer:
    """Takes the feature's migrations back, unless its tables have rows and `discard` is not set.

    Rows are counted in the transactions that drop the tables, where nobody can add one any more.
    """
    config = Config(alembic)
    scripts = ScriptDirectory.from_config(config)
    if built_on := sorted(_built_on(scripts, revisions)):
        return {"built_on": built_on}
    answer: Answer = {"database": None, "rows": {}, "dropped": False}

    def steps(heads: Heads, context: MigrationContext) -> Iterator[RevisionStep]:
        connection = _connection(context)
        _refuse_unnamed(connection.dialect, *connection.dialect.create_connect_args(connection.engine.url))
        answer["database"] = connection.engine.url.render_as_string(hide_password=True)
        if any(script.revision in revisions for script in scripts.iterate_revisions(heads, "base")):
            for script in list(scripts.iterate_revisions(heads, f"{feature}@base", select_for_downgrade=True)):
                step = RevisionStep(scripts.revision_map, script, is_upgrade=False)
                step.migration_fn = partial(downgrade, connection, step.migration_fn)
                yield step
            answer["dropped"] = True

    def downgrade(connection: Connection, go_down: Callable[..., None], **options: Any) -> None:
        rows = dict(_rows(connection, tables))
        answer["rows"] = rows | answer["rows"]
        if any(rows.values()) and not discard:
            raise _RowsError
        go_down(**options)

    event.listen(Engine, "do_connect", _refuse_absent)
    try:
        with EnvironmentContext(config, scripts, fn=steps, dont_mutate=True):
            scripts.run_env()
    except _UnnamedError as error:
        return {"unnamed": str(error)}
    except (_AbsentError, _RowsError):
        answer["dropped"] = False
    return answer


def _built_on(scripts: ScriptDirectory, revisions: Collection[str]) -> Iterator[str]:
    """The revisions of others that follow one of these or depend on it, and would go down with it."""
    for script in scripts.walk_revisions():
        below = {*scripts.get_revisions(script.down_revision or ()), *scripts.get_revisions(script.dependencies or ())}
        if script.revision not in revisions and any(found.revision in revisions for found in below if found):
            yield script.revision


def _connection(context: MigrationContext) -> Connection:
    if context.connection is None:
        raise RuntimeError("env.py gave Alembic no connection")
    return context.connection


def _rows(connection: Connection, tables: Collection[str]) -> Iterator[tuple[str, int]]:
    """How many rows each table has that is there; nobody can change them until the transaction ends."""
    for name in filter(inspect(connection).has_table, tables):
        if connection.dialect.name == "postgresql":
            quoted = connection.dialect.identifier_preparer.quote(name)
            connection.exec_driver_sql(f"LOCK TABLE {quoted} IN ACCESS EXCLUSIVE MODE")
        yield name, connection.scalar(select(func.count()).select_from(table(name))) or 0


def _refuse_unnamed(dialect: Dialect, arguments: Sequence[Any], options: Mapping[str, Any]) -> None:
    """Refuses a database that is neither a file of the project's nor what DATABASE_URL names."""
    found, url = _place(dialect, arguments, options), os.environ.get("DATABASE_URL")
    if dialect.name == "sqlite" and Path(found[-1]).is_relative_to(Path.cwd()):
        return
    if url is None or make_url(url).get_backend_name() != dialect.name:
        raise _UnnamedError(" ".join(found))
    if found != _place(dialect, *dialect.create_connect_args(make_url(url))):
        raise _UnnamedError(" ".join(found))


def _place(dialect: Dialect, arguments: Sequence[Any], options: Mapping[str, Any]) -> tuple[str, ...]:
    """Where a driver is asked to connect to, without who connects."""
    if dialect.name == "sqlite":
        return "sqlite", str(Path(arguments[0] if arguments else "").resolve())
    return dialect.name, *(str(options[key]) for key in ("host", "port", "dbname", "database") if options.get(key))


def _refuse_absent(dialect: Dialect, _record: object, arguments: list[Any], options: Mapping[str, Any]) -> None:
    """Keeps SQLite from making the file of a database that isn't there, and Alembic from one that nobody has named."""
    _refuse_unnamed(dialect, arguments, options)
    if dialect.name == "sqlite" and not options.get("uri") and not Path(arguments[0]).exists():
        raise _AbsentError


def _answer(request: Mapping[str, Any]) -> Answer:
    try:
        return drop_tables(**request)
    except Exception as error:
        reason = error.orig if isinstance(error, DBAPIError) else error
        return {"failed": f"{type(reason).__name__}: {reason}"}


if __name__ == "__main__":
    told = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever the app prints is no answer
    with told:
        json.dump(_answer(json.loads(sys.argv[1])), told)
