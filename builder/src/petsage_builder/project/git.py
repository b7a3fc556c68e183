"""A project's git repository: begun for a new one, and asked what a merge has left to do."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_MESSAGE = "A new project"
_NOBODY = {
    f"GIT_{role}_{part}": value
    for role in ("AUTHOR", "COMMITTER")
    for part, value in (("NAME", "PetSage"), ("EMAIL", "petsage@localhost"))
}
"""Who commits where git knows nobody."""


_SECONDS = 30.0


def begin_repository(folder: Path) -> bool:
    """Make the folder a repository with all of it committed; False where it is in one already, or there is no git."""
    try:
        if _git(folder, "rev-parse", "--is-inside-work-tree"):
            return False
        identity = {} if _git(folder, "config", "user.email") else _NOBODY
        return (
            _git(folder, "init", "--quiet", "--initial-branch=main")
            and _git(folder, "add", "--all")
            and _git(
                folder, "commit", "--quiet", "--no-verify", "--no-gpg-sign", f"--message={_MESSAGE}", more=identity
            )
        )
    except OSError:
        return False


@dataclass(frozen=True)
class Sides:
    """A file that a merge has left open: where both branches come from, this branch, and the other one."""

    base: bytes | None
    ours: bytes | None
    theirs: bytes | None


def unmerged(folder: Path) -> dict[str, Sides]:
    """The files below a folder that a merge has left open, by their paths from there; none where there is no git."""
    blobs: dict[str, dict[str, bytes]] = {}
    with suppress(OSError, subprocess.SubprocessError):
        for stage, path, blob in _open_files(folder):
            content = _asked(folder, "cat-file", "blob", blob)
            blobs.setdefault(path, {})[stage] = content
    return {path: Sides(*(found.get(stage) for stage in "123")) for path, found in blobs.items()}


def _open_files(folder: Path) -> Iterator[tuple[str, str, str]]:
    """The stage, the path and the blob of each side of the files that are open."""
    for line in _asked(folder, "ls-files", "--unmerged", "-z").decode("utf-8", "surrogateescape").split("\0"):
        about, _, path = line.partition("\t")
        if path:
            _, blob, stage = about.split()
            yield stage, path, blob


def _asked(folder: Path, *arguments: str) -> bytes:
    """What git says; no program that the repository's settings name is run."""
    command = ["git", "-c", "core.fsmonitor=false", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, check=True, timeout=_SECONDS).stdout


def _git(folder: Path, *arguments: str, more: dict[str, str] | None = None) -> bool:
    """Whether git did it."""
    command: Sequence[str] = ["git", *arguments]
    environment = {**os.environ, **(more or {})}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False).returncode == 0
