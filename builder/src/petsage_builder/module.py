"""What a build makes, and what it wants to change in a project, as values."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Operation:
    """One endpoint: the HTTP method in capitals and the full path, as in the OpenAPI document."""

    method: str
    path: str

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


@dataclass(frozen=True)
class Module:
    """The files that a spec becomes: texts by POSIX path from the project's folder."""

    files: Mapping[str, str]
    operations: tuple[Operation, ...]
    tests: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """One file's change. `path` is POSIX, relative to the project's folder; `None` means that the file isn't there.

    Nothing is ever written to a file whose content is not `before` at the moment of landing.
    """

    path: str
    before: bytes | None
    after: bytes | None
