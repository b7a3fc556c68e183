"""Rows of the database that a project's settings name, counted and nothing else: no code of the project's runs."""

import json
import os
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote

Condition = tuple[str, str]
"""A table, and a condition in SQL."""

_SECONDS = 10.0
_ON_POSTGRESQL = """
import json, os, sys
import psycopg
url = os.environ["DATABASE_URL"].replace("postgresql+psycopg:", "postgresql:", 1)
counts = []
with psycopg.connect(url, autocommit=True, options="-c default_transaction_read_only=on") as connection:
    for table, where in json.load(sys.stdin):
        try:
            counts.append(connection.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()[0])
        except psycopg.Error:
            counts.append(None)
print(json.dumps(counts))
"""


def database_url(package: str) -> str:
    """The database of a project: what DATABASE_URL names, or the file that a new project has."""
    return os.environ.get("DATABASE_URL") or f"sqlite:///{package}.db"


def is_sqlite(url: str) -> bool:
    """Whether it is a file."""
    return url.startswith("sqlite")


def count_rows(project: Path, interpreter: Path, url: str, conditions: Sequence[Condition]) -> list[int | None]:
    """How many rows meet each condition; `None` where that can't be known: no database, no such table or column."""
    try:
        if is_sqlite(url):
            return _in_a_file(project / unquote(url.partition(":///")[2].partition("?")[0]), conditions)
        return _on_a_server(interpreter, url, conditions)
    except (OSError, ValueError, sqlite3.Error, subprocess.SubprocessError):
        return [None] * len(conditions)


def _in_a_file(path: Path, conditions: Sequence[Condition]) -> list[int | None]:
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        return [_counted(connection, table, where) for table, where in conditions]


def _counted(connection: sqlite3.Connection, table: str, where: str) -> int | None:
    try:
        return int(connection.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()[0])
    except sqlite3.OperationalError:
        return None


def _on_a_server(interpreter: Path, url: str, conditions: Sequence[Condition]) -> list[int | None]:
    done = subprocess.run(
        [str(interpreter), "-I", "-c", _ON_POSTGRESQL],
        input=json.dumps(conditions),
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=True,
    )
    return list(json.loads(done.stdout))
