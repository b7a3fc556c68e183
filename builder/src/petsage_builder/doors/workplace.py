"""A project as programs work with it: what they ask runs in a thread, tells how it goes on, and can be cancelled."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol, TypeVar

import anyio
import anyio.to_thread

from petsage_builder.doors.opening import opened
from petsage_builder.presenting.report import BuildReport, Watcher
from petsage_builder.project.project import Project
from petsage_builder.terms.stopping import Stop

Answer = TypeVar("Answer")


class Workplace(Protocol):
    """Where requests are planned and built. Each raises what the use case behind it raises."""

    async def plan(self, raw: bytes) -> BuildReport: ...
    async def build(
        self, raw: bytes, watcher: Watcher, *, dry_run: bool, keep_edits: bool, settled: Mapping[str, str]
    ) -> BuildReport: ...
    async def features(self) -> list[dict[str, Any]]: ...
    async def show(self, feature: str) -> dict[str, Any]: ...
    async def differences(self) -> list[dict[str, str]]: ...
    async def remove(self, feature: str, *, discard_edits: bool, discard_data: bool) -> dict[str, Any]: ...
    async def undo(self, watcher: Watcher, *, dry_run: bool, keep_edits: bool) -> BuildReport: ...


class LocalWorkplace:
    """A project in a folder of this machine."""

    def __init__(self, folder: Path, tell: Callable[[str], None]) -> None:
        self._folder = folder
        self._tell = tell

    async def plan(self, raw: bytes) -> BuildReport:
        """What a payload means here."""
        from petsage_builder.build import plan

        return await self._with(lambda project, _: plan(raw, project))

    async def build(
        self, raw: bytes, watcher: Watcher, *, dry_run: bool, keep_edits: bool, settled: Mapping[str, str]
    ) -> BuildReport:
        """Builds a payload; a cancelled call leaves the project as it was."""
        from petsage_builder.build import build

        return await self._with(
            lambda project, stop: build(
                raw, project, watcher, dry_run=dry_run, keep_edits=keep_edits, settled=settled, stop=stop
            )
        )

    async def features(self) -> list[dict[str, Any]]:
        """What has been built here."""
        from petsage_builder.inventory import features

        return await self._with(lambda project, _: features(project))

    async def show(self, feature: str) -> dict[str, Any]:
        """One feature's facts."""
        from petsage_builder.inventory import feature_facts

        return await self._with(lambda project, _: feature_facts(project, feature))

    async def differences(self) -> list[dict[str, str]]:
        """Where the tree is not what its receipts say."""
        from petsage_builder.inventory import differences

        return await self._with(lambda project, _: [dict(vars(found)) for found in differences(project)])

    async def remove(self, feature: str, *, discard_edits: bool, discard_data: bool) -> dict[str, Any]:
        """Takes a feature out."""
        from petsage_builder.remove import remove

        return await self._with(
            lambda project, _: dict(
                vars(remove(project, feature, discard_edits=discard_edits, discard_data=discard_data))
            )
        )

    async def undo(self, watcher: Watcher, *, dry_run: bool, keep_edits: bool) -> BuildReport:
        """Takes the last build back; a cancelled call leaves the project as it was."""
        from petsage_builder.undo import undo

        return await self._with(
            lambda project, stop: undo(project, watcher, dry_run=dry_run, keep_edits=keep_edits, stop=stop)
        )

    async def _with(self, work: Callable[[Project, Stop], Answer]) -> Answer:
        stop = Stop()

        def run() -> Answer:
            with opened(self._folder, self._tell) as project:
                stop.refuse_if_asked()
                return work(project, stop)

        try:
            return await anyio.to_thread.run_sync(run, abandon_on_cancel=True)
        except anyio.get_cancelled_exc_class():
            stop.ask()
            raise


def payload_of(feature: str, description: str, requirements: Any) -> bytes:
    """The payload of a request that came in parts."""
    return json.dumps({"feature": feature, "description": description, "requirements": requirements}).encode()
