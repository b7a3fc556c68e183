"""What a build wants to change in a project, as values."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Change:
    """One file's change. `path` is POSIX, relative to the project's folder; `None` means that the file isn't there.

    Nothing is ever written to a file whose content is not `before` at the moment of landing.
    """

    path: str
    before: bytes | None
    after: bytes | None
