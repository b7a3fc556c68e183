"""The one use case behind every door: a payload becomes a proven, landed module, and a report of how."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from petsage_builder.diagram.mermaid import to_mermaid
from petsage_builder.errors import PetsageError
from petsage_builder.landing import land
from petsage_builder.language.sentences import sentences_of
from petsage_builder.language.understand import read_request, understand
from petsage_builder.planning.differences import unified_difference
from petsage_builder.planning.plan import Plan, plan_build
from petsage_builder.presenting.next_step import next_command
from petsage_builder.presenting.own_fault import kept, own_failures, own_fault
from petsage_builder.presenting.report import BuildReport, OwnFault, Recorder, Silent, Watcher, file_tree
from petsage_builder.project.blueprint import Blueprint
from petsage_builder.project.formatting import format_files
from petsage_builder.project.project import Project
from petsage_builder.proving import (
    AppLocator,
    CheckPlan,
    CheckResult,
    Observation,
    OpenAPI,
    observe,
    open_workshop,
    run_checks,
)
from petsage_builder.proving.staging import Staging, stage
from petsage_builder.rendering.render import operations_of, render_module, wiring_of
from petsage_builder.request.payload import FeatureRequest, Payload
from petsage_builder.spec.feature import FeatureSpec
from petsage_builder.spec.understanding import Understanding
from petsage_builder.terms.module import Change, Module
from petsage_builder.terms.stopping import Stop


@dataclass(frozen=True)
class Prepared:
    """All that is known before anything is written."""

    request: FeatureRequest
    spec: FeatureSpec
    module: Module
    plan: Plan


def plan(raw: bytes, project: Project) -> BuildReport:
    """What `build` would understand and change; nothing is written and no check is run.

    Raises:
        NotUnderstoodError, HandEditsError, CannotBuildError: as `build` does.
    """
    recorder = Recorder(Silent())
    payload = _acknowledge(raw, project, recorder)
    understood = _analyse(payload, project, recorder)
    _plan(payload.request, understood, project, recorder)
    return recorder.report


def build(
    raw: bytes,
    project: Project,
    watcher: Watcher,
    *,
    dry_run: bool = False,
    keep_edits: bool = False,
    settled: Mapping[str, str] | None = None,
    stop: Stop | None = None,
) -> BuildReport:
    """Stages, proves and lands the feature that a payload asks for; with `dry_run` it proves without landing.

    With `keep_edits`, hand edits stay where the new text disagrees with them; `settled` has the text for such a place
    by the conflict's key. Where a check fails, the report says so
    and the project is as it was. The caller holds the project's lock.

    Raises:
        NotUnderstoodError: the payload or its requirements.
        HandEditsError: the module would overwrite what was written by hand.
        CannotBuildError: the project can't be built into.
        StoppedError: somebody asked `stop` before landing began.
    """
    recorder = Recorder(watcher, stop)
    payload = _acknowledge(raw, project, recorder)
    workshop = open_workshop(project.interpreter)
    with stage(project.folder) as staging:
        app_before = observe(
            workshop, staging, _locate_app(project.blueprint), project.environment, project.blueprint.checks.seconds
        )
        understood = _analyse(payload, project, recorder)
        prepared = _plan(payload.request, understood, project, recorder, keep_edits=keep_edits, settled=settled)
        _present(prepared, recorder)
        failed = _prove(prepared, project, staging, app_before, recorder) if prepared.plan.changes else []
    recorder.report.fault = _own_fault(prepared, project, failed, app_before)
    _document(prepared, project, recorder)
    _conclude(prepared, project, failed, dry_run, recorder)
    return recorder.report


def make_module(request: FeatureRequest, project: Project) -> Module:
    """The module that a request becomes in a project; the same every time."""
    return formatted_module(understand(request, project.known_entities()), project)


def formatted_module(understood: Understanding, project: Project) -> Module:
    """The module that a request becomes in a project, as the project's own formatter leaves it."""
    spec = understood.spec
    module = render_module(spec, project.blueprint, project.known_entities(), understood.assumed)
    files = dict(module.files)
    if not spec.is_static or _had_entities(spec.feature, project):
        from petsage_builder.planning.migrating import migrations_of

        files |= migrations_of(spec, project)
    return dataclasses.replace(module, files=format_files(files, project.formatting_context(files)))


