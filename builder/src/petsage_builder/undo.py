"""Takes the last build back: files, wiring, receipts and migrations, proven and landed as a build is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from petsage_builder.conclude import conclude
from petsage_builder.errors import CannotBuildError, Problem
from petsage_builder.landing import land
from petsage_builder.landing.database.counting import count_rows, database_url
from petsage_builder.planning.undoing import UndoPlan, plan_undo
from petsage_builder.presenting.next_step import alembic_command
from petsage_builder.presenting.report import BuildReport, Recorder, Watcher
from petsage_builder.project.foundation_receipt import PLACE as FOUNDATION
from petsage_builder.project.landings import is_receipt, last_landing
from petsage_builder.project.project import Project
from petsage_builder.project.receipts import Receipt, receipt_of
from petsage_builder.prove import check_plan, document_where_it_can_be, prove, revisions_among, survey
from petsage_builder.proving import AppBefore, CheckPlan, Migrations
from petsage_builder.proving.staging import stage
from petsage_builder.rendering.render import operations_of
from petsage_builder.terms.module import Change
from petsage_builder.terms.stopping import Stop

_BELOW = re.compile(r"^down_revision\b[^=]*= *[\"'](\w+)[\"']", re.MULTILINE)


def undo(
    project: Project, watcher: Watcher, *, dry_run: bool = False, keep_edits: bool = False, stop: Stop | None = None
) -> BuildReport:
    """Proves and lands the way back from the last build or upgrade; with `dry_run` it proves without landing.

    The caller holds the lock. Every file is as it was before, byte for byte, but for what was written by hand since.
    `stop` can be asked from another thread.

    Raises:
        HandEditsError: what was written by hand since would be lost, or disagrees, and `keep_edits` is not set.
        CannotBuildError: there is nothing to take back, the project's database stands on a migration that would go,
            or another migration does.
        StoppedError: somebody asked `stop` before landing began.
    """
    recorder = Recorder(watcher, stop)
    with stage(project.folder) as staging:
        ground = survey(project, staging)
        landed = last_landing(project)
        planned = _plan(landed, project, recorder, keep_edits=keep_edits)
        failed = prove(
            planned.changes, _checks(landed, planned, project, ground.app), project, staging, recorder, ground
        )
    conclude(
        planned.changes,
        project,
        failed,
        recorder,
        _land,
        dry_run=dry_run,
        done="all of it is taken back",
        hidden=is_receipt,
    )
    return recorder.report


def _land(project: Project, changes: Sequence[Change]) -> None:
    """An undo is no build: the next one takes back the build before."""
    land(project.folder, changes)


def _plan(landed: Sequence[Change], project: Project, recorder: Recorder, *, keep_edits: bool) -> UndoPlan:
    with recorder.step("undo") as facts:
        if not landed:
            message = "there is nothing more to take back: no build from this machine left its receipts as they are"
            advice = "`petsage remove FEATURE` takes a feature out, and version control has what was committed"
            raise CannotBuildError(Problem(str(project.folder), message, advice))
        going = _going(landed, project)
        if problems := [*_built_on(going, project), *_applied(going, project)]:
            raise CannotBuildError(*problems)
        planned = plan_undo(project, landed, keep_edits=keep_edits)
        features = [PurePosixPath(change.path).stem for change in _receipts(landed)]
        recorder.report.feature = ", ".join(features)
        facts.update(features=features, removed=[one for one, former in _former(landed).items() if former is None])
        facts.update(files=[{"path": change.path, "action": change.action} for change in planned.changes])
        facts.update(kept=[f"{conflict.place}: {conflict.message}" for conflict in planned.kept])
        facts.update(downgrades=[f"alembic downgrade {target}" for target in going.values()])
    return planned


def _receipts(landed: Sequence[Change]) -> list[Change]:
    return [change for change in landed if is_receipt(change.path) and change.path != FOUNDATION]


def _former(landed: Sequence[Change]) -> dict[str, Receipt | None]:
    """The receipts that the features had, by name; `None` for those that were built for the first time."""
    contents = {PurePosixPath(change.path).stem: change.before for change in _receipts(landed)}
    return {feature: None if old is None else receipt_of(feature, old) for feature, old in contents.items()}


def _going(landed: Sequence[Change], project: Project) -> dict[str, str]:
    """The revisions that the landing brought, each with what a database is downgraded to first; the newest first."""
    texts = {change.path: change.after.decode() for change in landed if change.before is None and change.after}
    names = {revision: text for path, text in texts.items() for revision in revisions_among([path], project.blueprint)}
    below = {name: _BELOW.search(text) for name, text in reversed(names.items())}
    return {name: found[1] if found else f"{name.rpartition('_')[0]}@base" for name, found in below.items()}


def _built_on(going: dict[str, str], project: Project) -> Iterator[Problem]:
    """The other migrations that name one that would go."""
    folder = project.folder / project.blueprint.for_project().layout.migrations / "versions"
    for path in sorted(folder.glob("*.py")):
        text = "" if path.stem in going else path.read_text("utf-8", "replace")
        for revision in going:
            if re.search(rf"[\"']{revision}[\"']", text):
                yield Problem(f"migration {path.stem}", f"builds on {revision}, which would go", "take it out first")


def _applied(going: dict[str, str], project: Project) -> Iterator[Problem]:
    """Each migration that would go, with what takes it back, where the project's own database is at any of them."""
    url = database_url(project.blueprint.project.package)
    conditions = [("alembic_version", f"version_num = '{revision}'") for revision in going]
    counts = count_rows(project.folder, project.interpreter, url, conditions) if going else []
    if at := [revision for revision, count in zip(going, counts, strict=True) if count]:
        for revision, target in going.items():
            message = f"would go, and the project's database is at {', '.join(at)}"
            advice = f"`{alembic_command(f'downgrade {target}', project)}`, then undo again"
            yield Problem(f"migration {revision}", message, advice)


def _checks(landed: Sequence[Change], planned: UndoPlan, project: Project, app: AppBefore) -> CheckPlan:
    rules, former = project.blueprint, _former(landed)
    foundation = any(change.path == FOUNDATION for change in landed)
    old = {feature: receipt for feature, receipt in former.items() if receipt}
    before, now = project.landed.after(former).entities, project.known_entities()
    core = f"{rules.for_project().layout.core}/"  # a project's linter needn't like it
    paths = [change.path for change in planned.changes if change.after is not None]
    migrations = [revisions_among(receipt.texts, rules) for receipt in old.values()]
    return replace(
        check_plan((), project, None if foundation else document_where_it_can_be(app)),
        operations=frozenset(
            one for receipt in old.values() for one in operations_of(receipt.meaning(), rules, before)
        ),
        former_operations=frozenset(
            one for name in former for one in operations_of(project.landed.spec(name), rules, now)
        ),
        python_files=tuple(path for path in paths if path.endswith(".py") and not path.startswith(core)),
        feature_tests=tuple(rules.for_feature(feature).layout.tests for feature in old),
        migrations=tuple(Migrations(revisions) for revisions in migrations if revisions),
    )
