"""The door for coding agents: a project's tools over the Model Context Protocol, typed in and out."""

import json
from collections.abc import Callable, Coroutine
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

import anyio.from_thread
from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from pydantic import BaseModel, Field

from petsage_builder import __version__
from petsage_builder.doors.answers import Built, Fault, Faults, Understood, built_of, faults_of, understood_of
from petsage_builder.doors.workplace import LocalWorkplace, Workplace, payload_of
from petsage_builder.errors import PetsageError
from petsage_builder.presenting.report import BuildReport, Step
from petsage_builder.proving import CheckResult

INSTRUCTIONS = """\
PetSage builds FastAPI feature modules from requests in plain, exact English sentences.
1. Read the resource petsage://language: it says which sentences there are.
2. Call `plan` until it has no faults; each fault says which sentence to change, and how.
3. Call `build`. It proves the module in a copy of the project (format, lint, types, tests, migrations, OpenAPI) and
   lands all of it or nothing.
A changed request of the same feature is built again: hand edits are merged, rows are kept. Where both change the same
lines, each fault has a `key` and the lines of both sides: call `build` again with `settled`, the lines that are to
stand there by their keys."""

Feature = Annotated[str, Field(description="A name in snake_case, such as `pets` or `health_tracker`.")]
Description = Annotated[str, Field(description="One paragraph: what the feature is for.")]
Requirements = Annotated[
    str | list[str] | dict[str, Any] | None,
    Field(
        description="Sentences of the requirements language (petsage://language), the same as structured data "
        "(petsage://schema), or null for a static endpoint without data."
    ),
]
Outcome = Literal[
    "landed", "proven", "unchanged", "not proven", "not understood", "conflicts with hand edits", "can't be built into"
]
_OUTCOMES: dict[int, Outcome] = {
    1: "not proven",
    2: "not understood",
    3: "conflicts with hand edits",
    4: "can't be built into",
}


class PlanAnswer(BaseModel):
    """What was understood, or the faults that stand in the way; one of the two is empty."""

    understood: Understood | None = None
    faults: list[Fault] = []


class BuildAnswer(BaseModel):
    """How a build ended. `proven` is a dry run that would have landed; `unchanged`, that there was nothing to do."""

    outcome: Outcome
    built: Built | None = None
    faults: Faults = []


class FeatureLine(BaseModel):
    """A feature that was built here, with how many files it has and how many of them were edited by hand."""

    feature: str
    description: str
    files: int
    edited: int


class FeatureFacts(BaseModel):
    """A feature's request, its meaning, and its files: "as built", "edited by hand" or "missing"."""

    feature: str
    description: str
    requirements: str | dict[str, Any] | list[Any] | None
    understood: list[str]
    files: list[dict[str, str]]


class ShowAnswer(BaseModel):
    """The feature, or why it can't be shown."""

    shown: FeatureFacts | None = None
    faults: list[Fault] = []


class RemoveAnswer(BaseModel):
    """The paths that changed and how many rows went with each table, or why nothing was removed."""

    changed: list[str] = []
    rows: dict[str, int] = {}
    undo: Annotated[str, Field(description="What a database that still has the tables needs.")] = ""
    faults: list[Fault] = []


class UndoAnswer(BaseModel):
    """How the way back ended: its features and files, and what a database that was migrated needs first."""

    outcome: Outcome
    features: list[str] = []
    files: list[dict[str, str]] = []
    downgrades: list[str] = []
    kept: Annotated[list[str], Field(description="Hand edits that stand where the text from before disagrees.")] = []
    faults: list[Fault] = []


