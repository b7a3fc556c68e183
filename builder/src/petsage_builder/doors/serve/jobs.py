"""Builds as durable jobs: one queue for all workers, one build at a time for each project, none lost.

The engine is DBOS: embedded on SQLite, and on PostgreSQL shared by as many processes as there are. A job is one step,
so a worker that ends in the middle of it leaves it to another, which runs it again from its start.
"""

import asyncio
import os
import secrets
import socket
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress

from dbos import DBOS, DBOSClient, DBOSConfig, EnqueueOptions
from sqlalchemy import Connection, text

from petsage_builder.doors.serve.places import Place
from petsage_builder.doors.serve.running import run_build
from petsage_builder.doors.serve.store import Build, Store
from petsage_builder.errors import CannotBuildError, Problem, StoppedError
from petsage_builder.terms.stopping import Stop

QUEUE = "builds"
VERSION = "1"
"""Jobs of another version wait for workers of theirs; it changes when a running job could not go on."""

HEARTBEAT = 2.0
SILENCE = 15.0
"""Seconds after which a worker that wasn't heard of is taken for dead."""

_SWEEPERS_LOCK = 0x70657473


class Jobs:
    """This process as a worker of the queue, and as one that puts builds into it."""

    def __init__(self, store: Store, places: Mapping[str, Place], *, at_once: int) -> None:
        self._store = store
        self._places = places
        self._at_once = at_once
        self._worker = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"
        self._ending = threading.Event()
        self._beating = threading.Thread(target=self._beat, daemon=True)

    def start(self) -> None:
        """Begin to work."""
        config: DBOSConfig = {
            "name": "petsage",
            "system_database_url": self._store.url,
            "application_version": VERSION,
            "executor_id": self._worker,
            "log_level": "ERROR",
            "enable_otlp": False,
        }
        DBOS(config=config)

        @DBOS.step(name="build", preemptible=True)
        async def run(build: str) -> None:
            await self._run(build)

        @DBOS.workflow(name="build")
        async def job(build: str) -> None:
            await run(build)

        self._store.start_worker(self._worker)
        DBOS.launch()
        DBOS.register_queue(
            QUEUE,
            worker_concurrency=self._at_once,
            partition_concurrency=1,
            polling_interval_sec=0.2,
            on_conflict="always_update",
        )
        self._client = DBOSClient(system_database_engine=self._store.engine, application_name="petsage")
        self._beating.start()

    def stop(self) -> None:
        """End; what runs here is left to other workers, or to the next start."""
        self._ending.set()
        self._beating.join()
        self._client.destroy()
        DBOS.destroy()
        self._store.gone(self._worker)

    def put(self, build: Build, connection: Connection) -> None:
        """Keep a build and queue it, both or neither."""
        self._store.add(connection, build)
        options: EnqueueOptions = {
            "workflow_name": "build",
            "queue_name": QUEUE,
            "workflow_id": build.id,
            "queue_partition_key": build.project,
            "app_version": VERSION,
        }
        self._client.enqueue_in_transaction(connection, options, build.id)

    def cancel(self, build: Build) -> None:
        """Have a build end before it lands, wherever it is."""
        DBOS.cancel_workflow(build.id)
        self._store.end(build.id, "cancelled", only=("queued",), exit_code=StoppedError.exit_code)

    async def _run(self, build: str) -> None:
        stop = Stop()
        work = asyncio.ensure_future(asyncio.to_thread(self._build, build, stop))
        try:
            await asyncio.shield(work)
        except asyncio.CancelledError:
            stop.ask()
            with suppress(Exception):
                await asyncio.shield(work)
            raise

    def _build(self, build: str, stop: Stop) -> None:
        wanted = self._store.begin(build)
        if wanted is None:
            return
        place = self._places.get(wanted.project)
        try:
            if place is None:
                advice = f"start the server with --project {wanted.project}=…"
                raise CannotBuildError(Problem(wanted.project, "is not served by this worker", advice))
            run_build(wanted, place, self._store, stop)
        except CannotBuildError as error:
            problems = [dict(vars(problem)) for problem in error.problems]
            self._store.end(wanted.id, "failed", exit_code=error.exit_code, problems=problems)
        except Exception as error:
            problem = Problem("petsage", f"a fault of PetSage: {error!r}", "see the server's log")
            self._store.end(wanted.id, "failed", exit_code=1, problems=[dict(vars(problem))])
            raise

    # ---- workers that died

    def _beat(self) -> None:
        while True:
            with suppress(Exception):  # a database that is away comes back
                self._store.seen(self._worker)
                self._exclusively(self._take_over)
            if self._ending.wait(HEARTBEAT):
                return

    def _take_over(self) -> None:
        """Put the jobs of dead workers back into the queue, and end those that were cancelled as their worker died."""
        alive = self._store.alive(SILENCE)
        running = self._store.running()
        if not running:
            return
        for job in DBOS.list_workflows(workflow_ids=running, load_input=False, load_output=False):
            if job.executor_id in alive:
                continue
            if job.status == "PENDING":
                DBOS.resume_workflow(job.workflow_id, queue_name=QUEUE)
            elif job.status == "CANCELLED":
                self._store.end(job.workflow_id, "cancelled", exit_code=StoppedError.exit_code)

    def _exclusively(self, work: Callable[[], None]) -> None:
        """Do it unless another worker is at it: two that see the same dead worker would both run its job."""
        if self._store.engine.dialect.name == "sqlite":
            return work()
        with self._store.engine.begin() as connection:
            if connection.scalar(text(f"SELECT pg_try_advisory_xact_lock({_SWEEPERS_LOCK})")):
                work()
        return None
