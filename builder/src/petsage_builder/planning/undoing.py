"""A landing taken back: every file as it was before, with what was written into it by hand since."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from petsage_builder.errors import Conflict, HandEditsError, Problem
from petsage_builder.planning.merging import merge, quoted
from petsage_builder.planning.plan import tidy
from petsage_builder.project.landings import is_receipt
from petsage_builder.project.project import Project
from petsage_builder.terms.module import Change

_KEEPING = "and undo again, or pass --keep-edits to keep yours"
_AWAY = "move what is yours elsewhere, delete the file, and undo again"


@dataclass(frozen=True)
class UndoPlan:
    """What taking a landing back would change, and the disagreements that hand edits won."""

    changes: tuple[Change, ...]
    kept: tuple[Conflict, ...]


def plan_undo(project: Project, landed: Sequence[Change], *, keep_edits: bool) -> UndoPlan:
    """The way back from what a landing changed; hand edits since are merged in as a build merges them.

    Raises:
        HandEditsError: hand edits and the text from before disagree and `keep_edits` is not set, or a file would be
            deleted or replaced that isn't what landed.
    """
    problems: list[Problem] = []
    conflicts: list[Conflict] = []
    changes = [_back(project, change, problems, conflicts) for change in landed]
    if problems or (conflicts and not keep_edits):
        raise HandEditsError(*problems, *conflicts)
    return UndoPlan(tuple(change for change in changes if change.before != change.after), tuple(conflicts))


def _back(project: Project, landed: Change, problems: list[Problem], conflicts: list[Conflict]) -> Change:
    path, before, after = landed.path, landed.before, landed.after
    present = project.read(path)
    if present in (None, before, after) or is_receipt(path):
        return Change(path, present, before)
    if before is None or after is None:
        done = "was edited by hand" if before is None else "was written by hand after the build had deleted it"
        lost = "deleted" if before is None else "replaced"
        problems.append(Problem(path, f"{done}, and would be {lost}", _AWAY))
        return Change(path, present, present)
    merged, found = _merged(project, path, present, after, before)
    conflicts += found
    return Change(path, present, merged)


def _merged(project: Project, path: str, present: bytes, landed: bytes, before: bytes) -> tuple[bytes, list[Conflict]]:
    yours, pristine, new = (content.decode("utf-8", "surrogateescape") for content in (present, landed, before))
    merged = merge(path, pristine, yours, new, {})
    text = tidy(project, path, yours, merged.text)
    return text.encode("utf-8", "surrogateescape"), [_told(conflict) for conflict in merged.conflicts]


def _told(conflict: Conflict) -> Conflict:
    message = f"hand edits say {quoted(conflict.yours)}, before the build it said {quoted(conflict.new)}"
    advice = f"{_fitting(conflict.yours, conflict.new)} {_KEEPING}"
    return replace(conflict, message=message, advice=advice, against="before")


def _fitting(yours: str, before: str) -> str:
    """What to do about a conflict so that the next undo finds none."""
    if not yours:
        return "write what it said before where you took lines out"
    return "put what it said before in place of your lines" if before else "take your lines out"
