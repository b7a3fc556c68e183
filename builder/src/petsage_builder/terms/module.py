"""What a build makes, and what it wants to change in a project, as values."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

_MOST_PATHS = 4


@dataclass(frozen=True)
class Operation:
    """One endpoint: the HTTP method in capitals and the full path, as in the OpenAPI document."""

    method: str
    path: str

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def counted(number: int, noun: str) -> str:
    """A number with its noun: 1 file, 3 files."""
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


def summary_of(operations: Iterable[Operation]) -> str:
    """How many endpoints there are, and on which paths: `5 endpoints on /pets`; parameters are left out."""
    operations = list(operations)
    roots = sorted({f"/{operation.path.partition('{')[0].strip('/')}" for operation in operations})
    above = os.path.commonpath([PurePosixPath(root).parent for root in roots]) if roots else "/"
    paths = ["/" + "/".join(PurePosixPath(root).relative_to(above).parts) for root in roots]
    shown = paths if len(paths) <= _MOST_PATHS else [*paths[: _MOST_PATHS - 1], f"{len(paths) - _MOST_PATHS + 1} more"]
    words = " and ".join([part for part in (", ".join(shown[:-1]), *shown[-1:]) if part])
    return f"{counted(len(operations), 'endpoint')}{' on ' if words else ''}{words}"


@dataclass(frozen=True)
class Module:
    """The files that a spec becomes: texts by POSIX path from the project's folder.

    `untested` are the sentences that none of its tests tries.
    """

    files: Mapping[str, str]
    operations: tuple[Operation, ...]
    tests: tuple[str, ...]
    untested: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """One file's change. `path` is POSIX, relative to the project's folder; `None` means that the file isn't there.

    Nothing is ever written to a file whose content is not `before` at the moment of landing.
    """

    path: str
    before: bytes | None
    after: bytes | None

    @property
    def action(self) -> str:
        """What it does to the file: keep, create, change or delete."""
        if self.before == self.after:
            return "keep"
        if self.before is None:
            return "create"
        return "delete" if self.after is None else "change"


def composed(changes: Iterable[Change]) -> tuple[Change, ...]:
    """One change a file, of changes that follow each other; what ends as it began is no change."""
    found: dict[str, Change] = {}
    for change in changes:
        first = found.get(change.path, change)
        found[change.path] = Change(change.path, first.before, change.after)
    return tuple(change for change in found.values() if change.before != change.after)
