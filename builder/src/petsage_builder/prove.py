"""Features that were prepared, proven together in a staging of their project."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import PurePosixPath
from typing import Any

from petsage_builder.planning.prepare import Prepared
from petsage_builder.presenting.report import Recorder
from petsage_builder.project.blueprint import Blueprint
from petsage_builder.project.project import Project
from petsage_builder.proving import (
    AppLocator,
    CheckPlan,
    CheckResult,
    Migrations,
    Observation,
    OpenAPI,
    observe,
    open_workshop,
    run_checks,
)
from petsage_builder.proving.staging import Staging
from petsage_builder.rendering.render import operations_of
from petsage_builder.terms.module import Change


def observe_app(project: Project, staging: Staging) -> Observation:
    """Start to look at the project's app as it is, in a staging of it."""
    workshop, seconds = open_workshop(project.interpreter), project.blueprint.checks.seconds
    return observe(workshop, staging, _locate_app(project.blueprint), project.environment, seconds)


def prove(
    changes: Sequence[Change], plan: CheckPlan, project: Project, staging: Staging, recorder: Recorder
) -> list[CheckResult]:
    """The checks that fail on a staging of the project when it has these changes."""
    with recorder.step("checks") as facts:
        staging.apply(changes)
        watcher, workshop = recorder.watcher, open_workshop(project.interpreter)
        proof = run_checks(staging, plan, workshop, watcher.check_started, watcher.check_finished, recorder.stop)
        facts.update(results=[_as_data(result) for result in proof.results], missing_guards=list(proof.missing_guards))
    return list(proof.failed)


def check_plan(prepared: Sequence[Prepared], project: Project, before: OpenAPI | None) -> CheckPlan:
    """What proves these features, each of which may have been there before; `before` is the app's document."""
    rules = project.blueprint
    former = [one.feature for one in prepared if one.feature in project.landed.features]
    return CheckPlan(
        app=_locate_app(rules),
        before=before,
        operations=frozenset(operation for one in prepared for operation in one.module.operations),
        former_operations=frozenset(
            operation for feature in former for operation in operations_of(project.landed.spec(feature), rules)
        ),
        python_files=tuple(dict.fromkeys(path for one in prepared for path in one.plan.python_files)),
        feature_tests=tuple(path for one in prepared for path in one.module.tests),
        commands=rules.checks.commands,
        seconds=rules.checks.seconds,
        postgresql=rules.checks.postgresql,
        migrations=tuple(found for one in prepared if (found := _migrations(one, project))),
        skip=frozenset(rules.checks.skip),
        environment=project.environment,
        alembic=rules.layout.alembic,
    )


def _migrations(prepared: Prepared, project: Project) -> Migrations | None:
    former = project.landed.receipt(prepared.feature)
    landed = _revisions((file.path for file in former.files), project.blueprint) if former else ()
    revisions = _revisions(prepared.module.files, project.blueprint)
    return Migrations(revisions, landed[-1] if landed else None) if revisions else None


def revisions_in(project: Project, branch: str, more: Iterable[str] = ()) -> tuple[str, ...]:
    """The revisions of a branch by its name: those of the project's folder, and those among `more` paths."""
    folder = PurePosixPath(project.blueprint.for_project().layout.migrations, "versions")
    there = [str(folder / path.name) for path in (project.folder / folder).glob(f"{branch}_*.py")]
    own = [path for path in (*there, *more) if PurePosixPath(path).name.startswith(f"{branch}_")]
    return _revisions(dict.fromkeys(own), project.blueprint)


def _revisions(paths: Iterable[str], rules: Blueprint) -> tuple[str, ...]:
    """The revisions of the migrations among a module's files, oldest first."""
    folder = PurePosixPath(rules.for_project().layout.migrations, "versions")
    return tuple(sorted(path.stem for path in map(PurePosixPath, paths) if path.parent == folder))


def _locate_app(rules: Blueprint) -> AppLocator:
    layout = rules.for_project().layout
    return AppLocator(f"{layout.dotted(layout.app)}:{rules.app_name}", (layout.source,))


def _as_data(result: CheckResult) -> dict[str, Any]:
    return {name: value for name, value in asdict(result).items() if name != "faults"}  # they are in its output
