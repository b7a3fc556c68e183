"""The check of the migrations: they go up and down, and make the tables that the models describe."""

import time
from collections.abc import Iterator

from petsage_builder.checks.bench import Bench
from petsage_builder.checks.plan import CheckPlan, CheckResult
from petsage_builder.checks.text import last_lines

NAME = "migrations"


def check_migrations(bench: Bench) -> list[CheckResult]:
    """On an empty database everything goes up, the feature's goes down and up again, and the models find their tables.

    What landed before is also taken to the new revision, and back, with a row in each table. A feature without
    migrations leaves the database as it was, so there is nothing to prove.
    """
    if not (bench.staging.folder / "alembic.ini").is_file():
        return [CheckResult(NAME, "skipped", 0, "no migrations here")]
    if not bench.plan.revisions:
        return [CheckResult(NAME, "skipped", 0, "the feature has no tables")]
    return [_on(bench, "SQLite", "")]


def _on(bench: Bench, kind: str, url: str) -> CheckResult:
    """The result on an empty database of a kind."""
    started, commands = time.perf_counter(), list(_commands(bench.plan))
    outcome = bench.do(
        "migrations", bench.plan.seconds, url=url, commands=commands, environment=dict(bench.plan.environment)
    )
    seconds, result = time.perf_counter() - started, outcome.result
    if outcome.ending or not result:
        return CheckResult(NAME, "failed", seconds, outcome.ending or "it ended before Alembic did", outcome.output)
    if result["failed"]:
        detail = f"{result['failed']}: {bench.staging.shown(result['error'])}"
        return CheckResult(
            NAME, "failed", seconds, f"{kind}, {detail}", last_lines(bench.staging.shown(result["trace"]))
        )
    return CheckResult(NAME, "passed", seconds, f"{kind}: {', '.join(map(' '.join, commands))}")


def _commands(plan: CheckPlan) -> Iterator[tuple[str, ...]]:
    """Alembic's commands in their order. What depends on a migration goes down with it, and up again with all heads."""
    yield "upgrade", "heads"
    yield "downgrade", f"{plan.revisions[0]}@base"
    if plan.landed_revision not in (None, plan.revisions[-1]):
        yield "upgrade", plan.landed_revision
        yield ("insert",)
        yield "upgrade", "heads"
        yield "downgrade", plan.landed_revision
    yield "upgrade", "heads"
    yield ("check",)
