"""Connections to the file of an SQLite database, and its errors in the product's words."""

import sqlite3
from collections.abc import Mapping
from math import inf
from pathlib import Path
from time import monotonic
from typing import Any

from .errors import ConflictError, TakenError, UnavailableError, UnforeseenError
from .statements import Answer

LOOP_BUDGET = 0.005
"""Seconds a read may hold the event loop."""
READ_LIMIT = 10.0
"""Seconds a read may take at all."""
PATIENCE = 2.0
"""Seconds to wait for a turn, or for another process, before the database counts as unavailable."""
STEPS = 1000
"""Steps of SQLite's machine between two looks at the clock; about 20 microseconds."""
SYNCHRONOUS = "FULL"
"""When SQLite waits for the disk: with each commit, so that what was answered outlasts a power cut."""
UNAVAILABLE = (
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
)
PRIMARY = 0xFF
"""The part of an error code that has the kind of error."""


class Handle:
    """A connection that stops what takes longer than it may. One thread at a time uses it, whichever it is."""

    def __init__(self, path: Path, patience: float = 0) -> None:
        self.raw = sqlite3.connect(
            path, timeout=patience, isolation_level=None, check_same_thread=False, cached_statements=1000
        )
        self.raw.create_function("lower", 1, _lower, deterministic=True)
        settings = ("journal_mode = WAL", f"synchronous = {SYNCHRONOUS}", "foreign_keys = ON", "temp_store = MEMORY")
        for setting in settings:
            self.raw.execute(f"PRAGMA {setting}")
        self._deadline = inf
        self.raw.set_progress_handler(self._late, STEPS)

    def run(self, sql: str, values: Mapping[str, Any], seconds: float = inf) -> Answer:
        """What the statement gives; SQLITE_INTERRUPT when it takes longer than `seconds`."""
        self._deadline = monotonic() + seconds
        cursor = self.raw.execute(sql, values)
        return Answer(cursor.fetchall(), cursor.description, cursor.rowcount)

    def do(self, sql: str) -> None:
        """Run what gives nothing and may take as long as it likes."""
        self._deadline = inf
        self.raw.execute(sql)

    def _late(self) -> bool:
        return monotonic() > self._deadline


def _lower(text: str | None) -> str | None:
    """SQLite's own function knows the letters of ASCII only."""
    return text.lower() if isinstance(text, str) else text


def is_kind(error: sqlite3.Error, *kinds: int) -> bool:
    """Whether the error is of one of these kinds, such as SQLITE_BUSY."""
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & PRIMARY in kinds


def translated(error: sqlite3.Error) -> Exception:
    """The error in the product's words."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)  # Python's own errors have none
    if code in (sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY):
        named = str(error).partition(": ")[2].split(", ")
        return TakenError([name.partition(".")[2] for name in named if "." in name])
    if code in (sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY, sqlite3.SQLITE_CONSTRAINT_TRIGGER):
        return ConflictError("Something still refers to this, or what it refers to is gone.")
    return UnavailableError() if code & PRIMARY in UNAVAILABLE else UnforeseenError()
