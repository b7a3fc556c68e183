"""The check of the migrations: they go up and down, and make the tables that the models describe."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from petsage_builder.errors import CannotBuildError
from petsage_builder.proving.bench import Bench
from petsage_builder.proving.own_database import refused_connection
from petsage_builder.proving.plan import CheckPlan, CheckResult
from petsage_builder.proving.text import last_lines

NAME = "migrations"


def check_migrations(bench: Bench) -> list[CheckResult]:
    """On an empty database everything goes up, the feature's goes down and up again, and the models find their tables.

    What landed before is also taken to the new revision, and back, with a row in each table. A feature without
    migrations leaves the database as it was, so there is nothing to prove.

    Raises:
        CannotBuildError: env.py connects Alembic to another database than the one of the check.
    """
    return [_nothing_to_prove(NAME, bench) or _on(bench, NAME, "SQLite", "")]


def check_migrations_on_postgresql(bench: Bench) -> list[CheckResult]:
    """The same on a server that is named by its URL, or as `$VARIABLE` by what the environment has of it."""
    name, server = f"{NAME} on PostgreSQL", bench.plan.postgresql
    url = os.environ.get(server[1:], "") if server.startswith("$") else server
    if not url:
        return [CheckResult(name, "skipped", 0, f"{server} is not set")]
    return [_nothing_to_prove(name, bench) or _on(bench, name, "PostgreSQL", url)]


def _nothing_to_prove(name: str, bench: Bench) -> CheckResult | None:
    if not (bench.staging.folder / bench.plan.alembic).is_file():
        return CheckResult(name, "skipped", 0, "no migrations here")
    return None if bench.plan.migrations else CheckResult(name, "skipped", 0, "the feature has no tables")


def _on(bench: Bench, name: str, kind: str, url: str) -> CheckResult:
    """The result on an empty database of a kind."""
    started, commands = time.perf_counter(), list(_commands(bench.plan))
    outcome = bench.do(
        "migrations",
        bench.plan.seconds,
        url=url,
        commands=commands,
        alembic=bench.plan.alembic,
        environment=dict(bench.plan.environment),
        visible=[str(socket)] if (socket := _socket_of(url)) else [],
    )
    seconds, result = time.perf_counter() - started, outcome.result
    if outcome.ending or not result:
        return CheckResult(name, "failed", seconds, outcome.ending or "it ended before Alembic did", outcome.output)
    if refused := result.get("refused"):
        raise CannotBuildError(refused_connection(refused, bench.staging))
    if result["failed"]:
        detail = f"{kind}, {result['failed']}: {bench.staging.shown(result['error'])}"
        return CheckResult(name, "failed", seconds, detail, last_lines(bench.staging.shown(result["trace"])))
    return CheckResult(name, "passed", seconds, f"{kind}: {', '.join(map(' '.join, commands))}")


def _socket_of(url: str) -> Path | None:
    """The Unix socket of a PostgreSQL server: all that a check gets to see of it."""
    address = urlsplit(url)
    query = parse_qs(address.query)
    host = query.get("host", [unquote(address.hostname or "")])[0]
    port = query.get("port", [str(address.port or 5432)])[0]
    return Path(host, f".s.PGSQL.{port}") if host.startswith("/") else None


def _commands(plan: CheckPlan) -> Iterator[tuple[str, ...]]:
    """Alembic's commands in their order. What depends on a migration goes down with it, and up again with all heads."""
    yield "upgrade", "heads"
    for branch in reversed(plan.migrations):
        yield "downgrade", f"{branch.revisions[0]}@base"
    if changed := [branch.landed for branch in plan.migrations if branch.landed not in (None, branch.revisions[-1])]:
        for landed in changed:
            yield "upgrade", landed
        if not any(branch.refuses for branch in plan.migrations):  # our rows may be such as have no place any more
            yield ("insert",)
        yield "upgrade", "heads"
        for landed in reversed(changed):
            yield "downgrade", landed
    yield "upgrade", "heads"
    yield ("check",)
