"""The checks that run tests: the feature's, and all others that the project has."""

import re
import time
from collections import Counter
from dataclasses import replace
from typing import Any

from petsage_builder.proving.bench import Bench
from petsage_builder.proving.libraries import libraries_used, unused_plugins
from petsage_builder.proving.plan import CheckResult, Fault
from petsage_builder.proving.text import last_lines
from petsage_builder.proving.work import Outcome
from petsage_builder.terms.module import counted

FEATURE, PROJECT = "feature's tests", "project's tests"
_OUTCOMES = ("failed", "not run", "passed", "skipped")
_ALL_PASSED, _SOME_FAILED, _NONE_THERE = 0, 1, 5
_REASON = re.compile(r"E  |INTERNALERROR> (?=\S)|.*\berror: ", re.IGNORECASE)  # pytest tells more after it


def check_tests(bench: Bench) -> list[CheckResult]:
    """Both pass: pytest itself says so at its session's end, and the feature's are not none."""
    started = time.perf_counter()
    outcome = bench.do(
        "tests",
        bench.plan.seconds,
        feature_tests=[str(bench.staging.folder / path) for path in bench.plan.feature_tests],
        unused_plugins=unused_plugins(libraries_used(bench.staging.folder)),
        left_out=[str(bench.staging.folder / path) for path in bench.plan.left_out],
        environment=dict(bench.plan.environment),
        network=list(bench.plan.network),
    )
    seconds = time.perf_counter() - started
    result = outcome.result
    if not result or outcome.ending or result["status"] not in (_ALL_PASSED, _SOME_FAILED, _NONE_THERE):
        return _broken_off(outcome, seconds)
    feature, project = _judged(bench, FEATURE, result["feature"]), _judged(bench, PROJECT, result["project"])
    if bench.plan.feature_tests and feature.status == "skipped":
        feature = replace(feature, status="failed", detail=f"none passed: {feature.detail}")
    if bench.plan.left_out and project.status != "failed":
        untouched = counted(len(bench.plan.left_out), "file")
        project = replace(project, detail=f"{project.detail}; {untouched} of tests left out that this can't reach")
    if bench.plan.network:
        project = replace(project, detail=f"{project.detail}; they could reach {' and '.join(bench.plan.network)}")
    if result["status"] == _SOME_FAILED and "failed" not in (feature.status, project.status):
        fault = Fault("the session failed", outcome.output)
        project = replace(project, status="failed", detail=fault.name, output=outcome.output, faults=(fault,))
    return [feature, project]


def _judged(bench: Bench, name: str, suite: dict[str, Any]) -> CheckResult:
    counts = Counter(suite["outcomes"].values())
    detail = ", ".join(f"{counts[outcome]} {outcome}" for outcome in _OUTCOMES if counts[outcome]) or "there are none"
    if counts["failed"] or counts["not run"]:
        texts = {test: bench.staging.shown(text) for test, text in suite["failures"].items()}
        red = [test for test, outcome in suite["outcomes"].items() if outcome in ("failed", "not run")]
        faults = tuple(Fault(test, texts.get(test, ""), suite["set_ups"].get(test, "")) for test in red)
        return CheckResult(name, "failed", suite["seconds"], detail, last_lines("\n".join(texts.values())), faults)
    return CheckResult(name, "passed" if counts["passed"] else "skipped", suite["seconds"], detail)


def _broken_off(outcome: Outcome, seconds: float) -> list[CheckResult]:
    """The session did not come to its end, so nothing is known of either."""
    printed = outcome.output.splitlines() or ["pytest did not come to its end"]
    line = next((line for line in reversed(printed) if _REASON.match(line)), printed[-1])
    reason = line.removeprefix("INTERNALERROR>").strip()
    detail = outcome.ending or (reason if outcome.result else "it ended before pytest did")
    return [CheckResult(name, "failed", seconds, detail, outcome.output) for name in (FEATURE, PROJECT)]
