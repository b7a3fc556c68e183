"""A served project as a coding agent works with it: its builds go through the queue like all others."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import anyio
from starlette.concurrency import run_in_threadpool

from petsage_builder.doors.serve.keys import Key
from petsage_builder.doors.serve.places import Folder
from petsage_builder.doors.serve.service import Order, Service
from petsage_builder.doors.serve.store import WAITING, Build, Event
from petsage_builder.errors import (
    CannotBuildError,
    HandEditsError,
    NotUnderstoodError,
    PetsageError,
    Problem,
    StoppedError,
    problem_of,
)
from petsage_builder.presenting.report import BuildReport, Step, Watcher
from petsage_builder.project.project import Project
from petsage_builder.proving import CheckResult

Answer = TypeVar("Answer")

_LOOK = 0.25
_ERRORS: dict[int, type[PetsageError]] = {
    error.exit_code: error
    for error in (PetsageError, NotUnderstoodError, HandEditsError, CannotBuildError, StoppedError)
}


@dataclass(frozen=True)
class QueuedWorkplace:
    """One project for the holder of one key."""

    service: Service
    key: Key
    project: str | None

    async def plan(self, raw: bytes) -> BuildReport:
        """What a payload means here."""
        return await run_in_threadpool(self.service.plan, self.key, raw, self.project)

    async def build(
        self, raw: bytes, watcher: Watcher, *, dry_run: bool, keep_edits: bool, settled: Mapping[str, str]
    ) -> BuildReport:
        """Queues a build and waits for its end; a cancelled call cancels it."""
        order = Order(raw, self.project, dry_run, keep_edits, settled)
        build = await run_in_threadpool(self.service.ask, self.key, order)
        try:
            ended = await self._followed(build, watcher)
        except anyio.get_cancelled_exc_class():
            with anyio.CancelScope(shield=True):
                await run_in_threadpool(self.service.jobs.cancel, build)
            raise
        if ended.report is None:
            problems = ended.problems or [vars(Problem("build", ended.state))]
            raise _ERRORS[ended.exit_code or 1](*map(problem_of, problems))
        return BuildReport.from_data(ended.report)

    async def features(self) -> list[dict[str, Any]]:
        """What has been built here."""
        from petsage_builder.inventory import features

        return await self._with(features)

    async def show(self, feature: str) -> dict[str, Any]:
        """One feature's facts."""
        from petsage_builder.inventory import feature_facts

        return await self._with(lambda project: feature_facts(project, feature))

    async def differences(self) -> list[dict[str, str]]:
        """Where the tree is not what its receipts say."""
        from petsage_builder.inventory import differences

        return await self._with(lambda project: [dict(vars(found)) for found in differences(project)])

    async def remove(self, feature: str, *, discard_edits: bool, discard_data: bool) -> dict[str, Any]:
        """Takes a feature out of a folder; a repository's features are taken out where it is checked out."""
        from petsage_builder.remove import remove

        self._refuse_repository(f"petsage remove {feature}")
        removal = await self._with(
            lambda project: remove(project, feature, discard_edits=discard_edits, discard_data=discard_data)
        )
        return dict(vars(removal))

    async def undo(self, watcher: Watcher, *, dry_run: bool, keep_edits: bool) -> BuildReport:
        """Takes the last build of a folder back; a repository's builds are reverted where it is checked out."""
        from petsage_builder.undo import undo

        self._refuse_repository("git revert COMMIT")
        return await self._with(lambda project: undo(project, watcher, dry_run=dry_run, keep_edits=keep_edits))

    def _refuse_repository(self, command: str) -> None:
        place = self.service.place(self.key, self.project)
        if not isinstance(place, Folder):
            advice = f"run `{command}` in a checkout, and push that"
            raise CannotBuildError(Problem(place.name, "is a repository, which only builds land in", advice))

    async def _followed(self, build: Build, watcher: Watcher) -> Build:
        seen = 0
        while True:
            known = await run_in_threadpool(self.service.found, self.key, build.id)
            for event in await run_in_threadpool(self.service.store.events, build.id, seen):
                seen = event.number
                await run_in_threadpool(_hand_on, event, watcher)
            if known.state not in WAITING:
                return known
            await asyncio.sleep(_LOOK)

    async def _with(self, work: Callable[[Project], Answer]) -> Answer:
        place = self.service.place(self.key, self.project)

        def run() -> Answer:
            with place.opened(lambda _: None) as project:
                return work(project)

        return await run_in_threadpool(run)


def _hand_on(event: Event, watcher: Watcher) -> None:
    match event.kind, event.data:
        case "step started", {"step": name}:
            watcher.step_started(name)
        case "step finished", {"step": name, "seconds": seconds}:
            watcher.step_finished(Step(name, {}, seconds))
        case "check started", {"check": name}:
            watcher.check_started(name)
        case "check finished", {"check": name, **facts}:
            watcher.check_finished(CheckResult(name, facts["status"], facts["seconds"], facts["detail"]))
