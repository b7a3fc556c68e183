"""One build, run by a worker: from the kept payload to the kept outcome. Running it again does no harm."""

from typing import Any

from petsage_builder.build import build
from petsage_builder.doors.serve.places import Place
from petsage_builder.doors.serve.store import Build, State, Store
from petsage_builder.doors.serve.tracing import BuildTrace, traced
from petsage_builder.errors import PetsageError, StoppedError
from petsage_builder.presenting.lines import headline
from petsage_builder.presenting.markdown import to_markdown
from petsage_builder.presenting.report import BuildReport, Step
from petsage_builder.proving import CheckResult
from petsage_builder.terms.stopping import Stop


def run_build(wanted: Build, place: Place, store: Store, stop: Stop) -> None:
    """Build what is wanted and keep how it ended, also where it can't be built.

    A worker that was killed may have landed it before: then there is nothing left to do, and it counts as landed.
    """
    branch = place.branch(wanted.feature, wanted.id)
    if branch and wanted.report and place.holds(branch):
        store.end(wanted.id, "landed", exit_code=0, branch=branch)
        return
    with traced(wanted) as spans:
        state, facts = _run(wanted, place, store, stop, spans, branch)
        spans.ended(state)
    store.end(wanted.id, state, **facts)  # last of all: whoever is told may end the server


def _run(
    wanted: Build, place: Place, store: Store, stop: Stop, spans: BuildTrace, branch: str | None
) -> tuple[State, dict[str, Any]]:
    """The state that it ended in, and what is to be kept of it."""
    try:
        with place.opened(lambda message: store.tell(wanted.id, "recovered", {"message": message})) as project:
            report = build(
                wanted.payload,
                project,
                _Teller(wanted.id, store, spans),
                dry_run=wanted.dry_run,
                keep_edits=wanted.keep_edits,
                settled=wanted.settled,
                stop=stop,
            )
            state = _state(report, wanted)
            if branch and report.landed:
                store.keep_report(wanted.id, report.to_data())
                place.publish(project, branch, _message(wanted, report))
        landed_on = branch if state == "landed" else None
        return state, {"exit_code": int(not report.proven), "branch": landed_on, "report": report.to_data()}
    except StoppedError as error:
        return "cancelled", {"exit_code": error.exit_code}
    except PetsageError as error:
        problems = [dict(vars(problem)) for problem in error.problems]
        return "failed", {"exit_code": error.exit_code, "problems": problems}


def _state(report: BuildReport, wanted: Build) -> State:
    if not report.proven:
        return "failed"
    if report.landed:
        return "landed"
    if wanted.dry_run:
        return "proven"
    return "landed" if wanted.attempts > 1 else "unchanged"


def _message(wanted: Build, report: BuildReport) -> str:
    """A commit's message: what it is, then the report."""
    description = report.facts("analysis")["description"]
    title = f"{wanted.feature}: {description}"
    short = title if len(title) <= 72 else f"{title[:71].rstrip()}…"
    return f"{short}\n\n{to_markdown(report)}"


class _Teller:
    """Keeps what happens in a build as events, and as spans of its trace."""

    def __init__(self, build: str, store: Store, spans: BuildTrace) -> None:
        self._build = build
        self._store = store
        self._spans = spans

    def step_started(self, name: str) -> None:
        self._spans.step_started(name)
        self._store.tell(self._build, "step started", {"step": name})

    def step_finished(self, step: Step) -> None:
        self._spans.step_finished(step)
        facts = {"step": step.name, "seconds": step.seconds, "found": headline(step)}
        self._store.tell(self._build, "step finished", facts)

    def check_started(self, name: str) -> None:
        self._spans.check_started(name)
        self._store.tell(self._build, "check started", {"check": name})

    def check_finished(self, result: CheckResult) -> None:
        self._spans.check_finished(result)
        facts = {"check": result.name, "status": result.status, "seconds": result.seconds, "detail": result.detail}
        self._store.tell(self._build, "check finished", facts)
