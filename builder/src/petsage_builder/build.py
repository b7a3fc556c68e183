"""The one use case behind every door: a payload becomes a proven, landed module, and a report of how."""

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from functools import partial

from petsage_builder.conclude import conclude
from petsage_builder.diagram.mermaid import to_mermaid
from petsage_builder.errors import PetsageError
from petsage_builder.language.sentences import sentences_of
from petsage_builder.language.understand import read_request, understand
from petsage_builder.planning.differences import unified_difference
from petsage_builder.planning.meeting import Meeting, meeting_in
from petsage_builder.planning.plan import Plan
from petsage_builder.planning.prepare import Prepared, after, changes_of, prepare, rebuilt
from petsage_builder.planning.resolving import Resolving
from petsage_builder.presenting.own_fault import kept, own_failures, own_fault
from petsage_builder.presenting.report import BuildReport, OwnFault, Recorder, Silent, Watcher, file_tree
from petsage_builder.project.landings import land_for_undo
from petsage_builder.project.project import Project
from petsage_builder.prove import Ground, check_plan, document_where_it_can_be, prove, survey, unreached_tests
from petsage_builder.proving import CheckResult
from petsage_builder.proving.staging import Staging, stage
from petsage_builder.request.payload import FeatureRequest, Payload
from petsage_builder.spec.feature import FeatureSpec
from petsage_builder.spec.understanding import Understanding
from petsage_builder.terms.module import Change, composed
from petsage_builder.terms.stopping import Stop


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
    drop: Collection[str] = (),
    keep_edits: bool = False,
    settled: Mapping[str, str] | None = None,
    resolving: Resolving | None = None,
    all_tests: bool = False,
    stop: Stop | None = None,
) -> BuildReport:
    """Stages, proves and lands the feature that a payload asks for; with `dry_run` it proves without landing.

    `drop` names what may be lost with what it holds: "film.year", "film".

    With `keep_edits`, hand edits stay where the new text disagrees with them; `settled` has the text for such a place
    by the conflict's key, and `resolving` deals with all conflicts instead. Tests that nothing can reach which changed
    since the last proof are left out, unless `all_tests`. Where a check fails, the report says so and the project is as
    it was. The caller holds the lock.

    Raises:
        NotUnderstoodError: the payload or its requirements.
        HandEditsError: the module would overwrite what was written by hand.
        CannotBuildError: the project can't be built into.
        StoppedError: somebody asked `stop` before landing began.
    """
    recorder = Recorder(watcher, stop)
    meeting = meeting_in(project)
    project = meeting.project
    payload = _acknowledge(raw, project, recorder)
    meeting.refuse_undecided(but=payload.request.feature)
    with stage(project.folder) as staging:
        ground = survey(project, staging)
        understood = _analyse(payload, project, recorder)
        prepared = _plan(
            payload.request,
            understood,
            project,
            recorder,
            drop=drop,
            keep_edits=keep_edits or resolving is not None,
            settled=resolving.texts if resolving else settled,
            meeting=meeting,
        )
        changes = composed((*meeting.changes, *changes_of(prepared)))
        if resolving:
            resolving.meet({path: text for one in prepared for path, text in one.plan.marked.items()})
        _present(prepared, recorder)
        failed = []
        if changes:
            left_out = () if all_tests else unreached_tests(prepared, project, ground)
            failed = _prove(
                prepared, changes, project, staging, ground, recorder, left_out, absolute=bool(meeting.changes)
            )
    recorder.report.fault = _own_fault(prepared, project, failed, ground)
    _document(prepared, project, recorder)
    conclude(
        changes,
        project,
        failed,
        recorder,
        land_for_undo,
        dry_run=dry_run,
        done="all of it landed",
        unchanged="nothing to do: the project is already what the request asks for",
    )
    if resolving and recorder.report.landed:
        resolving.landed()
    return recorder.report


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
        facts.update(reworded=[one.to_data() for one in understood.reworded], left_open=list(understood.left_open))
        facts.update(understood=sentences_of(understood.spec), spec=understood.spec.to_data())
    return understood


