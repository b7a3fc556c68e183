"""What every check works with: the staging, the plan, and the means to run something that can be stopped."""

import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from petsage_builder.proving.plan import CheckPlan, OpenAPI
from petsage_builder.proving.staging import Staging
from petsage_builder.proving.work import Outcome
from petsage_builder.proving.workshop import Workshop


@dataclass
class Bench:
    """The staging with the changes in it, what was planned, and the workshop; `missing_guards` fills as jobs run."""

    staging: Staging
    plan: CheckPlan
    workshop: Workshop
    missing_guards: dict[str, None] = field(default_factory=dict)
    document: OpenAPI | None = None
    _stops: list[Callable[[], None]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _stopped: threading.Event = field(default_factory=threading.Event)

    def beside(self, staging: Staging, plan: CheckPlan) -> "Bench":
        """A bench for another staging, which stops with this one."""
        return replace(self, staging=staging, plan=plan)

    def do(self, step: str, seconds: float, **facts: Any) -> Outcome:
        """Run a step in the workshop and wait for its outcome; paths in what it printed are the project's."""
        work = self.workshop.start(step, self.staging, self.plan.app.sources, seconds, **facts)
        with self._stoppable(work.stop):
            outcome = work.outcome()
        self.missing_guards |= dict.fromkeys(outcome.missing_guards)
        return Outcome(outcome.told, self.staging.shown(outcome.output))

    def run(self, command: list[str], environment: dict[str, str], seconds: float) -> tuple[int, str]:
        """Run a program of the builder's own in the staged project; its exit status and all that it printed.

        Raises:
            subprocess.TimeoutExpired: it took longer than `seconds`.
        """
        process = subprocess.Popen(
            command,
            cwd=self.staging.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        with process, self._stoppable(process.kill):
            try:
                printed, _ = process.communicate(timeout=seconds)
            finally:
                process.kill()
        return process.returncode, self.staging.shown(printed.decode(errors="replace"))

    @property
    def stopped(self) -> bool:
        """Whether nothing shall be started any more."""
        return self._stopped.is_set()

    def stop(self) -> None:
        """Stop what runs now, and whatever is started from now on."""
        with self._lock:
            self._stopped.set()
            for stop in self._stops:
                stop()

    @contextmanager
    def _stoppable(self, stop: Callable[[], None]) -> Iterator[None]:
        with self._lock:
            self._stops.append(stop)
            if self._stopped.is_set():
                stop()
        try:
            yield
        finally:
            with self._lock:
                self._stops.remove(stop)
