"""Features that were prepared, proven together in a staging of their project."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from petsage_builder import __version__
from petsage_builder.errors import CannotBuildError
from petsage_builder.planning.history import order
from petsage_builder.planning.prepare import Prepared, changes_of
from petsage_builder.planning.reach import Reach
from petsage_builder.presenting.report import BuildReport, Recorder, Watcher
from petsage_builder.project.blueprint import Blueprint
from petsage_builder.project.project import Project
from petsage_builder.proving import (
    AppBefore,
    AppLocator,
    CheckPlan,
    CheckResult,
    KnownApp,
    Migrations,
    OpenAPI,
    observe,
    open_workshop,
    run_checks,
)
from petsage_builder.proving.proven import (
    Digests,
    Proven,
    digest_around,
    digest_of,
    digests_of,
    keep_proven,
    read_proven,
)
from petsage_builder.proving.staging import Staging, stage
from petsage_builder.rendering.foundation import mark_of_templates
from petsage_builder.rendering.helpers import REFUSE_ROWS
from petsage_builder.rendering.render import operations_of
from petsage_builder.terms.module import Change


@dataclass(frozen=True)
class Ground:
    """A staged project as it is before its changes.

    `files` has the digest of each, and `around` one of all else that a proof rests on. `changed` are the files that
    differ from the last proof; `None` where there is none that counts.
    """

    around: str
    files: Digests
    changed: frozenset[str] | None
    app: AppBefore


def survey(project: Project, staging: Staging) -> Ground:
    """What there is to start from; where anything changed since the last proof, the app begins to be looked at."""
    proven = read_proven(project.folder)
    app = None if proven else _observe(project, staging)
    files, around = digests_of(staging.folder), digest_around(project.interpreter, _marks())
    if proven is None or proven.around != around:
        return Ground(around, files, None, app or _observe(project, staging))
    changed = frozenset(path for path, _ in proven.files.items() ^ files.items())
    return Ground(around, files, changed, _observe(project, staging) if changed else KnownApp(proven.document))


def prove(
    changes: Sequence[Change],
    plan: CheckPlan,
    project: Project,
    staging: Staging,
    recorder: Recorder,
    ground: Ground | None = None,
) -> list[CheckResult]:
    """The checks that fail on a staging of the project when it has these changes; that none does, is kept on `ground`.

    What is kept counts once the project is what was proven, so that it harms nothing where that doesn't land.
    """
    with recorder.step("checks") as facts:
        staging.apply(changes)
        watcher, workshop = recorder.watcher, open_workshop(project.interpreter)
        proof = run_checks(staging, plan, workshop, watcher.check_started, watcher.check_finished, recorder.stop)
        facts.update(results=[_as_data(result) for result in proof.results], missing_guards=list(proof.missing_guards))
    if ground and proof.document and not proof.failed:
        after = {change.path: digest_of(change.after) for change in changes if change.after is not None}
        gone = {change.path for change in changes if change.after is None}
        files = {path: digest for path, digest in ground.files.items() if path not in gone} | after
        keep_proven(project.folder, Proven(ground.around, files, proof.document))
    return list(proof.failed)


def prove_as_it_is(project: Project, watcher: Watcher) -> BuildReport:
    """Proves a project without a change: every test, every feature's migrations, the whole app."""
    recorder = Recorder(watcher)
    with stage(project.folder) as staging:
        landed = project.landed
        found = [
            revisions_among(landed.found(one).texts, project.blueprint) for one in landed.in_order(set(landed.features))
        ]
        migrations = tuple(Migrations(revisions) for revisions in found if revisions)
        plan = replace(check_plan((), project, None), migrations=migrations, absolute=True)
        files, around = digests_of(staging.folder), digest_around(project.interpreter, _marks())
        unknown = KnownApp({})
        failed = prove((), plan, project, staging, recorder, Ground(around, files, None, unknown))
    recorder.report.proven = not failed
    return recorder.report


