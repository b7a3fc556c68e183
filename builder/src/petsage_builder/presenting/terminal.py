"""A build as it runs: a line for each step, with a spinner where there is a terminal."""

from typing import TYPE_CHECKING, Self, TextIO

from petsage_builder.presenting.lines import details, duration, headline, shown, succeeded
from petsage_builder.presenting.report import Step
from petsage_builder.proving import CheckResult

if TYPE_CHECKING:
    from rich.status import Status

_MARKS = {"passed": "✓", "failed": "✗", "skipped": "·"}


class LineWatcher:
    """Prints a line for each step and check that has ended; on a terminal, a spinner says what runs now.

    A `verbose` one also names what those lines only count.
    """

    def __init__(self, stream: TextIO, *, verbose: bool = False) -> None:
        self._stream = stream
        self._verbose = verbose
        self._spinner = _spinner(stream) if stream.isatty() else None

    def step_started(self, name: str) -> None:
        """A step begins."""
        self._spin(name)

    def step_finished(self, step: Step) -> None:
        """A step has ended; its facts are known."""
        self._print(_MARKS["passed" if succeeded(step) else "failed"], step.name, step.seconds, headline(step))
        if self._verbose:
            for line in details(step):
                print(f"    {shown(line)}", file=self._stream, flush=True)

    def check_started(self, name: str) -> None:
        """A check begins."""
        self._spin(name)

    def check_finished(self, result: CheckResult) -> None:
        """A check has ended."""
        self._print(f"  {_MARKS[result.status]}", result.name, result.seconds, result.detail)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def _stop(self) -> None:
        if self._spinner:
            self._spinner.stop()

    def _spin(self, name: str) -> None:
        if self._spinner:
            self._spinner.update(f"{name} …")
            self._spinner.start()

    def _print(self, mark: str, name: str, seconds: float, text: str) -> None:
        self._stop()
        line = f"{mark} {name}".ljust(21) + duration(seconds).rjust(8) + f"  {shown(text)}"
        print(line.rstrip(), file=self._stream, flush=True)


def _spinner(stream: TextIO) -> "Status":
    from rich.console import Console  # only a terminal pays for it

    return Console(file=stream, highlight=False).status("")
