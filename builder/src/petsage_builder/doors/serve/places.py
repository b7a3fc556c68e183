"""The projects that are served: folders of this machine, and git repositories that builds are sent back to."""

import os
import re
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from petsage_builder.doors.opening import opened
from petsage_builder.errors import CannotBuildError, Problem
from petsage_builder.project.location import RULES_FILE
from petsage_builder.project.project import Project
from petsage_builder.proving.private_folder import private_folder

_NAMED = re.compile(r"(?P<name>[A-Za-z0-9][\w.-]{0,63})=(?P<where>.+)", re.DOTALL)
_AUTHOR = ("PetSage", "petsage@localhost")


class Place(Protocol):
    """Where a project is."""

    @property
    def name(self) -> str:
        """What callers know it by."""

    def opened(self, tell: Callable[[str], None]) -> AbstractContextManager[Project]:
        """The project for this caller alone."""

    def branch(self, feature: str, build: str) -> str | None:
        """The branch that a build lands on; None where it lands in the folder itself."""

    def holds(self, branch: str) -> bool:
        """Whether a branch is there already."""

    def publish(self, project: Project, branch: str, message: str) -> None:
        """Send what landed in an opened project to where it belongs, once."""


@dataclass(frozen=True)
class Folder:
    """A project in a folder; a build lands there."""

    name: str
    path: Path

    @contextmanager
    def opened(self, tell: Callable[[str], None]) -> Iterator[Project]:
        with opened(self.path, tell) as project:
            yield project

    def branch(self, feature: str, build: str) -> str | None:  # noqa: ARG002 - a folder has no branches
        return None

    def holds(self, branch: str) -> bool:  # noqa: ARG002
        return False

    def publish(self, project: Project, branch: str, message: str) -> None: ...


@dataclass(frozen=True)
class Repository:
    """A project in a git repository; a build works on a clone and lands as a commit on a branch of its own."""

    name: str
    url: str

    @contextmanager
    def opened(self, tell: Callable[[str], None]) -> Iterator[Project]:
        with private_folder("petsage-clone-") as folder:
            clone = folder / "project"
            _git(["clone", "--quiet", "--depth=1", "--no-tags", "--", _remote(self.url), str(clone)], folder)
            with opened(clone, tell) as project:
                yield project

    def branch(self, feature: str, build: str) -> str | None:
        return f"petsage/{feature}-{build}"

    def holds(self, branch: str) -> bool:
        return bool(_git(["ls-remote", "--heads", "--", _remote(self.url), branch], Path("/")).strip())

    def publish(self, project: Project, branch: str, message: str) -> None:
        name, address = _AUTHOR
        who = ["-c", f"user.name={name}", "-c", f"user.email={address}"]
        _git(["add", "--all"], project.folder)
        _git([*who, "commit", "--quiet", "--no-verify", "--no-gpg-sign", "--file=-"], project.folder, message)
        try:
            _git(["push", "--quiet", "origin", f"HEAD:refs/heads/{branch}"], project.folder)
        except CannotBuildError:
            if not self.holds(branch):  # another worker that took this build for lost has sent it already
                raise


def places(arguments: Sequence[str]) -> dict[str, Place]:
    """The projects by their names: each a folder or what git can clone, `NAME=` before it where the name is not to be
    the last part of its path.

    Raises:
        CannotBuildError: two have one name, or a folder is no project.
    """
    found: dict[str, Place] = {}
    for argument in arguments:
        place = _place(argument)
        if place.name in found:
            advice = f"name them: --project one={argument}"
            raise CannotBuildError(Problem(argument, f"is the second project called {place.name}", advice))
        found[place.name] = place
    return found


def _place(argument: str) -> Place:
    named = _NAMED.fullmatch(argument)
    where = named["where"] if named else argument
    folder = Path(where)
    if not folder.is_dir() or _is_bare(folder):
        own = re.sub(r"\.git$", "", where.rstrip("/").rpartition("/")[2].rpartition(":")[2])
        return Repository(named["name"] if named else own, where)
    if not (folder / RULES_FILE).is_file():
        advice = f"name a folder with a {RULES_FILE}, or a git repository"
        raise CannotBuildError(Problem(where, "is no project to build into", advice))
    return Folder(named["name"] if named else folder.resolve().name, folder.resolve())


def _is_bare(folder: Path) -> bool:
    return (folder / "HEAD").is_file() and (folder / "objects").is_dir()


def _remote(url: str) -> str:
    """A repository as git takes it; a path is absolute, so that a shallow clone goes through git's own protocol."""
    return f"file://{Path(url).resolve()}" if Path(url).is_dir() else url


def _git(arguments: Sequence[str], folder: Path, given: str = "") -> str:
    """What git prints. It asks for nothing, runs no hook of the repository, and takes only transports that fetch."""
    environment = {
        **os.environ,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_LFS_SKIP_SMUDGE": "1",
        "GIT_ALLOW_PROTOCOL": "file:git:http:https:ssh",
    }
    command = ["git", "-c", "core.hooksPath=/dev/null", "-c", "core.symlinks=true", *arguments]
    done = subprocess.run(
        command, cwd=folder, env=environment, input=given, capture_output=True, text=True, check=False, timeout=300
    )
    if done.returncode:
        complaint = (done.stderr.strip().splitlines() or ["it failed"])[-1]
        raise CannotBuildError(Problem(f"git {arguments[0]}", complaint, "mend the repository or the access to it"))
    return done.stdout
