"""Whether tests notice a mutant: each is tried in a process of its own, on a copy of the project of its own."""

import os
import re
import shutil
import signal
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from mutating.mutator import Mutant
from mutating.suite import CONDITIONS, NEVER_IMPORTED, conditions, preload, run_tests

Outcome = Literal["killed", "survived", "timed out", "the same", "broken"]
"""What became of a mutant. A broken one can't be imported, so it says nothing about the tests.

Nor does one that is the same: a condition was left out for which another stands in that is the same in SQL.
"""

_BY_STATUS: Mapping[int | None, Outcome] = {0: "survived", 2: "broken", 4: "broken"}
_LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "node_modules", ".*_cache", ".hypothesis", "__pycache__")
_PATIENCE, _LEAST_PATIENCE = 5, 5
"""How much longer than the tests of the project itself those of a mutant may take; seconds on top of that."""

_fork = get_context("fork")


class UnfitProjectError(Exception):
    """The project's tests can't tell anything about mutants."""


@dataclass(frozen=True)
class _Trial:
    """A running process; `folder` holds its copy of the project and what it writes."""

    number: int
    mutant: Mutant
    folder: Path
    process: ForkProcess
    deadline: float
    conditions: str

    def end(self) -> Outcome:
        """Ends all that was started, and tells how the trial ended."""
        self.process.kill()
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid or 0, signal.SIGKILL)
        self.process.join()
        is_same = self.process.exitcode == 0 and self._keeps_conditions()
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.process.exitcode == NEVER_IMPORTED:
            raise UnfitProjectError(f"the tests don't import {self.mutant.path} from the project's folder")
        is_late = self.process.exitcode == -signal.SIGKILL and time.monotonic() >= self.deadline
        if is_same:
            return "the same"
        return "timed out" if is_late else _BY_STATUS.get(self.process.exitcode, "killed")

    def _keeps_conditions(self) -> bool:
        """Whether a condition was changed and every repository still asks what it did."""
        is_of_one = re.search(rf"\b({'|'.join(CONDITIONS)})=", self.mutant.changed) is not None
        return is_of_one and conditions(self.folder / "output") == self.conditions


def outcomes(project: Path, tests: Sequence[str], mutants: Sequence[Mutant], jobs: int) -> Iterator[Outcome]:
    """What becomes of each mutant, in order, under the tests at these paths of the project.

    Raises:
        UnfitProjectError: the tests fail on the project itself, or don't import a mutant's file.
    """
    with TemporaryDirectory(prefix="mutation-") as place:
        pattern = Path(place).resolve() / "pattern"
        shutil.copytree(project, pattern / "project", ignore=_LEFT_OUT)
        limit = _LEAST_PATIENCE + _PATIENCE * _seconds_without_fault(pattern, tests)
        yield from _in_order(_tried(pattern, tests, mutants, jobs, limit))


def _seconds_without_fault(pattern: Path, tests: Sequence[str]) -> float:
    """How long the tests of the project itself take; what they import is in this process's memory afterwards."""
    started = time.monotonic()
    output = pattern / "output"
    process = _fork.Process(target=run_tests, args=(pattern / "project", tests, output))
    process.start()
    process.join()
    if process.exitcode:
        raise UnfitProjectError(f"the tests fail without any change:\n{output.read_text()[-3000:]}")
    preload(output)
    return time.monotonic() - started


def _tried(
    pattern: Path, tests: Sequence[str], mutants: Sequence[Mutant], jobs: int, limit: float
) -> Iterator[tuple[int, Outcome]]:
    """Each mutant's number and outcome, as they end."""
    running: dict[int, _Trial] = {}
    waiting = iter(enumerate(mutants))
    try:
        while True:
            for number, mutant in islice(waiting, jobs - len(running)):
                trial = _started(number, mutant, pattern, tests, limit)
                running[trial.process.sentinel] = trial
            if not running:
                return
            for sentinel in _ended(running):
                trial = running.pop(sentinel)
                yield trial.number, trial.end()
    finally:
        for trial in running.values():
            trial.end()


def _ended(running: Mapping[int, _Trial]) -> Sequence[int]:
    """The trials that have ended, or that have to."""
    next_deadline = min(trial.deadline for trial in running.values())
    ready = wait(running, timeout=max(0.0, next_deadline - time.monotonic()))
    late = [sentinel for sentinel, trial in running.items() if trial.deadline <= time.monotonic()]
    return [sentinel for sentinel in running if sentinel in ready or sentinel in late]


def _started(number: int, mutant: Mutant, pattern: Path, tests: Sequence[str], limit: float) -> _Trial:
    folder = pattern.with_name(str(number))
    shutil.copytree(pattern / "project", folder / "project")
    file = folder / "project" / mutant.path
    for compiled in file.parent.glob(f"__pycache__/{file.stem}.*"):
        compiled.unlink()
    file.write_text(mutant.text)
    process = _fork.Process(target=run_tests, args=(folder / "project", tests, folder / "output", file))
    process.start()
    return _Trial(number, mutant, folder, process, time.monotonic() + limit, conditions(pattern / "output"))


def _in_order(numbered: Iterator[tuple[int, Outcome]]) -> Iterator[Outcome]:
    ahead: dict[int, Outcome] = {}
    following = 0
    for number, outcome in numbered:
        ahead[number] = outcome
        while following in ahead:
            yield ahead.pop(following)
            following += 1
