"""What the server takes and answers."""

import datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field

from petsage_builder.doors.answers import Built, Faults, built_of, faults_of
from petsage_builder.doors.serve.store import Build, State
from petsage_builder.errors import problem_of
from petsage_builder.presenting.report import BuildReport


class BuildLine(BaseModel):
    """A build as a list shows it.

    `state`: queued, running, then one of landed, proven (a dry run), unchanged (nothing to do), failed, cancelled.
    `exit_code` is what the command would have ended with.
    """

    id: str
    project: str
    feature: str
    dry_run: bool
    state: State
    created_at: datetime.datetime
    started_at: datetime.datetime | None
    ended_at: datetime.datetime | None
    exit_code: int | None
    branch: Annotated[str | None, Field(description="Where a build into a repository landed.")]


class BuildRead(BuildLine):
    """A build. `faults` says why it could not be built, `built` how it went otherwise, `report` every step's facts."""

    faults: Faults
    built: Built | None
    report: dict[str, Any] | None


class Settlement(BaseModel):
    """What is to stand where hand edits and the new text disagree."""

    texts: Annotated[dict[str, str], Field(min_length=1, description="The lines at each conflict, by its key.")]


class BuildPage(BaseModel):
    """Builds, the newest first; `next` is the cursor of the next page."""

    items: list[BuildLine]
    next: str | None


class Alive(BaseModel):
    """The process runs."""

    status: str = "ok"


class Ready(BaseModel):
    """The server takes payloads; `state` says what it is at."""

    status: str = "ready"
    state: str


def line_of(build: Build) -> BuildLine:
    """A build for a list."""
    return BuildLine(**{name: getattr(build, name) for name in BuildLine.model_fields})


def read_of(build: Build) -> BuildRead:
    """A build with all that is known of it."""
    report = BuildReport.from_data(build.report) if build.report else None
    return BuildRead(
        **line_of(build).model_dump(),
        faults=faults_of(map(problem_of, build.problems or ())),
        built=built_of(report) if report else None,
        report=build.report,
    )
