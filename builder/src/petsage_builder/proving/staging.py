"""Staging: the copy of the project where a module is proven. The project itself is only read."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from petsage_builder.errors import CannotBuildError, HandEditsError, Problem
from petsage_builder.proving.copying import copy_project, copy_settings_above
from petsage_builder.proving.private_folder import private_folder
from petsage_builder.terms.module import Change

_PREFIX = "petsage-staging-"


@dataclass(frozen=True)
class Staging:
    """A private copy of a project. `folder` is the copy; it is in `private`, which nobody else can read.

    `environments` are folders of the project that the copy links to.
    """

    project: Path
    private: Path
    folder: Path
    environments: tuple[Path, ...] = ()

    def apply(self, changes: Iterable[Change]) -> None:
        """Write `changes` into the copy.

        Raises:
            CannotBuildError: a path leaves the project, or can't be a file there.
            HandEditsError: a file is not what its change starts from.
        """
        changes = tuple(changes)
        if outside := [problem for change in changes if (problem := self._outside(change.path))]:
            raise CannotBuildError(*outside)
        if edited := [change.path for change in changes if _content(self.folder / change.path) != change.before]:
            raise HandEditsError(*(Problem(path, "changed since it was planned on", "build again") for path in edited))
        if refused := [problem for change in changes if (problem := self._write(change))]:
            raise CannotBuildError(*refused)

    def shown(self, text: str) -> str:
        """`text` with the paths of the copy as paths from the project's folder."""
        return text.replace(f"{self.folder}/", "").replace(str(self.folder), ".").replace(str(self.private), "staging")

    def _write(self, change: Change) -> Problem | None:
        try:
            _put(self.folder / change.path, change.after)
        except OSError as error:
            return Problem(change.path, f"can't be written: {error.strerror}", "move what is in the way")
        return None

    def _outside(self, path: str) -> Problem | None:
        if path.startswith("/") or ".." in Path(path).parts:
            return Problem(path, "is not a path inside the project", "name it from the project's folder")
        if not (self.project / path).resolve().is_relative_to(self.project.resolve()):
            return Problem(path, "goes through a symbolic link that leaves the project", "replace the link by a folder")
        return None


@contextmanager
def stage(project: Path) -> Iterator[Staging]:
    """A staging of the project in that folder, removed at the end; stagings of builds that were killed go first.

    Raises:
        CannotBuildError: the project can't be read, or is too large to copy.
    """
    with private_folder(_PREFIX) as private:
        for name in ("home", "tmp", "output", "root"):
            (private / name).mkdir()
        folder = copy_settings_above(project.resolve(), private / "tree")
        environments = copy_project(project.resolve(), folder)
        yield Staging(project, private, folder, environments)


def _put(target: Path, content: bytes | None) -> None:
    if content is not None:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        return
    target.unlink(missing_ok=True)
    with suppress(OSError):  # the first folder that isn't empty ends it
        for folder in target.parents:
            folder.rmdir()


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
