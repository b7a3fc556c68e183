"""Which Python a project runs on: the first that has its libraries."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from petsage_builder.errors import CannotBuildError, Problem
from petsage_builder.project.location import folders_up
from petsage_builder.project.tooling import Tooling

OLDEST = (3, 11)
LIBRARY = "fastapi"
"""What every project has that can be built into."""

_ENVIRONMENTS = (".venv", "venv")
_QUESTION = f"import sys, importlib.util as u; print(*sys.version_info[:2], u.find_spec({LIBRARY!r}) is not None)"
_SECONDS = 30


def find_interpreter(project: Path, named: Path | None = None) -> Path:
    """The Python that a project runs on.

    That is the one that is `named` (the program or its environment's folder), else that of `.venv` or `venv` in the
    project or above it in its repository, of the activated environment, or the builder's own: the first that has
    FastAPI.

    Raises:
        CannotBuildError: none has, or it is older than Python 3.11.
    """
    tried: list[str] = []
    for path in [_program(named)] if named else dict.fromkeys(_candidates(project)):
        version, has_library = _known(path) or _asked(path)
        if has_library:
            _refuse_old(path, version, project)
            return path
        tried.append(f"{path} (Python {'.'.join(map(str, version))})" if version else f"{path} (it doesn't run)")
    advice = f"`{Tooling(project).install}` installs them, or name another Python with --python PATH"
    message = f"no Python here has the project's libraries: {LIBRARY} is missing from {', '.join(tried)}"
    raise CannotBuildError(Problem(str(project), message, advice))


def _program(named: Path) -> Path:
    """The program that a person names; a link isn't followed, since an environment's Python is one."""
    path = named.expanduser().absolute()
    program = path / "bin" / "python" if path.is_dir() else path
    if not os.access(program, os.X_OK) or program.is_dir():
        raise CannotBuildError(Problem("--python", f"{program} is no program", "name the python of an environment"))
    return program


def _candidates(project: Path) -> Iterator[Path]:
    folders = folders_up(project)
    own = [folder / name for folder in folders for name in _ENVIRONMENTS]
    _refuse_tracked(folders[-1], own)
    activated = [Path(os.environ["VIRTUAL_ENV"])] if os.environ.get("VIRTUAL_ENV") else []
    for environment in (*own, *activated):
        if os.access(program := environment / "bin" / "python", os.X_OK):
            yield program
    yield Path(sys.executable)


def _refuse_tracked(top: Path, environments: list[Path]) -> None:
    """Refuse an environment that came with the repository: it would run as its author wants, before any guard is there.

    Git isn't asked, since a repository's settings can name programs for it to run; its index is looked into.

    Raises:
        CannotBuildError: git tracks one.
    """
    try:
        tracked = (top / ".git" / "index").read_bytes()
    except OSError:
        return
    for environment in environments:
        if f"{environment.relative_to(top).as_posix()}/".encode() in tracked:
            message = "is an environment that came with the repository, and isn't run"
            advice = f"`git rm -r --cached {environment.name}`, and make your own; or name one with --python PATH"
            raise CannotBuildError(Problem(str(environment), message, advice))


def _known(path: Path) -> tuple[tuple[int, ...], bool] | None:
    """What the files of an environment tell; nothing where one would have to ask."""
    for found in path.parent.parent.glob(f"lib/python3.*/site-packages/{LIBRARY}/__init__.py"):
        if version := re.fullmatch(r"python(\d+)\.(\d+)t?", found.parents[2].name):
            return (int(version[1]), int(version[2])), True
    return None


def _asked(path: Path) -> tuple[tuple[int, ...], bool]:
    """The interpreter's version and whether it has the library; no version where it can't be run."""
    try:
        done = subprocess.run([path, "-I", "-c", _QUESTION], capture_output=True, timeout=_SECONDS, check=True)
        major, minor, has_library = done.stdout.decode().split()
    except (OSError, subprocess.SubprocessError, ValueError):
        return (), False
    return (int(major), int(minor)), has_library == "True"


def _refuse_old(path: Path, version: tuple[int, ...], project: Path) -> None:
    if version < OLDEST:
        message = f"is Python {'.'.join(map(str, version))}, and what PetSage builds needs 3.11 or newer"
        advice = (
            f"make the environment anew with a newer Python (`{Tooling(project).renew}`), or name one with --python"
        )
        raise CannotBuildError(Problem(str(path), message, advice))
