"""A project as every door opens it: found, locked, recovered."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from petsage_builder.project.interpreter import find_interpreter
from petsage_builder.project.location import NoProjectError, find_project

if TYPE_CHECKING:
    from petsage_builder.project.project import Project

PATIENCE = 600
"""Seconds to wait for other builds in the same project."""


@contextmanager
def opened(folder: Path, tell: Callable[[str], None], python: Path | None = None) -> Iterator["Project"]:
    """The project, for this process alone and recovered from an earlier one's sudden end, which `tell` is told of.

    `python` is the interpreter that a person names for it.

    Raises:
        CannotBuildError: there is no project, or others hold it for too long.
    """
    from petsage_builder.landing import project_lock, recover
    from petsage_builder.project.project import Project

    found = find_project(folder)
    with project_lock(found, wait=PATIENCE):
        if message := recover(found):
            tell(message)
        yield Project(found, python)


@contextmanager
def opened_or_imagined(folder: Path, tell: Callable[[str], None]) -> Iterator["Project"]:
    """The project at `folder`; where there is none, the one that `petsage new` would make of it, until the block ends.

    Raises:
        CannotBuildError: there are several, or others hold it for too long.
    """
    try:
        find_project(folder)
    except NoProjectError:
        from petsage_builder.new import new_project
        from petsage_builder.project.shipped import DEFAULT

        tell(f"no project here: planned as in a new one ({DEFAULT})")
        with TemporaryDirectory(prefix="petsage-imagined-") as place:
            yield new_project(Path(place, folder.resolve().name or "shop"))
    else:
        with opened(folder, tell) as project:
            yield project


def warm_up(folder: Path, python: Path | None = None) -> None:
    """Starts the process that will run the checks, so that it gets ready while the module is made."""
    from petsage_builder.proving.workshop import open_workshop

    open_workshop(find_interpreter(find_project(folder), python))
