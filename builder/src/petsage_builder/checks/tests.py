"""The checks that run tests: the feature's, and all others that the project has."""

import time
from collections import Counter
from dataclasses import replace
from typing import Any

from petsage_builder.checks.bench import Bench
from petsage_builder.checks.libraries import libraries_used, unused_plugins
from petsage_builder.checks.plan import CheckResult
from petsage_builder.checks.text import last_lines
from petsage_builder.checks.work import Outcome

FEATURE, PROJECT = "feature's tests", "project's tests"
_OUTCOMES = ("failed", "not run", "passed", "skipped")
_ALL_PASSED, _SOME_FAILED, _NONE_THERE = 0, 1, 5


def check_tests(bench: Bench) -> list[CheckResult]:
    """Both pass: pytest itself says so at its session's end, and the feature's are not none."""
    started = time.perf_counter()
    outcome = bench.do(
        "tests",
        bench.plan.seconds,
        feature_tests=[str(bench.staging.folder / path) for path in bench.plan.feature_tests],
        unused_plugins=unused_plugins(libraries_used(bench.staging.folder)),
        environment=dict(bench.plan.environment),
    )
    seconds = time.perf_counter() - started
    result = outcome.result
    if not result or outcome.ending or result["status"] not in (_ALL_PASSED, _SOME_FAILED, _NONE_THERE):
        return _broken_off(outcome, seconds)
    feature, project = _judged(bench, FEATURE, result["feature"]), _judged(bench, PROJECT, result["project"])
    if bench.plan.feature_tests and feature.status == "skipped":
        feature = replace(feature, status="failed", detail=f"none passed: {feature.detail}")
    if result["status"] == _SOME_FAILED and "failed" not in (feature.status, project.status):
        project = replace(project, status="failed", detail="the session failed", output=outcome.output)
    return [feature, project]


def _judged(bench: Bench, name: str, suite: dict[str, Any]) -> CheckResult:
    counts = Counter(suite["outcomes"].values())
    detail = ", ".join(f"{counts[outcome]} {outcome}" for outcome in _OUTCOMES if counts[outcome]) or "there are none"
    if counts["failed"] or counts["not run"]:
        output = last_lines(bench.staging.shown("\n".join(suite["failures"])))
        return CheckResult(name, "failed", suite["seconds"], detail, output)
    return CheckResult(name, "passed" if counts["passed"] else "skipped", suite["seconds"], detail)


def _broken_off(outcome: Outcome, seconds: float) -> list[CheckResult]:
    """The session did not come to its end, so nothing is known of either."""
    printed = outcome.output.splitlines() or ["pytest did not come to its end"]
    detail = outcome.ending or ("it ended before pytest did" if not outcome.result else printed[-1])
    return [CheckResult(name, "failed", seconds, detail, outcome.output) for name in (FEATURE, PROJECT)]
