"""What the Studio is about: one project, the builds that were run at it, and its app on trial."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from petsage_builder.doors.studio.history import History
from petsage_builder.doors.studio.runs import Run
from petsage_builder.doors.studio.trial import Trial
from petsage_builder.errors import CannotBuildError
from petsage_builder.project.project import Project
from petsage_builder.request.payload import FeatureRequest


@dataclass
class Studio:
    """`draft` is the request as it was last seen in the editor."""

    folder: Path
    python: Path | None = None
    draft: FeatureRequest | None = None
    trial: Trial = field(default_factory=Trial)
    runs: dict[str, Run] = field(init=False)

    def __post_init__(self) -> None:
        self._history = History(self.folder)
        self.runs = self._history.runs()

    def look(self) -> Project:
        """The project as it is now, to be read from."""
        return Project(self.folder, self.python)

    def begin(self, raw: bytes, settled: Mapping[str, str] | None = None) -> Run:
        """A dry run of a build, which runs from now on."""
        return self._run(Run(raw, True, settled=settled or {}))

    def undo(self, *, keep_edits: bool) -> Run:
        """A dry run of the way back from the last build, which runs from now on."""
        return self._run(Run(b"", True, "undo", keep_edits))

    def land(self, proven: Run) -> Run:
        """What a dry run has proven, to be landed: proven again, from now on."""
        return self._run(Run(proven.raw, False, proven.kind, proven.keep_edits, proven.settled))

    def _run(self, run: Run) -> Run:
        self.runs[run.id] = run
        run.start(self.folder, self.python, landed=self._landed, ended=self._history.keep)
        return run

    def _landed(self) -> None:
        """What has landed can be tried, where the app was being tried."""
        self.draft = None
        if self.trial.running:
            with suppress(CannotBuildError):  # it is told when somebody tries it
                self.trial.start(self.look())
