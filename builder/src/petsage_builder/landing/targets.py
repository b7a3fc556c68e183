"""Which files a landing may touch, and that they are still what they were when it was planned."""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from petsage_builder.errors import CannotBuildError, HandEditsError, Problem
from petsage_builder.landing.disk import Disk, StrangeFileError, is_below
from petsage_builder.landing.folders import ancestors
from petsage_builder.landing.journal import FOLDER, edited
from petsage_builder.terms.module import Change


def refuse_unsafe(disk: Disk, paths: Sequence[str]) -> None:
    """Refuses paths that are not plain files inside the project, or that can't be told apart.

    Raises:
        CannotBuildError: with every such path.
    """
    _raise_any([Problem(path, "isn't a plain path inside the project") for path in paths if not _allowed(path)])
    _raise_any([*_clashes(paths), *(problem for path in paths for problem in _in_the_way(disk, path))])


def refuse_edited(disk: Disk, changes: Sequence[Change]) -> None:
    """Refuses changes whose files are not what they were.

    Raises:
        HandEditsError: with every such file.
    """
    problems = [edited(change.path) for change in changes if disk.read(change.path) != change.before]
    if problems:
        raise HandEditsError(*problems)


def _raise_any(problems: Sequence[Problem]) -> None:
    if problems:
        raise CannotBuildError(*problems)


def _allowed(path: str) -> bool:
    return is_below(path) and not PurePosixPath(path.casefold()).is_relative_to(FOLDER)


def _clashes(paths: Sequence[str]) -> Iterator[Problem]:
    """Paths that some file system takes for one, and files that others need as a folder."""
    seen: dict[str, str] = {}
    for path in (*ancestors(paths), *paths):
        twin = seen.get(path.casefold())
        if twin is not None:
            yield Problem(path, "is asked for twice" if twin == path else f"differs from {twin} in case only")
        seen[path.casefold()] = path


def _in_the_way(disk: Disk, path: str) -> Iterator[Problem]:
    """What is in the project already and keeps `path` from being a plain file there."""
    try:
        for step in map(PurePosixPath, (*ancestors([path]), path)):
            names = disk.names(str(step.parent)) or ()
            twins = [name for name in names if name.casefold() == step.name.casefold()]
            if twins and step.name not in twins:
                yield Problem(path, f"differs from {step.with_name(twins[0])} in case only")
        disk.read(path)
    except StrangeFileError as error:
        yield Problem(path, error.strerror or str(error))
