"""Builds as traces: a span for each build, in it one for each step and check.

They go where the usual variables say (`OTEL_EXPORTER_OTLP_ENDPOINT` and its like, with the extra `telemetry`), and
nowhere without them.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.trace import Span, StatusCode

from petsage_builder.doors.serve.store import Build
from petsage_builder.presenting.report import Step
from petsage_builder.proving import CheckResult

_TRACER = trace.get_tracer("petsage")


@contextmanager
def traced(wanted: Build) -> Iterator["BuildTrace"]:
    """The span of a build; what is still open in it ends with it."""
    facts = {"petsage.build": wanted.id, "petsage.project": wanted.project, "petsage.feature": wanted.feature}
    with _TRACER.start_as_current_span("build", attributes={**facts, "petsage.attempt": wanted.attempts}) as span:
        spans = BuildTrace(span)
        try:
            yield spans
        finally:
            spans.close()


class BuildTrace:
    """Follows a build from its thread."""

    def __init__(self, build: Span) -> None:
        self._build = build
        self._open: dict[str, Span] = {}
        self._step = build

    def ended(self, state: str) -> None:
        """How the build ended."""
        self._build.set_attribute("petsage.state", state)
        if state == "failed":
            self._build.set_status(StatusCode.ERROR)

    def step_started(self, name: str) -> None:
        """A step begins."""
        self._step = self._open[name] = _TRACER.start_span(name)

    def step_finished(self, step: Step) -> None:
        """A step has ended."""
        self._open.pop(step.name).end()

    def check_started(self, name: str) -> None:
        """A check begins; checks run side by side."""
        self._open[f"check {name}"] = _TRACER.start_span(f"check {name}", trace.set_span_in_context(self._step))

    def check_finished(self, result: CheckResult) -> None:
        """A check has ended."""
        span = self._open.pop(f"check {result.name}", None)
        if span is None:  # it was skipped, and never began
            return
        span.set_attribute("petsage.status", result.status)
        if result.status == "failed":
            span.set_status(StatusCode.ERROR, result.detail)
        span.end()

    def close(self) -> None:
        """End what is open."""
        for span in reversed(self._open.values()):
            span.end()
        self._open.clear()
