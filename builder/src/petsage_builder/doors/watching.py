"""A file that is watched: each time somebody has saved it."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

from petsage_builder.errors import NotUnderstoodError, Problem

_LOOK = 0.2
"""Seconds between two looks. An editor that saves by renaming is noticed as well."""


def saved(path: Path) -> Iterator[None]:
    """Once now, then once for every time that the file changes; a file that is away for a moment is waited for.

    Raises:
        NotUnderstoodError: there is no such file.
    """
    seen = _version(path)
    if seen is None:
        raise NotUnderstoodError(Problem(str(path), "is no file to watch", "name the request's file"))
    while True:
        yield
        while (now := _version(path)) in (seen, None):
            time.sleep(_LOOK)
        seen = now


def _version(path: Path) -> tuple[int, int, int] | None:
    try:
        status: os.stat_result = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size
