"""What happened in a build, step by step: the one value that terminal, JSON and Markdown show."""

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol, Self

from petsage_builder.proving import CheckResult
from petsage_builder.terms.stopping import Stop


@dataclass
class Step:
    """One step of a build; `facts` are plain data, `seconds` its wall-clock time."""

    name: str
    facts: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0


@dataclass
class OwnFault:
    """What PetSage made and what doesn't pass its own checks: a fault of ours, whatever the request says.

    `checks` are those that failed, `tests` the tests of ours, `sentences` what of the request is probably involved.
    `kept` is the file with all of it, empty where it could not be written.
    """

    checks: list[str]
    tests: list[str]
    sentences: list[str]
    way_around: str
    kept: str = ""


@dataclass
class BuildReport:
    """A build's steps in their order. `landed` says whether the project was changed, `why` the reason either way.

    `next` is the command to run after it; empty where there is none. `fault` is there where our own output failed.
    """

    feature: str = ""
    steps: list[Step] = field(default_factory=list)
    landed: bool = False
    proven: bool = False
    why: str = ""
    next: str = ""
    fault: OwnFault | None = None

    def facts(self, name: str) -> dict[str, Any]:
        """The facts of a step; empty where the build did not come so far."""
        return next((step.facts for step in self.steps if step.name == name), {})

    @property
    def seconds(self) -> float:
        """The whole build's wall-clock time."""
        return sum(step.seconds for step in self.steps)

    def to_data(self) -> dict[str, Any]:
        """The report as JSON data."""
        return asdict(self) | {"seconds": round(self.seconds, 3)}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """The report that gave this data."""
        kept = {name: fact for name, fact in data.items() if name not in ("steps", "seconds")}
        return cls(**kept, steps=[Step(**step) for step in data["steps"]])


class Watcher(Protocol):
    """Somebody who follows a build as it runs."""

    def step_started(self, name: str) -> None: ...
    def step_finished(self, step: Step) -> None: ...
    def check_started(self, name: str) -> None: ...
    def check_finished(self, result: CheckResult) -> None: ...


class Silent:
    """Follows nothing."""

    def step_started(self, name: str) -> None: ...
    def step_finished(self, step: Step) -> None: ...
    def check_started(self, name: str) -> None: ...
    def check_finished(self, result: CheckResult) -> None: ...


class Recorder:
    """Keeps a report while the build runs, and tells the watcher; no step begins once somebody asked to stop."""

    def __init__(self, watcher: Watcher, stop: Stop | None = None) -> None:
        self.report = BuildReport()
        self.watcher = watcher
        self.stop = stop or Stop()

    @contextmanager
    def step(self, name: str) -> Iterator[dict[str, Any]]:
        """Times a step; the block fills in the facts.

        Raises:
            StoppedError: somebody asked to stop.
        """
        self.stop.refuse_if_asked()
        step = Step(name)
        self.report.steps.append(step)
        self.watcher.step_started(name)
        started = time.perf_counter()
        try:
            yield step.facts
        finally:
            step.seconds = round(time.perf_counter() - started, 4)
        self.watcher.step_finished(step)


def file_tree(paths: Iterable[str]) -> str:
    """The paths as a tree of folders, drawn with lines."""
    tree: dict[str, Any] = {}
    for path in paths:
        branch = tree
        for part in path.split("/"):
            branch = branch.setdefault(part, {})
    return "\n".join(_branches(tree, ""))


def _branches(tree: dict[str, Any], margin: str) -> Iterator[str]:
    for number, (name, below) in enumerate(sorted(tree.items()), 1):
        last = number == len(tree)
        yield f"{margin}{'└── ' if last else '├── '}{name}{'/' if below else ''}"
        yield from _branches(below, margin + ("    " if last else "│   "))