def _had_entities(feature: str, project: Project) -> bool:
    return feature in project.landed.features and not project.landed.spec(feature).is_static


def _acknowledge(raw: bytes, project: Project, recorder: Recorder) -> Payload:
    with recorder.step("acknowledged") as facts:
        payload = read_request(raw, project.known_entities)
        recorder.report.feature = payload.request.feature
        facts.update(form=payload.form, feature=payload.request.feature)
    return payload


def _analyse(payload: Payload, project: Project, recorder: Recorder) -> Understanding:
    request = payload.request
    with recorder.step("analysis") as facts:
        understood = understand(request, project.known_entities())
        facts.update(description=request.description, requirements=request.requirements or "none")
        facts.update(assumed=[assumption.to_data() for assumption in understood.assumed])
        facts.update(understood=sentences_of(understood.spec), spec=understood.spec.to_data())
    return understood


def _plan(
    request: FeatureRequest,
    understood: Understanding,
    project: Project,
    recorder: Recorder,
    *,
    keep_edits: bool = False,
    settled: Mapping[str, str] | None = None,
) -> Prepared:
    spec = understood.spec
    with recorder.step("plan") as facts:
        if not spec.is_static:
            project.refuse_without_foundation()
        module = formatted_module(understood, project)
        wiring = wiring_of(request.feature, project.blueprint)
        plan = plan_build(project, request, spec, module, wiring, keep_edits=keep_edits, settled=settled)
        facts.update(kept=[f"{conflict.place}: {conflict.message}" for conflict in plan.kept])
        facts.update(edited=_two_sides(plan))
        facts.update(files=[{"path": change.path, "action": change.action} for change in plan.all_changes])
        facts.update(endpoints=[str(operation) for operation in module.operations])
        facts.update(tables=_tables(spec))
        if not spec.is_static:
            facts.update(entities=to_mermaid(spec))
    return Prepared(request, spec, module, plan)


def _two_sides(plan: Plan) -> list[dict[str, str]]:
    """Of each edited file that is built anew: what was done to it by hand, and what the build does to it."""
    present = {change.path: change.before for change in plan.module_changes}
    return [
        {
            "path": path,
            "yours": unified_difference([Change(path, before.encode(), present[path])]),
            "new": unified_difference([Change(path, before.encode(), now.encode())]),
        }
        for path, (before, now) in plan.edited.items()
    ]


def _tables(spec: FeatureSpec) -> list[str]:
    if spec.is_static:
        return []
    from petsage_builder.schema.tables import tables_of

    return [table.name for table in tables_of(spec)]


def _present(prepared: Prepared, recorder: Recorder) -> None:
    with recorder.step("generated files") as facts:
        facts.update(tree=file_tree(prepared.module.files), files=dict(prepared.module.files))
        facts.update(untested=list(prepared.module.untested))
    with recorder.step("integration") as facts:
        facts.update(difference=unified_difference(prepared.plan.app_changes))


def _prove(
    prepared: Prepared, project: Project, staging: Staging, app_before: Observation, recorder: Recorder
) -> list[CheckResult]:
    """The checks that failed."""
    with recorder.step("checks") as facts:
        checks = _check_plan(prepared, project, app_before.result())
        staging.apply(prepared.plan.changes)
        watcher, workshop = recorder.watcher, open_workshop(project.interpreter)
        proof = run_checks(staging, checks, workshop, watcher.check_started, watcher.check_finished, recorder.stop)
        facts.update(results=[_as_data(result) for result in proof.results], missing_guards=list(proof.missing_guards))
    return list(proof.failed)


