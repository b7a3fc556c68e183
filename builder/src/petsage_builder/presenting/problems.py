"""Problems as a person reads them."""

from collections.abc import Iterator, Sequence

from petsage_builder.edits.merged import apart
from petsage_builder.errors import Conflict, Problem
from petsage_builder.presenting.lines import shown

_MOST = 2
"""How many lines of each side are shown."""


def problem_lines(problems: Sequence[Problem]) -> Iterator[str]:
    """A line for each problem; of a conflict its two sides, and at the end once what to do."""
    for problem in problems:
        if isinstance(problem, Conflict):
            yield f"petsage: {shown(problem.place)}: a hand edit and the new text disagree"
            yield from _sides(problem)
        else:
            yield f"petsage: {problem}"
    advice = dict.fromkeys(problem.advice for problem in problems if isinstance(problem, Conflict))
    yield from (f"petsage: {text}" for text in advice)


def _sides(conflict: Conflict) -> Iterator[str]:
    """What differs of both sides, the edited one with its line numbers."""
    _, yours, new, _ = apart(conflict.yours, conflict.new)
    yield from _side("yours", yours, [str(conflict.line + place) for place in range(_MOST)])
    yield from _side("built", new, [""] * _MOST)


def _side(name: str, lines: Sequence[str], numbers: Sequence[str]) -> Iterator[str]:
    left = len(lines) - _MOST
    for place, (number, line) in enumerate(zip(numbers, lines or ["nothing"], strict=False)):
        more = f"  … and {left} more" if left > 0 and place == _MOST - 1 else ""
        yield f"  {name if place == 0 else '':5} {number:>4} │ {shown(line.rstrip())}{more}"
