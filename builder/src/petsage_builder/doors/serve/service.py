"""What the routes and the agents' tools share: who calls, what they may reach, and the queue."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy.exc import IntegrityError

from petsage_builder.build import plan
from petsage_builder.doors.serve.jobs import Jobs
from petsage_builder.doors.serve.keys import Key, Keys
from petsage_builder.doors.serve.places import Place
from petsage_builder.doors.serve.problems import RefusedError
from petsage_builder.doors.serve.store import Build, Store, new_id, now
from petsage_builder.language.understand import read_request
from petsage_builder.presenting.report import BuildReport
from petsage_builder.spec.feature import KnownEntity

RETRY_AFTER = "10"
_ID = re.compile("[0-9a-f-]{36}")
"""What else is asked for never reaches the database, which would fail at a NUL."""


@dataclass(frozen=True)
class Order:
    """What somebody wants built, and how."""

    raw: bytes
    project: str | None = None
    dry_run: bool = False
    keep_edits: bool = False
    settled: Mapping[str, str] = field(default_factory=dict)
    idempotency_key: str | None = None


@dataclass(frozen=True)
class Service:
    """The server's parts."""

    store: Store
    keys: Keys
    places: Mapping[str, Place]
    jobs: Jobs
    longest_queue: int

    def caller(self, authorization: str | None) -> Key:
        """Who holds the key in an `Authorization` header; RefusedError (401) where nobody does."""
        scheme, _, text = (authorization or "").partition(" ")
        key = self.keys.known(text.strip()) if scheme.lower() == "bearer" else None
        if key is None:
            headers = {"WWW-Authenticate": "Bearer"}
            raise RefusedError(401, "an API key is needed: Authorization: Bearer KEY", headers)
        return key

    def place(self, key: Key, name: str | None) -> Place:
        """The project of this name, or the only one; what a key can't reach isn't there for it."""
        reached = {known: place for known, place in self.places.items() if key.reaches(known)}
        if name is None and len(reached) == 1:
            return next(iter(reached.values()))
        if name is None:
            raise RefusedError(422, f"name the project: {', '.join(sorted(reached)) or 'this key reaches none'}")
        if name not in reached:
            raise RefusedError(404, "there is no such project")
        return reached[name]

    def plan(self, key: Key, raw: bytes, project: str | None) -> BuildReport:
        """What a payload means in a project."""
        with self.place(key, project).opened(lambda _: None) as opened:
            return plan(raw, opened)

    def ask(self, key: Key, order: Order) -> Build:
        """Queue a build, or find the one that the same idempotency key asked for.

        Raises:
            RefusedError: 429 where the queue is full, 422 where the idempotency key came with something else.
            NotUnderstoodError: the payload can't be read, with everything that is wrong.
        """
        place = self.place(key, order.project)
        request = read_request(order.raw, partial(_known, place)).request
        wanted = Build(
            id=new_id(),
            key=key.name,
            project=place.name,
            feature=request.feature,
            payload=order.raw,
            dry_run=order.dry_run,
            keep_edits=order.keep_edits,
            settled=order.settled,
            state="queued",
            attempts=0,
            created_at=now(),
            idempotency=_digest(key, order),
        )
        if wanted.idempotency and (known := self.store.find_asked(wanted.idempotency)):
            return _same(known, wanted)
        try:
            self._put(wanted)
        except IntegrityError:  # the same call, at the same moment
            return _same(self.store.find_asked(wanted.idempotency or "") or wanted, wanted)
        return wanted

    def settle(self, key: Key, build: Build, texts: Mapping[str, str], idempotency_key: str | None) -> Build:
        """Queue the build again, with what is to stand at its conflicts, by their keys.

        Raises:
            RefusedError: 409 where it has no conflicts, 422 where one of the keys is none of theirs; else as `ask`.
        """
        conflicts = {found["key"] for found in build.problems or () if "key" in found}
        if not conflicts:
            raise RefusedError(409, "the build has no conflicts with hand edits")
        if unknown := texts.keys() - conflicts:
            raise RefusedError(422, f"the build has no conflict with the key {min(unknown)[:40]!r}")
        settled = {**build.settled, **texts}
        order = Order(build.payload, build.project, build.dry_run, build.keep_edits, settled, idempotency_key)
        return self.ask(key, order)

    def _put(self, wanted: Build) -> None:
        with self.store.engine.begin() as connection:
            if self.store.waiting(connection) >= self.longest_queue:
                raise RefusedError(429, "the queue is full; try again later", {"Retry-After": RETRY_AFTER})
            self.jobs.put(wanted, connection)

    def found(self, key: Key, build: str) -> Build:
        """A build that this key asked for; RefusedError (404) for all others."""
        known = self.store.find(build, key.name) if _ID.fullmatch(build) else None
        if known is None:
            raise RefusedError(404, "there is no such build")
        return known

    def at_work(self) -> str:
        """What the server is at, in words."""
        with self.store.engine.connect() as connection:
            waiting = self.store.waiting(connection)
        return "building" if waiting else "awaiting next payload"


def _known(place: Place) -> Mapping[str, KnownEntity]:
    """The entities that the project has."""
    with place.opened(lambda _: None) as opened:
        return opened.known_entities()


def _digest(key: Key, order: Order) -> str | None:
    """What tells a repeated call; keys of two callers never meet."""
    if order.idempotency_key is None:
        return None
    return hashlib.sha256(f"{key.name}\n{order.idempotency_key}".encode()).hexdigest()


def _same(known: Build, wanted: Build) -> Build:
    def asked(build: Build) -> tuple[object, ...]:
        return build.payload, build.project, build.dry_run, build.keep_edits, build.settled

    if asked(known) != asked(wanted):
        raise RefusedError(422, "this Idempotency-Key came with another payload before")
    return known
