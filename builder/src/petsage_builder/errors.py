"""What can go wrong, each with the place, the reason and what to do next."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where, what, and what to do about it.

    `place` is a place a person can go to ("payload, line 3, column 5"); `message` and `advice` are single lines.
    """

    place: str
    message: str
    advice: str = ""

    def __str__(self) -> str:
        """One line, whatever text the problem quotes."""
        line = f"{self.place}: {self.message}"
        if self.advice:
            line += f" ({self.advice})"
        return "".join(c if c.isprintable() else repr(c)[1:-1] for c in line)


@dataclass(frozen=True)
class Conflict(Problem):
    """Lines of a file that a hand edit and a new text both change: as they were built, as they are, as they would be.

    `line` is the first in the edited file that differs. `key` stays the same as long as all of them do, so that a
    choice is about what was seen and nothing else. `against` is the text that hand edits disagree with.
    """

    path: str = ""
    line: int = 0
    key: str = ""
    before: str = ""
    yours: str = ""
    new: str = ""
    against: Literal["built", "before"] = "built"


def problem_of(data: Mapping[str, Any]) -> Problem:
    """The problem, or conflict, whose fields these are."""
    return Conflict(**data) if "key" in data else Problem(**data)


class PetsageError(Exception):
    """Something stopped the work; `problems` holds every reason that was found, and nothing was written."""

    exit_code: ClassVar[int] = 1

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class NotUnderstoodError(PetsageError):
    """The payload or its requirements could not be understood."""

    exit_code = 2


class HandEditsError(PetsageError):
    """The work would overwrite or delete what somebody wrote by hand."""

    exit_code = 3


class CannotBuildError(PetsageError):
    """The project or its blueprint can't be built into."""

    exit_code = 4


class StoppedError(PetsageError):
    """Somebody stopped the work; the project is untouched."""

    exit_code = 130
