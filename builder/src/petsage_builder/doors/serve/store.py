"""What the server keeps: keys, builds with their reports, and what happened in each.

The engine's own tables are in the same database.
"""

import datetime
import json
import secrets
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    DateTime,
    Engine,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.engine import make_url

State = Literal["queued", "running", "landed", "proven", "unchanged", "failed", "cancelled"]
WAITING: tuple[State, ...] = ("queued", "running")

_metadata = MetaData()
keys = Table(
    "petsage_keys",
    _metadata,
    Column("name", String(100), primary_key=True),
    Column("hash", String(64), unique=True, nullable=False),
    Column("projects", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
)
builds = Table(
    "petsage_builds",
    _metadata,
    Column("id", String(36), primary_key=True),
    Column("key", String(100), nullable=False),
    Column("project", String(100), nullable=False),
    Column("feature", String(48), nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("dry_run", Boolean, nullable=False),
    Column("keep_edits", Boolean, nullable=False),
    Column("state", String(20), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("idempotency", String(64), unique=True),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("started_at", DateTime(timezone=True)),
    Column("ended_at", DateTime(timezone=True)),
    Column("seconds", Float),
    Column("exit_code", Integer),
    Column("branch", String(200)),
    Column("problems", Text),
    Column("report", Text),
    Index("ix_petsage_builds_key_id", "key", "id"),
    Index("ix_petsage_builds_state", "state"),
)
settlements = Table(
    "petsage_settlements",
    _metadata,
    Column("build", ForeignKey("petsage_builds.id"), primary_key=True),
    Column("texts", Text, nullable=False),
)
events = Table(
    "petsage_events",
    _metadata,
    Column("build", ForeignKey("petsage_builds.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(30), nullable=False),
    Column("data", Text, nullable=False),
)
workers = Table(
    "petsage_workers",
    _metadata,
    Column("id", String(100), primary_key=True),
    Column("seen_at", DateTime(timezone=True), nullable=False),
)


_WHOLE = select(builds, settlements.c.texts.label("settled")).outerjoin(settlements)


@dataclass(frozen=True)
class Build:
    """A build that somebody asked for. `problems` and `report` are there once it has ended, one of the two.

    `settled` has the lines that are to stand at conflicts, by their keys; `idempotency` is the same for calls that ask
    for the same build again.
    """

    id: str
    key: str
    project: str
    feature: str
    payload: bytes
    dry_run: bool
    keep_edits: bool
    state: State
    attempts: int
    created_at: datetime.datetime
    idempotency: str | None = None
    started_at: datetime.datetime | None = None
    ended_at: datetime.datetime | None = None
    seconds: float | None = None
    exit_code: int | None = None
    branch: str | None = None
    problems: list[dict[str, str]] | None = None
    report: dict[str, Any] | None = None
    settled: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Event:
    """Something that happened in a build; `number` counts them from 1."""

    number: int
    kind: str
    data: dict[str, Any]


class Store:
    """The server's tables, in SQLite or PostgreSQL. Safe to be used by many threads and processes."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)

    def prepare(self) -> None:
        """Make the tables that are not there yet."""
        _metadata.create_all(self.engine, checkfirst=True)

    def reachable(self) -> bool:
        """Whether the database answers."""
        with self.engine.connect() as connection:
            return connection.scalar(select(1)) == 1

    # ---- keys

    def add_key(self, name: str, digest: str, projects: Sequence[str]) -> None:
        """Keep a key's hash; IntegrityError where the name is taken."""
        row = {"name": name, "hash": digest, "projects": json.dumps(list(projects)), "created_at": now()}
        with self.engine.begin() as connection:
            connection.execute(insert(keys).values(row))

    def remove_key(self, name: str) -> bool:
        """Forget a key; False where there is none of that name."""
        with self.engine.begin() as connection:
            return connection.execute(keys.delete().where(keys.c.name == name)).rowcount > 0

    def all_keys(self) -> list[tuple[str, list[str], datetime.datetime]]:
        """Every key's name, the projects it is limited to, and when it was made."""
        with self.engine.connect() as connection:
            rows = connection.execute(select(keys).order_by(keys.c.name)).all()
        return [(row.name, json.loads(row.projects), _utc(row.created_at)) for row in rows]

    def key_by_hash(self, digest: str) -> tuple[str, list[str]] | None:
        """The name and the projects of the key with this hash."""
        with self.engine.connect() as connection:
            row = connection.execute(select(keys).where(keys.c.hash == digest)).first()
        return (row.name, json.loads(row.projects)) if row else None

    # ---- builds

    def add(self, connection: Connection, build: Build) -> None:
        """Keep a new build."""
        row = {name: getattr(build, name) for name in builds.c.keys() if name not in ("problems", "report")}  # noqa: SIM118
        connection.execute(insert(builds).values(row))
        if build.settled:
            connection.execute(insert(settlements).values(build=build.id, texts=json.dumps(dict(build.settled))))

    def find(self, build: str, key: str | None = None) -> Build | None:
        """The build of this id; with `key`, only where that key asked for it."""
        statement = _WHOLE.where(builds.c.id == build)
        if key is not None:
            statement = statement.where(builds.c.key == key)
        with self.engine.connect() as connection:
            row = connection.execute(statement).first()
        return _build(row) if row else None

    def find_asked(self, idempotency: str) -> Build | None:
        """The build that a call with this has asked for."""
        with self.engine.connect() as connection:
            row = connection.execute(_WHOLE.where(builds.c.idempotency == idempotency)).first()
        return _build(row) if row else None

    def page(self, key: str, before: str | None, limit: int, state: str | None) -> list[Build]:
        """The newest builds of a key that are older than the one of the id `before`, without reports."""
        light = [column for column in builds.c if column.name not in ("report", "payload")]
        statement = select(*light).where(builds.c.key == key).order_by(builds.c.id.desc()).limit(limit)
        if before is not None:
            statement = statement.where(builds.c.id < before)
        if state is not None:
            statement = statement.where(builds.c.state == state)
        with self.engine.connect() as connection:
            return [_build(row) for row in connection.execute(statement)]

    def waiting(self, connection: Connection, project: str | None = None) -> int:
        """How many builds have not ended."""
        statement = select(func.count()).select_from(builds).where(builds.c.state.in_(WAITING))
        if project is not None:
            statement = statement.where(builds.c.project == project)
        return connection.scalar(statement) or 0

    def running(self) -> list[str]:
        """The ids of the builds that a worker has begun, or whose beginning it didn't live to keep."""
        with self.engine.connect() as connection:
            return list(connection.scalars(select(builds.c.id).where(builds.c.state.in_(WAITING))))

    def counts(self) -> dict[State, tuple[int, float]]:
        """For each state how many builds are in it, and the seconds that those took that have ended."""
        statement = select(builds.c.state, func.count(), func.sum(builds.c.seconds)).group_by(builds.c.state)
        with self.engine.connect() as connection:
            return {state: (count, spent or 0.0) for state, count, spent in connection.execute(statement)}

    def begin(self, build: str) -> Build | None:
        """The build, which runs from now on; None where it is cancelled already."""
        with self.engine.begin() as connection:
            going = update(builds).where(builds.c.id == build, builds.c.state.in_(WAITING))
            values = {"state": "running", "attempts": builds.c.attempts + 1, "started_at": now()}
            if not connection.execute(going.values(values)).rowcount:
                return None
        return self.find(build)

    def keep_report(self, build: str, report: dict[str, Any]) -> None:
        """Keep the report of a build that has not ended yet."""
        with self.engine.begin() as connection:
            connection.execute(update(builds).where(builds.c.id == build).values(report=json.dumps(report)))

    def end(self, build: str, state: State, *, only: Sequence[State] = WAITING, **facts: Any) -> None:
        """The build has ended, where it was in one of these states. What ended once stays as it is."""
        values = {name: json.dumps(fact) if name in ("problems", "report") else fact for name, fact in facts.items()}
        ending = update(builds).where(builds.c.id == build, builds.c.state.in_(only))
        moment = now()
        with self.engine.begin() as connection:
            started = connection.scalar(select(builds.c.started_at).where(builds.c.id == build))
            values |= {"ended_at": moment, "seconds": (moment - _utc(started)).total_seconds() if started else 0.0}
            if connection.execute(ending.values(state=state, **values)).rowcount:
                _tell(connection, build, "ended", {"state": state})

    # ---- events

    def tell(self, build: str, kind: str, data: dict[str, Any]) -> None:
        """Keep what happened in a build."""
        with self.engine.begin() as connection:
            _tell(connection, build, kind, data)

    def events(self, build: str, after: int) -> list[Event]:
        """What happened in a build after the event of this number."""
        statement = select(events).where(events.c.build == build, events.c.number > after).order_by(events.c.number)
        with self.engine.connect() as connection:
            return [Event(row.number, row.kind, json.loads(row.data)) for row in connection.execute(statement)]

    # ---- workers

    def start_worker(self, worker: str) -> None:
        """A worker begins. On SQLite there is one, so that all others have ended."""
        if self.engine.dialect.name == "sqlite":
            with self.engine.begin() as connection:
                connection.execute(workers.delete())
        self.seen(worker)

    def seen(self, worker: str) -> None:
        """A worker is alive."""
        with self.engine.begin() as connection:
            if not connection.execute(update(workers).where(workers.c.id == worker).values(seen_at=now())).rowcount:
                connection.execute(insert(workers).values(id=worker, seen_at=now()))

    def gone(self, worker: str) -> None:
        """A worker has ended as it should."""
        with self.engine.begin() as connection:
            connection.execute(workers.delete().where(workers.c.id == worker))

    def alive(self, seconds: float) -> set[str]:
        """The workers that were seen within so many seconds."""
        since = now() - datetime.timedelta(seconds=seconds)
        with self.engine.connect() as connection:
            return set(connection.scalars(select(workers.c.id).where(workers.c.seen_at > since)))


def now() -> datetime.datetime:
    """The time, in UTC."""
    return datetime.datetime.now(datetime.UTC)


def new_id() -> str:
    """A UUID of version 7: ids grow with time."""
    moment = time.time_ns() // 1_000_000
    value = moment << 80 | 7 << 76 | secrets.randbits(12) << 64 | 2 << 62 | secrets.randbits(62)
    return str(uuid.UUID(int=value))


def _tell(connection: Connection, build: str, kind: str, data: dict[str, Any]) -> None:
    last = select(func.coalesce(func.max(events.c.number), 0)).where(events.c.build == build).scalar_subquery()
    connection.execute(insert(events).values(build=build, number=last + 1, kind=kind, data=json.dumps(data)))


def _build(row: Any) -> Build:
    values = dict(row._mapping)
    values.setdefault("payload", b"")
    values.setdefault("report", None)
    for name in ("problems", "report"):
        values[name] = json.loads(values[name]) if values[name] else None
    values["settled"] = json.loads(values.get("settled") or "{}")
    for name in ("created_at", "started_at", "ended_at"):
        values[name] = _utc(values[name]) if values[name] else None
    return Build(**values)


def _utc(moment: datetime.datetime) -> datetime.datetime:
    """SQLite gives times back without their zone."""
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)


def _engine(url: str) -> Engine:
    engine = create_engine(url, pool_pre_ping=True)
    if make_url(url).get_backend_name() == "sqlite":

        @event.listens_for(engine, "connect")
        def _set_up(connection: Any, _: object) -> None:
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
                connection.execute(f"PRAGMA {pragma}")

    return engine
