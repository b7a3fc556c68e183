"""Builds that the Studio runs: each in a thread, followed by the page, stopped by a click."""

import datetime
import json
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from petsage_builder.build import build
from petsage_builder.doors.ending import as_problems
from petsage_builder.doors.opening import opened
from petsage_builder.errors import Conflict, HandEditsError, Problem, StoppedError, problem_of
from petsage_builder.presenting.lines import headline
from petsage_builder.presenting.report import BuildReport, Step
from petsage_builder.project.project import Project
from petsage_builder.proving import CheckResult
from petsage_builder.terms.stopping import Stop
from petsage_builder.undo import undo

Kind = Literal["build", "undo"]
State = Literal["running", "proven", "landed", "unchanged", "failed", "cancelled", "conflicts"]

_OUTCOMES: dict[State, str] = {
    "running": "At work",
    "proven": "Proven, and not landed yet",
    "landed": "Landed",
    "unchanged": "Nothing to do: the project is already that",
    "failed": "Not proven; the project is as it was",
    "cancelled": "Cancelled; the project is as it was",
    "conflicts": "It disagrees with what was written by hand",
}


@dataclass
class Line:
    """A step or a check of a build, as it goes."""

    name: str
    is_check: bool
    state: str = "running"
    seconds: float = 0.0
    text: str = ""


@dataclass
class Run:
    """One build, or the way back from the last one.

    `raw` is a build's payload, so that it can be landed or tried again (a way back has none); `settled` as `build`
    takes it.
    """

    raw: bytes
    dry_run: bool
    kind: Kind = "build"
    keep_edits: bool = False
    settled: Mapping[str, str] = field(default_factory=dict)
    id: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    begun: str = field(default_factory=lambda: datetime.datetime.now().astimezone().isoformat(timespec="seconds"))
    state: State = "running"
    lines: list[Line] = field(default_factory=list)
    report: BuildReport | None = None
    problems: tuple[Problem, ...] = ()
    stop: Stop = field(default_factory=Stop)
    changed: threading.Condition = field(default_factory=threading.Condition)
    version: int = 0

    @property
    def feature(self) -> str:
        """What it is about; of a way back that is known once it is planned."""
        if self.kind == "undo":
            return self.report.feature if self.report else ""
        return str(json.loads(self.raw)["feature"])

    @property
    def title(self) -> str:
        """What is done, as a person reads it: "Proving pets"."""
        if self.kind == "undo":
            return "Proving the way back" if self.dry_run else "Taking the last build back"
        return f"{'Proving' if self.dry_run else 'Landing'} {self.feature}"

    @property
    def outcome(self) -> str:
        """How it ended, as a person reads it."""
        return _OUTCOMES[self.state]

    @property
    def conflicts(self) -> list[Conflict]:
        """Where it disagrees with hand edits."""
        return [problem for problem in self.problems if isinstance(problem, Conflict)]

    def start(
        self, folder: Path, python: Path | None, *, landed: Callable[[], None], ended: Callable[["Run"], None]
    ) -> None:
        """Begin, in a thread of its own, which calls `landed` and `ended` before it says that it has.

        `ended` gets the build as it will be then.
        """
        threading.Thread(target=self._work, args=(folder, python, landed, ended), daemon=True).start()

    def versions(self, patience: float) -> Iterator[bool]:
        """True each time that something happened, False after each `patience` seconds without; until it has ended."""
        seen = -1
        while True:
            with self.changed:
                news = self.changed.wait_for(lambda seen=seen: self.version != seen, patience)  # type: ignore[misc]
                seen, is_over = self.version, self.state != "running"
            yield news
            if is_over:
                return

    def to_data(self) -> dict[str, Any]:
        """What is kept of a build that has ended, as JSON data."""
        return {
            "raw": self.raw.decode(),
            "dry_run": self.dry_run,
            "kind": self.kind,
            "keep_edits": self.keep_edits,
            "settled": dict(self.settled),
            "id": self.id,
            "begun": self.begun,
            "state": self.state,
            "lines": [asdict(line) for line in self.lines],
            "report": self.report and self.report.to_data(),
            "problems": [asdict(problem) for problem in self.problems],
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Run":
        """The build that gave this data."""
        return cls(
            **{name: data[name] for name in ("dry_run", "kind", "keep_edits", "settled", "id", "begun", "state")},
            raw=data["raw"].encode(),
            lines=[Line(**line) for line in data["lines"]],
            report=BuildReport.from_data(data["report"]) if data["report"] else None,
            problems=tuple(map(problem_of, data["problems"])),
        )

    def _work(
        self, folder: Path, python: Path | None, landed: Callable[[], None], ended: Callable[["Run"], None]
    ) -> None:
        try:
            with opened(folder, lambda _: None, python) as project:
                self.report = self._do(project)
            if self.report.landed:
                landed()
            state = _state_of(self.report, dry_run=self.dry_run)
        except Exception as error:
            found = as_problems(error)
            self.problems = found.problems
            states: dict[type[Exception], State] = {HandEditsError: "conflicts", StoppedError: "cancelled"}
            state = states.get(type(found), "failed")
        self._end(state, ended)

    def _do(self, project: Project) -> BuildReport:
        if self.kind == "undo":
            return undo(project, self, dry_run=self.dry_run, keep_edits=self.keep_edits, stop=self.stop)
        return build(self.raw, project, self, dry_run=self.dry_run, settled=self.settled, stop=self.stop)

    def _end(self, state: State, ended: Callable[["Run"], None]) -> None:
        for line in self.lines:
            if line.state == "running":
                line.state = "failed"
        try:
            ended(replace(self, state=state))
        finally:
            self._tell(state)

    # ---- what the build tells, from its thread

    def step_started(self, name: str) -> None:
        """A step begins."""
        self.lines.append(Line(name, is_check=False))
        self._tell()

    def step_finished(self, step: Step) -> None:
        """A step has ended."""
        line = self._line(step.name)
        failed = any(check.state == "failed" for check in self.lines) and step.name in ("checks", "summary")
        line.state, line.seconds, line.text = "failed" if failed else "passed", step.seconds, headline(step)
        self._tell()

    def check_started(self, name: str) -> None:
        """A check begins."""
        self.lines.append(Line(name, is_check=True))
        self._tell()

    def check_finished(self, result: CheckResult) -> None:
        """A check has ended."""
        line = self._line(result.name)
        line.state, line.seconds, line.text = result.status, result.seconds, result.detail
        self._tell()

    def _line(self, name: str) -> Line:
        return next(line for line in reversed(self.lines) if line.name == name)

    def _tell(self, state: State = "running") -> None:
        with self.changed:
            self.state = state
            self.version += 1
            self.changed.notify_all()


def _state_of(report: BuildReport, *, dry_run: bool) -> State:
    if not report.proven:
        return "failed"
    if report.landed:
        return "landed"
    return "proven" if dry_run and report.facts("summary")["difference"] else "unchanged"
