"""The step that runs the tests: one pytest session, its results kept apart for the feature and for the project."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .channel import Channel, Job

if TYPE_CHECKING:
    import pytest

_LONGEST_TEXT = 20_000
_MOST_FAILURES = 50

# The libraries that the workshop has imported can't be rewritten for asserts any more, and needn't be.
_QUIET = ("-W", "ignore::pytest.PytestAssertRewriteWarning")


def run_tests(job: Job, channel: Channel) -> None:
    """Tell what pytest found, as `{"feature": {...}, "project": {...}, "status": its exit status}`."""
    import pytest

    started = time.perf_counter()
    sorter = Sorter([Path(path).resolve() for path in job["feature_tests"]], channel)
    unused = [f"-pno:{plugin}" for plugin in job["unused_plugins"]]
    arguments = ["--color=no", "--continue-on-collection-errors", *_QUIET, *unused]
    status = int(pytest.main(arguments, plugins=[sorter]))
    sorter.suites["feature"]["seconds"] = time.perf_counter() - started - sorter.suites["project"]["seconds"]
    channel.tell("result", status=status, **sorter.suites)


class Sorter:
    """A pytest plugin that sorts results into those of the feature's tests and those of all others."""

    def __init__(self, feature: list[Path], channel: Channel) -> None:
        self.suites: dict[str, dict[str, Any]] = {"feature": _new_suite(), "project": _new_suite()}
        self._feature = feature
        self._channel = channel
        self._root = Path()

    def pytest_configure(self, config: "pytest.Config") -> None:
        self._root = config.rootpath
        config.args = [*map(str, self._feature), *config.args]

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self._channel.tell("running", test=nodeid)

    def pytest_runtest_logreport(self, report: "pytest.TestReport") -> None:
        suite = self._suite(report.nodeid)
        suite["seconds"] += report.duration
        if report.failed:
            suite["failed"].append(report.nodeid)
            self._keep(suite, report)
        elif report.skipped or report.when == "call":
            suite[report.outcome] += 1

    def pytest_collectreport(self, report: "pytest.CollectReport") -> None:
        if report.failed:
            suite = self._suite(report.nodeid)
            suite["failed"].append(report.nodeid)
            self._keep(suite, report)

    def _suite(self, nodeid: str) -> dict[str, Any]:
        path = (self._root / nodeid.partition("::")[0]).resolve()
        own = any(path.is_relative_to(place) for place in self._feature)
        return self.suites["feature" if own else "project"]

    def _keep(self, suite: dict[str, Any], report: "pytest.TestReport | pytest.CollectReport") -> None:
        report.sections = [(title, text[-_LONGEST_TEXT:]) for title, text in report.sections]
        if len(suite["failures"]) < _MOST_FAILURES:
            parts = [(report.nodeid, report.longreprtext), *report.sections]
            suite["failures"] += [f"{f' {title} ':-^100}\n{text[-_LONGEST_TEXT:]}" for title, text in parts]


def _new_suite() -> dict[str, Any]:
    return {"passed": 0, "skipped": 0, "failed": [], "failures": [], "seconds": 0.0}