def _own_fault(
    prepared: Prepared, project: Project, failed: list[CheckResult], app_before: Observation
) -> OwnFault | None:
    """What a person is told where it is our own output that failed, all of which is kept."""
    request, module = prepared.request, prepared.module
    if not (ours := own_failures(module, prepared.plan.all_changes, failed)):
        return None
    proves = partial(_proves, request, project, app_before)
    fault = own_fault(ours, module, sentences_of(prepared.spec), proves)
    asked = {"feature": request.feature, "description": request.description, "requirements": request.requirements}
    return dataclasses.replace(fault, kept=kept(fault, asked, module, ours))


def _proves(request: FeatureRequest, project: Project, app_before: Observation, sentences: Sequence[str]) -> bool:
    """Whether the feature passes every check where these sentences are all that is asked for."""
    asked = dataclasses.replace(request, requirements="\n".join(sentences))
    recorder = Recorder(Silent())
    try:
        with stage(project.folder) as staging:
            prepared = _plan(asked, understand(asked, project.known_entities()), project, recorder)
            return not _prove(prepared, project, staging, app_before, recorder)
    except PetsageError:
        return False


def _as_data(result: CheckResult) -> dict[str, Any]:
    return {name: value for name, value in asdict(result).items() if name != "faults"}  # they are in its output


def _check_plan(prepared: Prepared, project: Project, before: OpenAPI) -> CheckPlan:
    rules = project.blueprint
    former = project.landed.receipt(prepared.request.feature)
    former_operations = operations_of(former.meaning(), rules) if former else ()
    landed = _revisions((file.path for file in former.files), rules) if former else ()
    return CheckPlan(
        app=_locate_app(rules),
        before=before,
        operations=frozenset(prepared.module.operations),
        former_operations=frozenset(former_operations),
        python_files=prepared.plan.python_files,
        feature_tests=prepared.module.tests,
        commands=rules.checks.commands,
        seconds=rules.checks.seconds,
        postgresql=rules.checks.postgresql,
        revisions=_revisions(prepared.module.files, rules),
        landed_revision=landed[-1] if landed else None,
        skip=frozenset(rules.checks.skip),
        environment=project.environment,
        alembic=rules.layout.alembic,
    )


def _revisions(paths: Iterable[str], rules: Blueprint) -> tuple[str, ...]:
    """The revisions of the migrations among a module's files, oldest first."""
    folder = PurePosixPath(rules.for_project().layout.migrations, "versions")
    return tuple(sorted(path.stem for path in map(PurePosixPath, paths) if path.parent == folder))


def _locate_app(rules: Blueprint) -> AppLocator:
    layout = rules.for_project().layout
    return AppLocator(f"{layout.dotted(layout.app)}:{rules.app_name}", (layout.source,))


def _document(prepared: Prepared, project: Project, recorder: Recorder) -> None:
    with recorder.step("documentation") as facts:
        path = project.blueprint.for_feature(prepared.request.feature).layout.docs
        facts.update(path=path)


def _conclude(
    prepared: Prepared, project: Project, failed: list[CheckResult], dry_run: bool, recorder: Recorder
) -> None:
    report, changes = recorder.report, prepared.plan.changes
    with recorder.step("summary") as facts:
        report.proven = not failed
        if failed:
            report.why = f"not proven: {', '.join(result.name for result in failed)} failed; the project is as it was"
        elif not changes:
            report.why = "nothing to do: the project is already what the request asks for"
        elif dry_run:
            report.why = "proven, and not landed: a dry run"
        else:
            land(project.folder, changes)
            report.landed, report.why = True, "every check passed, and all of it landed"
        report.next = next_command(prepared.plan, project) if report.landed else ""
        facts.update(proven=report.proven, landed=report.landed, why=report.why, next=report.next)
        facts.update(difference=unified_difference(changes) if dry_run else "")
