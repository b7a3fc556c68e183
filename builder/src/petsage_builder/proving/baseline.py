"""What was red before the changes is not their fault: a check that fails is run on the tree without them, too."""

import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from contextlib import ExitStack
from dataclasses import replace

from petsage_builder.errors import CannotBuildError, Problem
from petsage_builder.proving.bench import Bench
from petsage_builder.proving.plan import CheckResult, Fault
from petsage_builder.proving.staging import stage
from petsage_builder.proving.text import last_lines

_ADVICE = (
    "mend that first, or say in [checks] of petsage.toml what they need: servers in `network`, variables in `env_file`"
)


class Baseline:
    """The project as it is without the changes; it is staged when the first check needs it, and gone at the end."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._made: Bench | None = None
        self._held = ExitStack()
        self._lock = threading.Lock()

    def close(self) -> None:
        """Remove what was staged; nothing may run in it any more."""
        self._held.close()

    def judged(self, results: list[CheckResult], run: Callable[[Bench], list[CheckResult]]) -> list[CheckResult]:
        """The results of a check, failed only by what is new; `run` is the check.

        Raises:
            CannotBuildError: the check can't be run on the project as it is, so it can't tell anything.
        """
        if all(result.status != "failed" for result in results):
            return results
        before = {result.name: result for result in run(self._without_changes())}
        _refuse_what_never_began(results, before.values())
        return [_compared(result, before[result.name]) for result in results]

    def _without_changes(self) -> Bench:
        with self._lock:
            if self._made is None:
                staging = self._held.enter_context(stage(self._bench.staging.project))
                plan = replace(
                    self._bench.plan, operations=frozenset(), former_operations=frozenset(), feature_tests=()
                )
                self._made = self._bench.beside(staging, plan)
            return self._made


def _refuse_what_never_began(after: Iterable[CheckResult], before: Collection[CheckResult]) -> None:
    """New tests that never began, by what kept others from it before, tell nothing of the changes."""
    faults = [fault for result in before for fault in result.faults]
    known, reasons = {fault.name for fault in faults}, {fault.set_up for fault in faults} - {""}
    for result in after:
        new = {fault.set_up for fault in result.faults if fault.name not in known}
        if new and new <= reasons:
            message = f"they can't begin in the project as it is: {min(new)}"
            raise CannotBuildError(Problem(result.name, message, _ADVICE))


def _compared(after: CheckResult, before: CheckResult) -> CheckResult:
    if after.status != "failed" or before.status != "failed":
        return after
    if not after.faults:
        raise CannotBuildError(Problem(after.name, f"can't be run on the project as it is: {after.detail}", _ADVICE))
    red, new = _parted(after, before)
    if not red:
        return after
    detail = f"{after.detail.rstrip('.')}; {len(new) or 'nothing'} new, {len(red)} red before"
    output = last_lines("\n".join(fault.text for fault in new))
    return replace(
        after,
        status="failed" if new else "passed",
        detail=detail,
        output=output,
        faults=tuple(new),
        red_before=tuple(red),
    )


def _parted(after: CheckResult, before: CheckResult) -> tuple[list[str], list[Fault]]:
    """The names of the faults that were there before, as often as they were, and the faults that are new."""
    known = Counter(fault.name for fault in before.faults)
    red: list[str] = []
    new: list[Fault] = []
    for fault in after.faults:
        if known[fault.name]:
            known[fault.name] -= 1
            red.append(fault.name)
        else:
            new.append(fault)
    return red, new
