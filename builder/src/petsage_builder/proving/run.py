"""Runs the checks side by side, as many at once as there are processors."""

import os
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import chain
from queue import SimpleQueue

from petsage_builder.proving.application import check_application
from petsage_builder.proving.baseline import Baseline
from petsage_builder.proving.bench import Bench
from petsage_builder.proving.command import check_command
from petsage_builder.proving.migrations import check_migrations, check_migrations_on_postgresql
from petsage_builder.proving.plan import CheckPlan, CheckResult, Proof
from petsage_builder.proving.reading import check_format, check_lint, check_types
from petsage_builder.proving.servers import refuse_silent_servers
from petsage_builder.proving.staging import Staging
from petsage_builder.proving.tests import FEATURE, PROJECT, check_tests
from petsage_builder.proving.workshop import Workshop
from petsage_builder.terms.stopping import Stop


@dataclass(frozen=True)
class Check:
    """A function that gives one result for each of `names`; `compared` where what was red before doesn't count."""

    names: tuple[str, ...]
    run: Callable[[Bench], list[CheckResult]]
    compared: bool = True


Lane = tuple[Check, ...]
"""Checks that run one after the other."""
Event = str | CheckResult | BaseException | None

_FORMAT, _LINT, _TYPES = Check(("format",), check_format), Check(("lint",), check_lint), Check(("types",), check_types)
_APPLICATION = Check(("import", "openapi"), check_application)
_MIGRATIONS = Check(("migrations",), check_migrations, compared=False)
_ON_POSTGRESQL = Check(("migrations on PostgreSQL",), check_migrations_on_postgresql, compared=False)
_TESTS = Check((FEATURE, PROJECT), check_tests)
_LEAST_AT_ONCE = 2


def run_checks(
    staging: Staging,
    plan: CheckPlan,
    workshop: Workshop,
    on_start: Callable[[str], None],
    on_result: Callable[[CheckResult], None],
    stop: Stop | None = None,
) -> Proof:
    """Run every check on a staging that has its changes; both callbacks are called in this thread, as it happens.

    Where somebody asks to stop, what runs is ended and counts as failed.

    Raises:
        CannotBuildError: the means to check are missing.
    """
    refuse_silent_servers(plan.network)
    commands = tuple(Check((" ".join(words),), partial(check_command, words=words)) for words in plan.commands)
    migrations = (_MIGRATIONS, _ON_POSTGRESQL) if plan.postgresql else (_MIGRATIONS,)
    lanes: list[Lane] = [(_TESTS,), (_TYPES,), (_APPLICATION,), migrations, (_FORMAT, _LINT), commands]  # longest first
    bench = Bench(staging, plan, workshop)
    results: list[CheckResult] = []
    with closing(_events(lanes, bench)) as events, (stop or Stop()).waking(bench.stop):
        for event in events:
            if isinstance(event, CheckResult):
                results.append(event)
                on_result(event)
            else:
                on_start(event)
    shown = (_FORMAT, _LINT, _TYPES, _APPLICATION, *migrations, _TESTS, *commands)
    names = [name for check in shown for name in check.names]
    return Proof(
        tuple(sorted(results, key=lambda result: names.index(result.name))), tuple(bench.missing_guards), bench.document
    )


def _events(lanes: list[Lane], bench: Bench) -> Generator[str | CheckResult]:
    """The names of checks that start and the results of those that end, as they do; each processor takes the next lane.

    Whatever happens, nothing runs any more when this ends.
    """
    events: SimpleQueue[Event] = SimpleQueue()
    waiting = iter(lanes)
    at_once = max(_LEAST_AT_ONCE, len(os.sched_getaffinity(0)))
    baseline = Baseline(bench)
    threads = [threading.Thread(target=_work_off, args=(waiting, baseline, bench, events.put)) for _ in lanes[:at_once]]
    try:
        for thread in threads:
            thread.start()
        for _ in threads:
            while (event := events.get()) is not None:
                if isinstance(event, BaseException):
                    raise event
                yield event
    finally:
        bench.stop()
        for thread in threads:
            thread.join()
        baseline.close()


def _results(check: Check, baseline: Baseline, bench: Bench) -> list[CheckResult]:
    if bench.plan.skip.issuperset(check.names):
        return _switched_off(check)
    results = check.run(bench)
    return (
        baseline.judged(results, check.run)
        if check.compared and not bench.stopped and not bench.plan.absolute
        else results
    )


def _switched_off(check: Check) -> list[CheckResult]:
    return [CheckResult(name, "skipped", 0, "it is switched off") for name in check.names]


def _work_off(lanes: Iterator[Lane], baseline: Baseline, bench: Bench, tell: Callable[[Event], None]) -> None:
    try:
        for check in chain.from_iterable(lanes):
            for name in check.names:
                tell(name)
            for result in _results(check, baseline, bench):
                tell(result)
        tell(None)
    except BaseException as error:
        tell(error)
