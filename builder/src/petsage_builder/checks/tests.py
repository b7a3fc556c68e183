"""The checks that run tests: the feature's, and all others that the project has."""

import time
from typing import Any

from .bench import Bench
from .libraries import libraries_used, unused_plugins
from .plan import CheckResult
from .text import last_lines
from .work import Outcome

FEATURE, PROJECT = "feature's tests", "project's tests"
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
    feature, project = result["feature"], result["project"]
    if result["status"] == _SOME_FAILED and not feature["failed"] + project["failed"]:
        project |= {"failed": ["the session"], "failures": [outcome.output]}
    return [_feature(bench, feature), _judged(bench, PROJECT, project)]


def _feature(bench: Bench, suite: dict[str, Any]) -> CheckResult:
    if not bench.plan.feature_tests:
        return CheckResult(FEATURE, "skipped", 0, "the feature has no tests")
    if not suite["passed"] and not suite["failed"]:
        return CheckResult(FEATURE, "failed", suite["seconds"], "none of them ran", "\n".join(bench.plan.feature_tests))
    return _judged(bench, FEATURE, suite)


def _judged(bench: Bench, name: str, suite: dict[str, Any]) -> CheckResult:
    seconds = suite["seconds"]
    counts = {"failed": len(suite["failed"]), "passed": suite["passed"], "skipped": suite["skipped"]}
    detail = ", ".join(f"{count} {kind}" for kind, count in counts.items() if count)
    if suite["failed"]:
        output = bench.staging.shown("\n".join(suite["failures"]))
        return CheckResult(name, "failed", seconds, detail, last_lines(output))
    if not suite["passed"]:
        return CheckResult(name, "skipped", seconds, detail or "there are none")
    return CheckResult(name, "passed", seconds, detail)


def _broken_off(outcome: Outcome, seconds: float) -> list[CheckResult]:
    """The session did not come to its end, so nothing is known of either."""
    printed = outcome.output.splitlines() or ["pytest did not come to its end"]
    detail = outcome.ending or ("it ended before pytest did" if not outcome.result else printed[-1])
    return [CheckResult(name, "failed", seconds, detail, outcome.output) for name in (FEATURE, PROJECT)]
