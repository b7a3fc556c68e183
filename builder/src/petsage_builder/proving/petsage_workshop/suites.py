"""The step that runs the tests: one pytest session, its results kept apart for the feature and for the project."""

import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from .channel import Channel, Job

if TYPE_CHECKING:
    import pytest

_OUTCOMES = ("not run", "skipped", "passed", "failed")
_MOST_FAILURES = 50
_LONGEST_TEXT = 20_000
_MOST_LINES = 50
_LONGEST_REASON = 300

# The libraries that the workshop has imported can't be rewritten for asserts any more, and needn't be.
_QUIET = ("-W", "ignore::pytest.PytestAssertRewriteWarning")


def run_tests(job: Job, channel: Channel) -> None:
    """Tell pytest's exit status, and of both suites each test's outcome, the failures' texts and the seconds."""
    import pytest

    started = time.perf_counter()
    sorter = Sorter(
        [Path(path).resolve() for path in job["feature_tests"]],
        {Path(path).resolve() for path in job["left_out"]},
        channel,
    )
    unused = [f"-pno:{plugin}" for plugin in job["unused_plugins"]]
    status = pytest.main(["--color=no", "--continue-on-collection-errors", *_QUIET, *unused], plugins=[sorter])
    sorter.feature.seconds = time.perf_counter() - started - sorter.project.seconds
    channel.tell("result", status=int(status), feature=asdict(sorter.feature), project=asdict(sorter.project))


@dataclass
class Suite:
    """What became of some tests, by test; a file that can't be collected counts as a failed one.

    `set_ups` has of each test that never began the error in its fixtures, in one line.
    """

    outcomes: dict[str, str] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    set_ups: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0

    def note(self, test: str, outcome: str) -> None:
        """A test's set-up, call and clean-up each have an outcome; the worst counts."""
        self.outcomes[test] = max(self.outcomes.get(test, outcome), outcome, key=_OUTCOMES.index)

    def note_failure(self, report: "pytest.TestReport | pytest.CollectReport") -> None:
        """Keep a failure's text and what was printed, as far as anyone would read."""
        self.note(report.nodeid, "failed")
        if report.when == "setup" and (crash := getattr(report.longrepr, "reprcrash", None)):
            self.set_ups[report.nodeid] = crash.message.partition("\n")[0][:_LONGEST_REASON]
        report.sections = [(title, _end(text)) for title, text in report.sections]
        if len(self.failures) < _MOST_FAILURES:
            parts = [(report.nodeid, report.longreprtext[-_LONGEST_TEXT:]), *report.sections]
            texts = [f"{f' {title} ':-^100}\n{text}" for title, text in parts]
            self.failures[report.nodeid] = "\n".join([*filter(None, [self.failures.get(report.nodeid)]), *texts])


def _end(printed: str) -> str:
    return "\n".join(printed[-_LONGEST_TEXT:].splitlines()[-_MOST_LINES:])


class Sorter:
    """A pytest plugin that sorts results into those of the feature's tests and those of all others."""

    def __init__(self, feature_tests: list[Path], left_out: set[Path], channel: Channel) -> None:
        self.feature, self.project = Suite(), Suite()
        self._feature_tests = feature_tests
        self._left_out = left_out
        self._channel = channel
        self._root = Path()

    def pytest_configure(self, config: "pytest.Config") -> None:
        self._root = config.rootpath
        config.args = [*map(str, self._feature_tests), *config.args]
        config.option.dist = "no"  # workers of xdist would not learn of the feature's tests

    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        return True if collection_path.resolve() in self._left_out else None

    def pytest_collectreport(self, report: "pytest.CollectReport") -> None:
        if report.failed:
            self._suite(report.nodeid).note_failure(report)

    def pytest_collection_finish(self, session: "pytest.Session") -> None:
        for item in session.items:
            self._suite(item.nodeid).note(item.nodeid, "not run")

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self._channel.tell("running", test=nodeid)

    def pytest_runtest_logreport(self, report: "pytest.TestReport") -> None:
        suite = self._suite(report.nodeid)
        suite.seconds += report.duration
        if report.failed:
            suite.note_failure(report)
        elif report.skipped or report.when == "call":
            suite.note(report.nodeid, report.outcome)

    def _suite(self, nodeid: str) -> Suite:
        path = (self._root / nodeid.partition("::")[0]).resolve()
        own = any(path.is_relative_to(place) for place in self._feature_tests)
        return self.feature if own else self.project
