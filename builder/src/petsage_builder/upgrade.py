"""Brings a project to what this builder makes: the foundation first, then every feature, landed as one."""

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, replace

from petsage_builder.conclude import conclude
from petsage_builder.errors import CannotBuildError, Conflict, Problem
from petsage_builder.planning.foundation import FoundationPlan, has_foundation, has_other_style, plan_foundation
from petsage_builder.planning.meeting import Meeting, meeting_in
from petsage_builder.planning.prepare import Prepared, changes_of, rebuilt
from petsage_builder.planning.resolving import Resolving
from petsage_builder.presenting.report import BuildReport, Recorder, Watcher
from petsage_builder.project.landings import land_for_undo
from petsage_builder.project.project import Project
from petsage_builder.project.receipts import FOLDER as RECEIPTS
from petsage_builder.project.tooling import Tooling
from petsage_builder.prove import check_plan, document_where_it_can_be, prove, revisions_in, survey
from petsage_builder.proving import CheckPlan, CheckResult, Migrations, OpenAPI
from petsage_builder.proving.staging import stage
from petsage_builder.rendering.foundation import NEEDED
from petsage_builder.terms.module import Change, composed

_LIST_MISSING = """
import sys
from importlib.metadata import PackageNotFoundError, version
for name in sys.argv[1:]:
    try:
        version(name)
    except PackageNotFoundError:
        print(name)
"""
_SECONDS = 30.0


@dataclass(frozen=True)
class _Upgrade:
    """What an upgrade would do: what a merge left open, the foundation, the features that are made otherwise now."""

    merged: tuple[Change, ...]
    foundation: tuple[Change, ...]
    kept: tuple[Conflict, ...]
    features: tuple[Prepared, ...]
    marked: Mapping[str, str]

    @property
    def changes(self) -> tuple[Change, ...]:
        return composed((*self.merged, *self.foundation, *changes_of(self.features)))


def upgrade(
    project: Project,
    watcher: Watcher,
    *,
    foundation: bool = True,
    dry_run: bool = False,
    keep_edits: bool = False,
    resolving: Resolving | None = None,
) -> BuildReport:
    """Plans, proves and lands the upgrade; with `dry_run` it proves without landing. The caller holds the lock.

    Without `foundation`, every feature is built again from its request, and nothing else.

    Every test of the project has to pass afterwards, every migration go up and down, and no endpoint may be gone.

    Raises:
        NotUnderstoodError: a feature's request has another meaning now, or none.
        HandEditsError: hand edits and the new text disagree, without `keep_edits` or `resolving`.
        CannotBuildError: the project can't be built into, or lacks a library that the new foundation stands on.
    """
    recorder = Recorder(watcher)
    meeting = meeting_in(project)
    meeting.refuse_undecided()
    project = meeting.project
    with stage(project.folder) as staging:
        ground = survey(project, staging)
        keep_edits, settled = keep_edits or resolving is not None, resolving.texts if resolving else {}
        planned = _plan(meeting, recorder, foundation=foundation, keep_edits=keep_edits, settled=settled)
        if resolving:
            resolving.meet(planned.marked)
        failed: list[CheckResult] = []
        if planned.changes:
            _refuse_missing_libraries(project, planned)
            before = None if has_other_style(project) else document_where_it_can_be(ground.app)
            checks = _checks(planned, project, before)
            failed = prove(planned.changes, checks, project, staging, recorder, ground)
    conclude(
        planned.changes,
        project,
        failed,
        recorder,
        land_for_undo,
        dry_run=dry_run,
        done="all of it landed",
        unchanged="nothing to do: the project is what this PetSage makes",
        hidden=lambda path: path.startswith(f"{RECEIPTS}/"),
    )
    if resolving and recorder.report.landed:
        resolving.landed()
    return recorder.report


def _plan(
    meeting: Meeting, recorder: Recorder, *, foundation: bool, keep_edits: bool, settled: Mapping[str, str]
) -> _Upgrade:
    project = meeting.project
    with recorder.step("upgrade") as facts:
        base = FoundationPlan(())
        if foundation and has_foundation(project):
            base = plan_foundation(project, keep_edits=keep_edits, settled=settled)
        ahead = project.after(base.changes, {})
        order = project.landed.in_order(set(project.landed.features))
        requests = meeting.requests
        features = tuple(
            rebuilt(order, ahead, requests=requests, edited_too=True, keep_edits=keep_edits, settled=settled)
        )
        kept = (*base.kept, *(conflict for one in features for conflict in one.plan.kept))
        found = [base.marked, *(one.plan.marked for one in features)]
        marked = {path: text for texts in found for path, text in texts.items()}
        planned = _Upgrade(meeting.changes, base.changes, kept, features, marked)
        facts.update(foundation=[change.path for change in planned.foundation])
        facts.update(features=[one.feature for one in features])
        facts.update(files=[{"path": change.path, "action": change.action} for change in planned.changes])
        facts.update(kept=[f"{conflict.place}: {conflict.message}" for conflict in planned.kept])
    return planned


def _checks(planned: _Upgrade, project: Project, before: OpenAPI | None) -> CheckPlan:
    plan = check_plan(planned.features, project, before)
    core = project.blueprint.for_project().layout.core
    own = [change.path for change in planned.foundation if change.after is not None and change.path.endswith(".py")]
    read = [path for path in own if not path.startswith(f"{core}/")]  # a project's linter needn't like the core
    identity = _identity(planned, project)
    return replace(
        plan,
        absolute=bool(planned.merged),  # what a merge leaves open is red before
        only_additions=True,
        python_files=tuple(dict.fromkeys((*read, *plan.python_files))),
        migrations=(*identity, *plan.migrations),
    )


def _identity(planned: _Upgrade, project: Project) -> tuple[Migrations, ...]:
    """The foundation's own migrations, where there are new ones."""
    landed = revisions_in(project, "identity")
    new = [change.path for change in planned.foundation]
    revisions = revisions_in(project, "identity", new)
    return (Migrations(revisions, landed[-1] if landed else None),) if revisions != landed else ()


def _refuse_missing_libraries(project: Project, planned: _Upgrade) -> None:
    """The new core imports what the project's Python may not have yet.

    Raises:
        CannotBuildError: it hasn't.
    """
    pins = {pin.partition("==")[0].partition("[")[0]: pin for pin in NEEDED} if planned.foundation else {}
    command = [str(project.interpreter), "-I", "-c", _LIST_MISSING, *pins]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
    if missing := [pins[name] for name in done.stdout.split() if name in pins]:
        advice = f"`{Tooling(project.folder).add(' '.join(missing))}`, then upgrade again"
        message = f"has no {' and no '.join(missing)}, which the new foundation stands on"
        raise CannotBuildError(Problem(str(project.interpreter), message, advice))
