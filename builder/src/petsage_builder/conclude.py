"""How proven changes end: failed, with nothing to do, as a dry run, or landed; the report's last step says which."""

from collections.abc import Callable, Sequence

from petsage_builder.planning.differences import unified_difference
from petsage_builder.presenting.next_step import next_command
from petsage_builder.presenting.report import Recorder
from petsage_builder.project.project import Project
from petsage_builder.proving import CheckResult
from petsage_builder.terms.module import Change

Land = Callable[[Project, Sequence[Change]], None]


def conclude(
    changes: Sequence[Change],
    project: Project,
    failed: Sequence[CheckResult],
    recorder: Recorder,
    land: Land,
    *,
    dry_run: bool,
    done: str,
    unchanged: str = "",
    hidden: Callable[[str], bool] = lambda _path: False,
) -> None:
    """Lands the changes where no check failed, unless it is a dry run, which shows them but for `hidden` paths.

    `done` says what has been done then; `unchanged`, where it is given, why nothing is where there are no changes.
    """
    report = recorder.report
    with recorder.step("summary") as facts:
        report.proven = not failed
        if failed:
            report.why = f"not proven: {', '.join(result.name for result in failed)} failed; the project is as it was"
        elif unchanged and not changes:
            report.why = unchanged
        elif dry_run:
            report.why = "proven, and not landed: a dry run"
        else:
            land(project, changes)
            report.landed, report.why = True, f"every check passed, and {done}"
        report.next = next_command(changes, project) if report.landed else ""
        facts.update(proven=report.proven, landed=report.landed, why=report.why, next=report.next)
        shown = [change for change in changes if not hidden(change.path)]
        facts.update(difference=unified_difference(shown) if dry_run else "")
