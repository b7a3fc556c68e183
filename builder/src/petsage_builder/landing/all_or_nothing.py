"""One builder at a time changes a project: all that it wants to, or nothing."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from petsage_builder.errors import CannotBuildError, Problem
from petsage_builder.landing.disk import Disk
from petsage_builder.landing.interruption import interruptions_held
from petsage_builder.landing.journal import Journal
from petsage_builder.landing.record import Record
from petsage_builder.landing.targets import refuse_edited, refuse_unsafe
from petsage_builder.terms.module import Change


@contextmanager
def project_lock(root: Path, wait: float = 30.0) -> Iterator[None]:
    """Keeps other builders out of a project. The lock is on the folder itself, and goes when its holder does.

    Raises:
        CannotBuildError: another builder still had the project after `wait` seconds, or the folder can't be locked.
    """
    with _told(root, "name a folder that is there and that you may read"):
        folder = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with _told(root, "build on a file system with locks"):
            _lock(folder, root, wait)
        yield
    finally:
        with suppress(OSError):  # a forked check may have the folder open still: closing it here is not enough
            fcntl.flock(folder, fcntl.LOCK_UN)
        os.close(folder)


def land(root: Path, changes: Sequence[Change], disk_of: Callable[[Path], Disk] = Disk) -> None:
    """Makes all of the changes in a project, or none; the caller holds its lock.

    New files get the permissions that the umask leaves of 644, replaced ones keep theirs. Missing folders are made;
    those in which deletions leave nothing but compiled bytecode are removed. On return all of it is durable.

    Raises:
        HandEditsError: a file is not what its change starts from.
        CannotBuildError: a path isn't a plain one inside the project, or the system refuses.
        KeyboardInterrupt: Ctrl-C or SIGTERM came in time.

    Whatever it raises, the project is what it was, or the error says that the next command makes it so.
    """
    with _told(root, "the project is what it was; mend that and build again"), interruptions_held() as stop_if_asked:
        disk = disk_of(root)
        _settle(disk)
        refuse_unsafe(disk, [change.path for change in changes])
        refuse_edited(disk, changes)
        if changes := [change for change in changes if change.before != change.after]:
            journal = Journal(disk, Record.of(disk, changes))
            _carry_out(journal, changes, stop_if_asked, root)
            with suppress(OSError):  # it has landed: what can't be tidied up now, the next command tidies up
                journal.finish()


def recover(root: Path, disk_of: Callable[[Path], Disk] = Disk) -> str | None:
    """Finishes a landing that was interrupted, or takes it back; says what was done, `None` for nothing.

    To be called at the start of every command, by the holder of the project's lock. It may be interrupted itself.

    Raises:
        HandEditsError: files were edited after the interruption. They stay as they are, and what they were before the
            landing is put into `.petsage/kept`. All other files are taken back; the next call has nothing to do.
        CannotBuildError: the journal is damaged, or the system refuses; the journal stays.
    """
    with _told(root, "mend that and run the command again"), interruptions_held() as stop_if_asked:
        done = _settle(disk_of(root))
        stop_if_asked()
        return done


def _settle(disk: Disk) -> str | None:
    journal = Journal.found(disk)
    return journal.settle() if journal else None


def _carry_out(journal: Journal, changes: Sequence[Change], stop_if_asked: Callable[[], None], root: Path) -> None:
    """Makes the changes durably, or takes them back."""
    try:
        journal.begin(changes)
        for number, change in enumerate(changes):
            journal.place(number, change)
        stop_if_asked()
        journal.conclude()
    except BaseException:
        with _told(root, "mend that; the next command takes the landing back"):
            journal.take_back()
        raise


def _lock(folder: int, root: Path, wait: float) -> None:
    patience = time.monotonic() + wait
    while True:
        try:
            return fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() >= patience:
                reason = f"another builder has been at work in this project for {wait:g} s"
                raise CannotBuildError(Problem(str(root), reason, "wait until it is done, then try again")) from error
        time.sleep(0.02)


@contextmanager
def _told(root: Path, advice: str) -> Iterator[None]:
    """Turns what the system refuses into a problem with its place."""
    try:
        yield
    except OSError as error:
        raise CannotBuildError(Problem(str(error.filename or root), f"{error.strerror or error}", advice)) from error
