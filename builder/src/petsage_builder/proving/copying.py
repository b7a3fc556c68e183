"""Copying a project: what belongs to it, and how a link or a folder of tools is treated."""

import os
import shutil
import stat
from contextlib import suppress
from pathlib import Path

from petsage_builder.errors import CannotBuildError, Problem
from petsage_builder.project.location import folders_up

MAX_BYTES = 512 * 2**20

_VERSION_CONTROL = frozenset({".git", ".hg", ".svn"})
_CACHES = frozenset(
    {"__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache", ".cache"}
)
_TOOLS = frozenset({".tox", ".nox", ".uv", ".benchmarks", ".idea", ".vscode"})
_LEFT_OUT = _VERSION_CONTROL | _CACHES | _TOOLS
_LEFT_OUT_PATHS = frozenset({".petsage/journal"})
_LEFT_OUT_SUFFIXES = (".db", ".db-wal", ".db-shm", ".db-journal")
_SETTINGS = ("pyproject.toml", "ruff.toml", ".ruff.toml", "ty.toml", "pytest.ini", "tox.ini", "setup.cfg")


def copy_project(source: Path, target: Path, max_bytes: int = MAX_BYTES) -> tuple[Path, ...]:
    """Copy the files of the project in `source` to `target`, which must not be there yet; the environments linked to.

    Left out are version control, tools' caches, databases and special files. Environments (`.venv`, `node_modules`) are
    linked to. A symbolic link is kept where it stays inside the project, and left out where it leaves it.

    Raises:
        CannotBuildError: a file can't be read, or the project is larger than `max_bytes`.
    """
    copier = _Copier(source, max_bytes)
    copier.copy_folder(source, target)
    if copier.problems:
        raise CannotBuildError(*copier.problems)
    return tuple(copier.environments)


def copy_settings_above(project: Path, target: Path) -> Path:
    """Copy the tools' settings in the folders above `project`, up to its repository's top; answer where it belongs.

    A project in a workspace takes settings from there, so its copy stands at the same place, below `target`.
    """
    _, *above = folders_up(project)
    top = above[-1] if above else project
    place = target / top.name
    for folder in reversed(above):
        copied = place / folder.relative_to(top)
        copied.mkdir(parents=True)
        for name in _SETTINGS:
            with suppress(FileNotFoundError):
                shutil.copyfile(folder / name, copied / name)
    return place / project.relative_to(top)


def is_left_out(entry: os.DirEntry[str], project: Path) -> bool:
    """Whether something in a project doesn't belong to what is copied."""
    if entry.name in _LEFT_OUT or entry.name.endswith(_LEFT_OUT_SUFFIXES):
        return True
    return os.path.relpath(entry.path, project) in _LEFT_OUT_PATHS


class _Copier:
    def __init__(self, source: Path, max_bytes: int) -> None:
        self.problems: list[Problem] = []
        self.environments: list[Path] = []
        self._source = source
        self._bytes_left = max_bytes

    def copy_folder(self, source: Path, target: Path) -> None:
        try:
            target.mkdir(parents=True)
            with os.scandir(source) as entries:
                for entry in entries:
                    if not is_left_out(entry, self._source):
                        self._copy(entry, target / entry.name)
        except OSError as error:
            self._refuse(Path(error.filename or source), f"can't be copied: {error.strerror}", "make it readable")

    def _copy(self, entry: os.DirEntry[str], target: Path) -> None:
        if entry.is_symlink():
            self._copy_link(Path(entry.path), target)
        elif entry.is_dir():
            if _is_environment(entry):
                target.symlink_to(entry.path)
                self.environments.append(Path(entry.path))
            else:
                self.copy_folder(Path(entry.path), target)
        elif entry.is_file():
            self._copy_file(entry, target)

    def _copy_link(self, link: Path, target: Path) -> None:
        """The link points to the copy of what it pointed to, whether it was absolute or relative."""
        pointed_to = Path(os.path.normpath(link.parent / link.readlink()))
        if pointed_to.is_relative_to(self._source) and link.resolve().is_relative_to(self._source):
            target.symlink_to(os.path.relpath(pointed_to, link.parent))

    def _copy_file(self, entry: os.DirEntry[str], target: Path) -> None:
        self._bytes_left -= entry.stat(follow_symlinks=False).st_size
        if self._bytes_left < 0:
            raise CannotBuildError(self._too_large())
        with suppress(FileNotFoundError):  # an editor's temporary file may be gone again
            shutil.copy2(entry.path, target, follow_symlinks=False)

    def _too_large(self) -> Problem:
        heaviest = max((path for path in self._source.iterdir() if not path.is_symlink()), key=_size)
        advice = f"most of it is in {heaviest.name}: keep that outside of the project"
        return Problem(str(self._source), "is too large to be copied for its checks", advice)

    def _refuse(self, path: Path, message: str, advice: str) -> None:
        self.problems.append(Problem(os.path.relpath(path, self._source), message, advice))


def _is_environment(folder: os.DirEntry[str]) -> bool:
    return folder.name == "node_modules" or Path(folder.path, "pyvenv.cfg").exists()


def _size(path: Path) -> int:
    """The bytes of a file, or of all files in a folder."""
    below = path.rglob("*") if path.is_dir() else (path,)
    return sum(status.st_size for file in below if stat.S_ISREG((status := file.lstat()).st_mode))
