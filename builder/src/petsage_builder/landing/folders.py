"""The folders on the way to a landing's files."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import PurePosixPath

from petsage_builder.landing.disk import Disk, StrangeFileError


def ancestors(paths: Iterable[str]) -> list[str]:
    """Every folder above `paths` but the project's own, an outer one before those in it."""
    folders = {parent for path in paths for parent in PurePosixPath(path).parents if parent.parts}
    return [str(folder) for folder in sorted(folders, key=lambda folder: (len(folder.parts), folder))]


def make_above(disk: Disk, path: str) -> None:
    """Makes the folders above `path` that aren't there."""
    for folder in ancestors([path]):
        if disk.names(folder) is None:
            disk.mkdir(folder)


def sync_above(disk: Disk, paths: Iterable[str]) -> None:
    """Makes durable which names are in the folders above `paths`, as far as those are there."""
    for folder in (".", *ancestors(paths)):
        with suppress(FileNotFoundError, StrangeFileError):
            disk.sync(folder)


def prune(disk: Disk, folders: Sequence[str]) -> None:
    """Removes those of `folders`, listed outer ones first, that hold nothing or nothing but compiled bytecode."""
    for folder in reversed(folders):
        with suppress(StrangeFileError):
            _remove_bytecode(disk, folder)
            if disk.names(folder) == []:
                disk.rmdir(folder)


def _remove_bytecode(disk: Disk, folder: str) -> None:
    cache = f"{folder}/__pycache__"
    names = disk.names(cache) or []
    if disk.names(folder) == ["__pycache__"] and all(name.endswith(".pyc") for name in names):
        for name in names:
            disk.unlink(f"{cache}/{name}")
        disk.rmdir(cache)