def _plan(
    request: FeatureRequest,
    understood: Understanding,
    project: Project,
    recorder: Recorder,
    *,
    drop: Collection[str] = (),
    keep_edits: bool = False,
    settled: Mapping[str, str] | None = None,
    meeting: Meeting | None = None,
) -> tuple[Prepared, ...]:
    """The feature that is asked for, and after it those that stand on it, or that a merge left open, and change."""
    with recorder.step("plan") as facts:
        first = prepare(request, understood, project, drop=drop, keep_edits=keep_edits, settled=settled)
        requests = meeting.requests if meeting else {}
        above = _standing_on(first, project, requests, keep_edits=keep_edits, settled=settled)
        prepared = (first, *above)
        spec = first.spec
        facts.update(kept=[f"{conflict.place}: {conflict.message}" for one in prepared for conflict in one.plan.kept])
        facts.update(edited=[sides for one in prepared for sides in _two_sides(one.plan)])
        facts.update(files=[{"path": change.path, "action": change.action} for change in _files_of(prepared)])
        facts.update(endpoints=[str(operation) for operation in first.module.operations])
        facts.update(tables=_tables(spec), rebuilt=[one.feature for one in above])
        if not spec.is_static:
            facts.update(entities=to_mermaid(spec))
    return prepared


def _standing_on(
    first: Prepared,
    project: Project,
    requests: Mapping[str, FeatureRequest],
    *,
    keep_edits: bool,
    settled: Mapping[str, str] | None,
) -> tuple[Prepared, ...]:
    """The features that a changed one makes other ones of, each prepared on those before it."""
    landed, ahead = project.landed, after(project, first)
    is_another = first.feature in landed.features and landed.spec(first.feature) != first.spec
    above = set(ahead.landed.above(first.feature) if is_another else ())
    order = ahead.landed.in_order((above | requests.keys()) - {first.feature})
    return tuple(rebuilt(order, ahead, requests=requests, keep_edits=keep_edits, settled=settled)) if order else ()


def _files_of(prepared: Sequence[Prepared]) -> list[Change]:
    """Every file of the features, also those that would stay as they are, once."""
    changes = [change for one in prepared for change in one.plan.all_changes]
    changed = {change.path: change for change in composed(changes)}
    return [changed.get(path, Change(path, b"", b"")) for path in dict.fromkeys(change.path for change in changes)]


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


def _present(prepared: Sequence[Prepared], recorder: Recorder) -> None:
    files = {path: text for one in prepared for path, text in one.module.files.items()}
    with recorder.step("generated files") as facts:
        facts.update(tree=file_tree(files), files=files)
        facts.update(untested=[sentence for one in prepared for sentence in one.module.untested])
    with recorder.step("integration") as facts:
        app_changes = composed(change for one in prepared for change in one.plan.app_changes)
        facts.update(difference=unified_difference(app_changes))


def _prove(
    prepared: Sequence[Prepared],
    changes: Sequence[Change],
    project: Project,
    staging: Staging,
    ground: Ground,
    recorder: Recorder,
    left_out: tuple[str, ...] = (),
    *,
    absolute: bool,
) -> list[CheckResult]:
    """The checks that failed; where they are `absolute`, nothing was there before to compare with."""
    before = document_where_it_can_be(ground.app) if absolute else ground.app.result()
    plan = dataclasses.replace(check_plan(prepared, project, before, left_out), absolute=absolute)
    return prove(changes, plan, project, staging, recorder, ground)


def _own_fault(
    prepared: Sequence[Prepared], project: Project, failed: list[CheckResult], ground: Ground
) -> OwnFault | None:
    """What a person is told where it is our own output that failed, all of which is kept."""
    first = prepared[0]
    request, module = first.request, first.module
    if not (ours := own_failures(module, first.plan.all_changes, failed)):
        return None
    proves = partial(_proves, request, project, ground)
    fault = own_fault(ours, module, sentences_of(first.spec), proves)
    asked = {"feature": request.feature, "description": request.description, "requirements": request.requirements}
    return dataclasses.replace(fault, kept=kept(fault, asked, module, ours))


def _proves(request: FeatureRequest, project: Project, ground: Ground, sentences: Sequence[str]) -> bool:
    """Whether the feature passes every check where these sentences are all that is asked for."""
    asked = dataclasses.replace(request, requirements="\n".join(sentences))
    recorder = Recorder(Silent())
    try:
        with stage(project.folder) as staging:
            prepared = _plan(asked, understand(asked, project.known_entities()), project, recorder)
            return not prove(
                changes_of(prepared), check_plan(prepared, project, ground.app.result()), project, staging, recorder
            )
    except PetsageError:
        return False


def _document(prepared: Sequence[Prepared], project: Project, recorder: Recorder) -> None:
    with recorder.step("documentation") as facts:
        path = project.blueprint.for_feature(prepared[0].feature).layout.docs
        facts.update(path=path)