def agent_server(workplace: Callable[[Context], Workplace]) -> MCPServer[Any]:
    """A server whose tools work on the project that `workplace` finds for each call."""
    server: MCPServer[Any] = MCPServer("petsage", version=__version__, instructions=INSTRUCTIONS)

    @server.resource("petsage://language", mime_type="text/markdown")
    def language() -> str:
        """The requirements language: every form of sentence, with an example."""
        return files("petsage_builder").joinpath("language", "guide.md").read_text(encoding="utf-8")

    @server.resource("petsage://schema", mime_type="application/json")
    def schema() -> str:
        """The JSON Schema of requirements as structured data."""
        from petsage_builder.spec.feature import FeatureSpec

        return json.dumps(FeatureSpec.model_json_schema(), indent=2)

    @server.tool()
    async def plan(
        context: Context, feature: Feature, description: Description, requirements: Requirements = None
    ) -> PlanAnswer:
        """Say what a request means and what building it would change. Writes nothing."""
        try:
            report = await workplace(context).plan(payload_of(feature, description, requirements))
        except PetsageError as error:
            return PlanAnswer(faults=faults_of(error.problems))
        return PlanAnswer(understood=understood_of(report))

    @server.tool()
    async def build(
        context: Context,
        feature: Feature,
        description: Description,
        requirements: Requirements = None,
        dry_run: Annotated[bool, Field(description="Prove it and show the difference, without landing.")] = False,
        keep_edits: Annotated[
            bool, Field(description="Keep hand edits where the new text disagrees with them.")
        ] = False,
        settled: Annotated[
            dict[str, str] | None,
            Field(
                description="For conflicts with hand edits: the lines that are to stand there, by the conflict's key."
            ),
        ] = None,
    ) -> BuildAnswer:
        """Build a request: stage, prove, land. Takes seconds and reports progress; the same request changes nothing."""
        raw = payload_of(feature, description, requirements)
        try:
            watcher = _Progress(context.report_progress)
            report = await workplace(context).build(
                raw, watcher, dry_run=dry_run, keep_edits=keep_edits, settled=settled or {}
            )
        except PetsageError as error:
            return BuildAnswer(outcome=_OUTCOMES[error.exit_code], faults=faults_of(error.problems))
        return BuildAnswer(outcome=_outcome(report), built=built_of(report))

    @server.tool(name="list")
    async def list_features(context: Context) -> list[FeatureLine]:
        """List the features that have been built here."""
        return [FeatureLine(**found) for found in await workplace(context).features()]

    @server.tool()
    async def show(context: Context, feature: Feature) -> ShowAnswer:
        """Show a feature's request, its meaning and its files."""
        try:
            facts = await workplace(context).show(feature)
        except PetsageError as error:
            return ShowAnswer(faults=faults_of(error.problems))
        return ShowAnswer(shown=FeatureFacts(**{name: facts[name] for name in FeatureFacts.model_fields}))

    @server.tool()
    async def check(context: Context) -> list[Fault]:
        """Hold every receipt against the tree, and every request against its module; empty where all agree."""
        return [Fault(**found) for found in await workplace(context).differences()]

    @server.tool()
    async def remove(
        context: Context,
        feature: Feature,
        discard_edits: Annotated[bool, Field(description="Delete files that were edited by hand.")] = False,
        discard_data: Annotated[bool, Field(description="Delete the rows of its tables.")] = False,
    ) -> RemoveAnswer:
        """Take a feature out: its files, its wiring and its tables."""
        try:
            removal = await workplace(context).remove(feature, discard_edits=discard_edits, discard_data=discard_data)
        except PetsageError as error:
            return RemoveAnswer(faults=faults_of(error.problems))
        return RemoveAnswer(changed=list(removal["changed"]), rows=dict(removal["rows"]), undo=removal["undo"])

    @server.tool()
    async def undo(
        context: Context,
        dry_run: Annotated[bool, Field(description="Prove the way back, without landing it.")] = False,
        keep_edits: Annotated[
            bool, Field(description="Keep hand edits where the text from before disagrees with them.")
        ] = False,
    ) -> UndoAnswer:
        """Take the last build back: files, wiring, receipt and migration. Again, and the one before it goes."""
        watcher = _Progress(context.report_progress)
        try:
            report = await workplace(context).undo(watcher, dry_run=dry_run, keep_edits=keep_edits)
        except PetsageError as error:
            return UndoAnswer(outcome=_OUTCOMES[error.exit_code], faults=faults_of(error.problems))
        facts = report.facts("undo")
        return UndoAnswer(
            outcome=_outcome(report),
            **{name: facts[name] for name in ("features", "files", "downgrades", "kept")},
        )

    return server


def serve_agent(folder: Path, tell: Callable[[str], None]) -> None:
    """Serve one agent over standard input and output until it hangs up."""
    workplace = LocalWorkplace(folder, tell)
    agent_server(lambda _: workplace).run("stdio")


def _outcome(report: BuildReport) -> Outcome:
    if not report.proven:
        return "not proven"
    if report.landed:
        return "landed"
    return "proven" if report.facts("summary")["difference"] else "unchanged"


class _Progress:
    """Tells an agent of each step and check, from the thread that the build runs in."""

    def __init__(self, report: Callable[[float, float | None, str | None], Coroutine[Any, Any, None]]) -> None:
        self._report = report
        self._done = 0

    def step_started(self, name: str) -> None:
        self._tell(name)

    def step_finished(self, step: Step) -> None: ...

    def check_started(self, name: str) -> None: ...

    def check_finished(self, result: CheckResult) -> None:
        self._tell(f"check {result.name}: {result.status}")

    def _tell(self, message: str) -> None:
        self._done += 1
        anyio.from_thread.run(partial(self._report, self._done, None, message))
