"""Problems as a person reads them."""

from collections.abc import Iterator, Sequence

from petsage_builder.edits.merged import apart
from petsage_builder.errors import Conflict, Problem
from petsage_builder.presenting.lines import shown

_AGAINST = {"built": "the new text", "before": "the text from before"}
_MOST = 2
"""How many lines of each side are shown."""


def problem_lines(problems: Sequence[Problem]) -> Iterator[str]:
    """A line for each problem; of a conflict its two sides, and at the end once what to do."""
    for problem in problems:
        if isinstance(problem, Conflict):
            yield f"petsage: {shown(problem.place)}: hand edits say one thing, {_AGAINST[problem.against]} another"
            yield from _sides(problem)
        else:
            yield f"petsage: {problem}"
    advice = dict.fromkeys(problem.advice for problem in problems if isinstance(problem, Conflict))
    yield from (f"petsage: {text}" for text in advice)


def _sides(conflict: Conflict) -> Iterator[str]:
    """What differs of both sides, the edited one with its line numbers."""
    _, yours, new, _ = apart(conflict.yours, conflict.new)
    yield from _side("yours", _changed(conflict, yours, conflict.line))
    yield from _side(conflict.against, [("", line) for _, line in _changed(conflict, new)])


def _changed(conflict: Conflict, lines: Sequence[str], first: int = 1) -> list[tuple[str, str]]:
    """The lines that weren't there before with their numbers; all of them where there is no such line."""
    numbered = [(str(number), line) for number, line in enumerate(lines, first) if line.strip()]
    before = conflict.before.splitlines(True)
    return [pair for pair in numbered if pair[1] not in before] or numbered


def _side(name: str, lines: Sequence[tuple[str, str]]) -> Iterator[str]:
    left = len(lines) - _MOST
    for place, (number, line) in enumerate((lines or [("", "nothing")])[:_MOST], start=1):
        more = f"  … and {left} more" if left > 0 and place == _MOST else ""
        yield f"  {name if place == 1 else '':6} {number:>4} │ {shown(line.rstrip())}{more}"
