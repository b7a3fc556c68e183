"""Runs the checks side by side, in lanes: what reads files, what starts the app, what runs tests and commands."""

import threading
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue

from petsage_builder.checks.application import check_application
from petsage_builder.checks.bench import Bench
from petsage_builder.checks.command import check_command
from petsage_builder.checks.migrations import check_migrations, check_migrations_on_postgresql
from petsage_builder.checks.plan import CheckPlan, CheckResult, Proof
from petsage_builder.checks.reading import check_format, check_lint, check_types
from petsage_builder.checks.tests import FEATURE, PROJECT, check_tests
from petsage_builder.checks.workshop import Workshop
from petsage_builder.staging import Staging


@dataclass(frozen=True)
class Check:
    """A function that gives one result for each of `names`."""

    names: tuple[str, ...]
    run: Callable[[Bench], list[CheckResult]]


Lane = tuple[Check, ...]
Event = str | CheckResult | BaseException | None

_READING: Lane = (
    Check(("format",), check_format),
    Check(("lint",), check_lint),
    Check(("types",), check_types),
)
_APPLICATION: Lane = (Check(("import", "openapi"), check_application), Check(("migrations",), check_migrations))
_ON_POSTGRESQL: Lane = (Check(("migrations on PostgreSQL",), check_migrations_on_postgresql),)
_TESTS: Lane = (Check((FEATURE, PROJECT), check_tests),)


def run_checks(
    staging: Staging,
    plan: CheckPlan,
    workshop: Workshop,
    on_start: Callable[[str], None],
    on_result: Callable[[CheckResult], None],
) -> Proof:
    """Run every check on a staging that has its changes; both callbacks are called in this thread, as it happens.

    Raises:
        CannotBuildError: the means to check are missing.
    """
    commands = tuple(Check((" ".join(words),), partial(check_command, words=words)) for words in plan.commands)
    application = _APPLICATION + (_ON_POSTGRESQL if plan.postgresql else ())
    lanes = (_READING, application, _TESTS + commands)
    bench = Bench(staging, plan, workshop)
    results: list[CheckResult] = []
    with closing(_events(lanes, bench)) as events:
        for event in events:
            if isinstance(event, CheckResult):
                results.append(event)
                on_result(event)
            else:
                on_start(event)
    names = [name for lane in lanes for check in lane for name in check.names]
    return Proof(tuple(sorted(results, key=lambda result: names.index(result.name))), tuple(bench.missing_guards))


def _events(lanes: tuple[Lane, ...], bench: Bench) -> Generator[str | CheckResult]:
    """The names of checks that start and the results of those that end, as the lanes work them off.

    Whatever happens, nothing runs any more when this ends.
    """
    events: SimpleQueue[Event] = SimpleQueue()
    threads = [threading.Thread(target=_work_off, args=(lane, bench, events.put)) for lane in lanes]
    try:
        for thread in threads:
            thread.start()
        for _ in lanes:
            while (event := events.get()) is not None:
                if isinstance(event, BaseException):
                    raise event
                yield event
    finally:
        bench.stop()
        for thread in threads:
            thread.join()


def _switched_off(check: Check) -> list[CheckResult]:
    return [CheckResult(name, "skipped", 0, "it is switched off") for name in check.names]


def _work_off(lane: Lane, bench: Bench, tell: Callable[[Event], None]) -> None:
    try:
        for check in lane:
            for name in check.names:
                tell(name)
            off = bench.plan.skip.issuperset(check.names)
            for result in _switched_off(check) if off else check.run(bench):
                tell(result)
        tell(None)
    except BaseException as error:
        tell(error)
