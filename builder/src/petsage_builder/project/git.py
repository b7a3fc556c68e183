"""A new project's git repository."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

_MESSAGE = "A new project"
_NOBODY = {
    f"GIT_{role}_{part}": value
    for role in ("AUTHOR", "COMMITTER")
    for part, value in (("NAME", "PetSage"), ("EMAIL", "petsage@localhost"))
}
"""Who commits where git knows nobody."""


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


def _git(folder: Path, *arguments: str, more: dict[str, str] | None = None) -> bool:
    """Whether git did it."""
    command: Sequence[str] = ["git", *arguments]
    environment = {**os.environ, **(more or {})}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False).returncode == 0
