"""A command of the project's own as a check: its exit status says whether it passed."""

import time

from petsage_builder.proving.bench import Bench
from petsage_builder.proving.plan import CheckResult, Fault


def check_command(bench: Bench, words: tuple[str, ...]) -> list[CheckResult]:
    """The command ends with status 0 in the staged project."""
    name, started = " ".join(words), time.perf_counter()
    facts = {"environment": dict(bench.plan.environment), "network": list(bench.plan.network)}
    outcome = bench.do("command", bench.plan.seconds, words=words, **facts)
    seconds = time.perf_counter() - started
    if outcome.result:
        return [CheckResult(name, "failed", seconds, outcome.result["error"], outcome.output)]
    if outcome.ending:
        faults = (Fault(outcome.ending, outcome.output),) if outcome.is_over else ()
        return [CheckResult(name, "failed", seconds, outcome.ending, outcome.output, faults)]
    return [CheckResult(name, "passed", seconds)]
