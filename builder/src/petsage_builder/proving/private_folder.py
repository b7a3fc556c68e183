"""Temporary folders that nobody else can read; all are gone in the end, also those of killed processes."""

import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path


@contextmanager
def private_folder(prefix: str) -> Iterator[Path]:
    """A new folder whose name begins so, removed at the end; those that killed processes left go first."""
    _remove_leftovers(prefix)
    with ExitStack() as held:
        folder = None
        while folder is None:
            made = Path(tempfile.mkdtemp(prefix=prefix)).resolve()
            held.callback(_remove, made)
            with suppress(OSError):  # between making and locking, another process can take it for a leftover
                held.enter_context(_locked(made))
                folder = made
        yield folder


def _remove_leftovers(prefix: str) -> None:
    """Remove the folders that nobody holds the lock of."""
    for folder in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
        with suppress(OSError), _locked(folder):
            _remove(folder)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder of ours; it goes when its holder does. OSError where it isn't to be had."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        status = folder.stat()
        if (status.st_ino, status.st_uid) != (os.fstat(handle).st_ino, os.getuid()):
            raise FileNotFoundError(folder)
        yield
    finally:
        os.close(handle)


def _remove(folder: Path) -> None:
    """Remove a folder, also where what ran in it took away the rights to parts of it."""
    shutil.rmtree(folder, ignore_errors=True)
    for parent, folders, _ in os.walk(folder):
        for path in (Path(parent, name) for name in folders):
            if not path.is_symlink():
                path.chmod(stat.S_IRWXU)
    shutil.rmtree(folder, ignore_errors=True)
