"""Which database a process may connect to: any other is refused before a statement is sent, whatever asks for it."""

import importlib.abc
import importlib.machinery
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any
from urllib.parse import unquote, urlsplit

from .channel import Job

_CONNECTING = {
    "aiomysql": ("connect", "create_pool"),
    "asyncmy": ("connect", "create_pool"),
    "asyncpg": ("connect", "create_pool"),
    "duckdb": ("connect",),
    "mysql.connector": ("connect",),
    "MySQLdb": ("connect",),
    "oracledb": ("connect", "create_pool"),
    "pg8000": ("connect",),
    "pg8000.dbapi": ("connect",),
    "psycopg": ("connect", "Connection.connect", "AsyncConnection.connect"),
    "psycopg2": ("connect",),
    "pymssql": ("connect",),
    "pymysql": ("connect",),
    "pyodbc": ("connect",),
}
"""The functions of drivers that connect. SQLite's tells Python's audit hooks."""

_QUESTIONS = {"sqlite": "PRAGMA database_list", "postgresql": "SELECT current_database()"}


class RefusedConnectionError(Exception):
    """A connection to a database that is not the one made for this job."""


class Gate:
    """Lets connections pass to one database only, from now on and for good.

    That is the one at `url`, which no other shares its name with. With `inner`, SQLite in memory or in the job's own
    folder passes too; nothing of it outlasts the job. `refused` says what was asked for first, and where.
    """

    def __init__(self, job: Job, url: str, *, inner: bool = True) -> None:
        self.refused: dict[str, Any] | None = None
        self._folder, self._private, self._inner = job["folder"], Path(job["private"]).resolve(), inner
        self._sqlite = url.startswith("sqlite")
        self._name = url.removeprefix("sqlite:///") if self._sqlite else urlsplit(url).path.strip("/")
        sys.addaudithook(self._hear)
        sys.meta_path.insert(0, _Importing(self._close))
        for name in _CONNECTING.keys() & sys.modules.keys():
            self._close(sys.modules[name])

    def close_engines(self) -> None:
        """Let no engine of SQLAlchemy connect elsewhere, whatever its driver."""
        from sqlalchemy import Engine, event

        event.listen(Engine, "do_connect", self._ask)

    def refuse(self, database: str) -> None:
        """Refuse that database, and remember who asked for it: env.py, if it did, else what is nearest."""
        frames = [frame for frame in _frames() if frame.f_code.co_filename.startswith(self._folder)]
        frame = next((each for each in frames if Path(each.f_code.co_filename).name == "env.py"), (*frames, None)[0])
        found = {"database": database, "path": "", "line": 0}
        if frame:
            found |= {"path": frame.f_code.co_filename, "line": frame.f_lineno}
        self.refused = self.refused or found
        raise RefusedConnectionError(f"{database} is not the database of this check")

    def refuse_unless_own(self, connection: Any) -> None:
        """Refuse a connection of SQLAlchemy's, if it isn't to the one database itself."""
        if connection is None:
            self.refuse("no database: a script is made without one")
        found, kind = "", "sqlite" if self._sqlite else "postgresql"
        if connection.dialect.name == kind:
            found = _database_of(connection.connection, _QUESTIONS[kind])
        if found != self._name:
            self.refuse(connection.engine.url.render_as_string(hide_password=True))

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "sqlite3.connect" and not self._passes(arguments[0]):
            self.refuse(f"sqlite:///{arguments[0]}")

    def _ask(self, dialect: Any, _record: object, arguments: Sequence[Any], options: dict[str, Any]) -> None:
        if dialect.name == "sqlite":
            if not self._passes(arguments[0]):
                self.refuse(f"sqlite:///{arguments[0]}")
        elif self._sqlite or dialect.name != "postgresql" or _database(arguments, options) != self._name:
            self.refuse(f"{dialect.name}, {_database(arguments, options) or 'by default'}")

    def _passes(self, database: Any) -> bool:
        """Whether it is SQLite's file of the check, or one that nobody has beside this job."""
        name = str(database if not isinstance(database, bytes) else database.decode(errors="replace"))
        if name.startswith("file:"):
            address = urlsplit(name)
            name = ":memory:" if "mode=memory" in address.query else unquote(address.path)
        if name in ("", ":memory:"):
            return self._inner
        place = Path(name).resolve()
        return (self._sqlite and str(place) == self._name) or (self._inner and place.is_relative_to(self._private))

    def _close(self, module: ModuleType) -> None:
        """Have a driver's functions ask first."""
        for name in _CONNECTING[module.__name__]:
            *owners, function = name.split(".")
            owner: Any = module
            for part in owners:
                owner = getattr(owner, part, None)
            if hasattr(owner, function):
                setattr(owner, function, staticmethod(self._asking(getattr(owner, function), module.__name__)))

    def _asking(self, connect: Callable[..., Any], driver: str) -> Callable[..., Any]:
        @wraps(connect)
        def asking(*arguments: Any, **options: Any) -> Any:
            database = _database(arguments, options)
            if self._sqlite or database != self._name:
                self.refuse(f"{driver}, {database or 'its default database'}")
            return connect(*arguments, **options)

        return asking


class _Importing(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Tells of each driver that is imported, once it is."""

    def __init__(self, tell: Callable[[ModuleType], None]) -> None:
        self._tell = tell
        self._loaders: dict[str, Any] = {}

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name not in _CONNECTING:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec and spec.loader:
            self._loaders[name], spec.loader = spec.loader, self
        return spec

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        module: ModuleType | None = self._loaders[spec.name].create_module(spec)
        return module

    def exec_module(self, module: ModuleType) -> None:
        loader = self._loaders[module.__name__]
        loader.exec_module(module)
        module.__loader__ = loader
        if module.__spec__:
            module.__spec__.loader = loader
        self._tell(module)


def _database(arguments: Sequence[Any], options: dict[str, Any]) -> str | None:
    """The name of the database that a driver is asked for, in one of the ways in which drivers are."""
    named = options.get("dbname") or options.get("database")
    text = str(next(iter(arguments), None) or options.get("conninfo") or options.get("dsn") or "")
    if not named and "://" in text:
        named = urlsplit(text).path.strip("/")
    if not named and (found := re.findall(r"\bdbname\s*=\s*'?([^\s']+)", text)):
        named = found[-1]
    return str(named) if named else None


def _database_of(connection: Any, question: str) -> str:
    """What a driver's connection is to, by what it knows itself where it does; a question may begin a transaction."""
    if name := getattr(getattr(connection.driver_connection, "info", None), "dbname", None):
        return str(name)
    cursor = connection.cursor()
    cursor.execute(question)
    row = cursor.fetchone()
    cursor.close()
    return str(row[2] if len(row) > 2 else row[0])


def _frames() -> Iterator[FrameType]:
    """The frames that led here, the nearest first, also those that wait for a greenlet."""
    frame: FrameType | None = sys._getframe(1)
    greenlet = sys.modules.get("greenlet")
    waiting = greenlet.getcurrent().parent if greenlet else None
    while frame:
        yield frame
        frame = frame.f_back
        if not frame and waiting:
            frame, waiting = waiting.gr_frame, waiting.parent