def unreached_tests(prepared: Sequence[Prepared], project: Project, ground: Ground) -> tuple[str, ...]:
    """The tests that can't tell anything of what these features change, or of what changed since the last proof."""
    if ground.changed is None:
        return ()
    changes, wired = changes_of(prepared), {change.path for one in prepared for change in one.plan.app_changes}
    after = project.after(changes, {one.feature: one.plan.landed for one in prepared})
    files = {*ground.files, *(change.path for change in changes if change.after is not None)}
    planned = {change.path for change in changes} - wired
    return Reach(after, sorted(files)).unreached_tests(ground.changed | planned)


def _marks() -> dict[str, str]:
    return {"builder": __version__, "foundation": mark_of_templates()}


def _observe(project: Project, staging: Staging) -> AppBefore:
    workshop, seconds = open_workshop(project.interpreter), project.blueprint.checks.seconds
    return observe(workshop, staging, _locate_app(project.blueprint), project.environment, seconds)


def document_where_it_can_be(app: AppBefore) -> OpenAPI | None:
    """The app's document; `None` where the app can't be imported as it is, which an upgrade may well mend."""
    try:
        return app.result()
    except CannotBuildError:
        return None


def check_plan(
    prepared: Sequence[Prepared], project: Project, before: OpenAPI | None, left_out: tuple[str, ...] = ()
) -> CheckPlan:
    """What proves these features, each of which may have been there before; `before` is the app's document."""
    rules = project.blueprint
    former = [one.feature for one in prepared if one.feature in project.landed.features]
    return CheckPlan(
        app=_locate_app(rules),
        before=before,
        operations=frozenset(operation for one in prepared for operation in one.module.operations),
        former_operations=frozenset(
            operation
            for feature in former
            for operation in operations_of(project.landed.spec(feature), rules, project.known_entities())
        ),
        python_files=tuple(dict.fromkeys(path for one in prepared for path in one.plan.python_files)),
        feature_tests=tuple(path for one in prepared for path in one.module.tests),
        commands=rules.checks.commands,
        seconds=rules.checks.seconds,
        postgresql=rules.checks.postgresql,
        network=rules.checks.network,
        formatter=project.formatter,
        migrations=tuple(found for one in prepared if (found := _migrations(one, project))),
        skip=frozenset(rules.checks.skip),
        environment=project.environment,
        alembic=rules.layout.alembic,
        left_out=left_out,
    )


def _migrations(prepared: Prepared, project: Project) -> Migrations | None:
    former = project.landed.receipt(prepared.feature)
    landed = revisions_among((file.path for file in former.files), project.blueprint) if former else ()
    revisions = revisions_among(prepared.module.files, project.blueprint)
    new = set(revisions) - set(landed)
    refuses = any(
        REFUSE_ROWS in text for path, text in prepared.module.files.items() if PurePosixPath(path).stem in new
    )
    return Migrations(revisions, landed[-1] if landed else None, refuses) if revisions else None


def revisions_in(project: Project, branch: str, more: Iterable[str] = ()) -> tuple[str, ...]:
    """The revisions of a branch by its name: those of the project's folder, and those among `more` paths."""
    folder = PurePosixPath(project.blueprint.for_project().layout.migrations, "versions")
    there = [str(folder / path.name) for path in (project.folder / folder).glob(f"{branch}_*.py")]
    own = [path for path in (*there, *more) if PurePosixPath(path).name.startswith(f"{branch}_")]
    return revisions_among(dict.fromkeys(own), project.blueprint)


def revisions_among(paths: Iterable[str], rules: Blueprint) -> tuple[str, ...]:
    """The revisions of the migrations among a module's files, oldest first."""
    folder = PurePosixPath(rules.for_project().layout.migrations, "versions")
    return tuple(sorted((path.stem for path in map(PurePosixPath, paths) if path.parent == folder), key=order))


def _locate_app(rules: Blueprint) -> AppLocator:
    layout = rules.for_project().layout
    return AppLocator(f"{layout.dotted(layout.app)}:{rules.app_name}", (layout.source,))


def _as_data(result: CheckResult) -> dict[str, Any]:
    return {name: value for name, value in asdict(result).items() if name != "faults"}  # they are in its output
