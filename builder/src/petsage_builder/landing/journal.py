"""A landing's journal: what the project was before, kept on disk so that any later run can take the landing back.

Two marks, files that hold nothing, say how far the landing came:

    no `begun`             no file of the project is changed, or all is done: the journal can be thrown away
    `begun`                some files may be changed: each is made what it was
    `begun` and `landed`   every file is changed: what is left is to tidy up

No step starts before the one before it is durable. All that is asked of the file system is that what was synced is
there after a power cut; of the rest, any part may be missing. So a new content is synced before it gets the file's
name, and an old content stays in the journal until every file is synced and a mark says so.

A journal is followed on the disk where its landing began, and nowhere else: it has an empty folder, `origin`, and a
file that is named after the identity of that folder, which no clone or copy shares.
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import Self

from petsage_builder.errors import CannotBuildError, HandEditsError, Problem
from petsage_builder.landing.disk import Disk
from petsage_builder.landing.folders import ancestors, make_above, prune, sync_above
from petsage_builder.landing.record import Record, digest, digest_at
from petsage_builder.terms.module import Change

HOME = ".petsage"
FOLDER = f"{HOME}/journal"
KEPT = f"{HOME}/kept"

_ORIGIN, _OF = "origin", "of-"
_RECORD = f"{FOLDER}/record.json"
_BEGUN, _LANDED = f"{FOLDER}/begun", f"{FOLDER}/landed"


class Journal:
    """The journal of one landing in the project that `disk` reaches; there is at most one at a time."""

    def __init__(self, disk: Disk, record: Record) -> None:
        self._disk = disk
        self._record = record
        self._touched = len(record.entries)

    @classmethod
    def found(cls, disk: Disk) -> Self | None:
        """The journal that an interrupted run left behind.

        Raises:
            CannotBuildError: its record is damaged, so that it can't be followed, or it is not this machine's.
        """
        names = disk.names(FOLDER)
        if names is None and disk.names(HOME) != []:
            return None
        if names and not _holds_nothing(disk, names) and _claim_of(disk) not in names:
            raise _foreign()
        if disk.read(_BEGUN) is None:
            return cls(disk, Record())
        try:
            return cls(disk, Record.from_json(disk.read(_RECORD) or b""))
        except ValueError as error:
            raise _damaged(_RECORD) from error

    def settle(self) -> str:
        """Brings a landing that was interrupted to one of its two ends, and says to which."""
        begun = self._is_marked(_BEGUN)
        if begun and self._is_marked(_LANDED):
            self.finish()
            return "a landing that was interrupted has been finished"
        self.take_back()
        return f"a landing that was interrupted has been {'taken back' if begun else 'cleared away'}"

    def begin(self, changes: Sequence[Change]) -> None:
        """Makes durable what it takes to take the landing back, before anything else is touched; then makes folders."""
        self._touched = 0
        self._claim()
        self._write(changes)
        for name in self._disk.names(FOLDER) or ():
            self._disk.sync(f"{FOLDER}/{name}")
        sync_above(self._disk, [_RECORD])
        self._mark(_BEGUN)
        for change in changes:
            if change.after is not None:
                make_above(self._disk, change.path)

    def place(self, number: int, change: Change) -> None:
        """Makes one file what it is to be.

        Raises:
            HandEditsError: it is not what it was when the change was planned.
        """
        if self._disk.read(change.path) != change.before:
            raise HandEditsError(edited(change.path))
        self._touched = number + 1
        if change.after is None:
            self._disk.unlink(change.path)
        else:
            self._disk.rename(_copy(number, "after"), change.path)

    def conclude(self) -> None:
        """The decisive moment: from here on the landing is finished, never taken back."""
        sync_above(self._disk, self._record.paths)
        self._mark(_LANDED)

    def finish(self) -> None:
        """Removes the folders that the landing emptied, and the journal."""
        prune(self._disk, ancestors(self._record.removed))
        sync_above(self._disk, self._record.removed)
        self._unmark(_BEGUN)
        self._discard()

    def take_back(self) -> None:
        """Makes every file that the landing changed what it was, and removes the journal.

        A file that was edited since stays as it is, and what it was before goes to `KEPT`.

        Raises:
            HandEditsError: names each such file, after all else is done.
            CannotBuildError: a copy in the journal is damaged; the journal stays.
        """
        problems: list[Problem] = []
        if self._is_marked(_LANDED):
            self._unmark(_LANDED)
        if self._is_marked(_BEGUN):
            problems = [problem for number in range(self._touched) if (problem := self._restore(number))]
            prune(self._disk, self._record.new_folders)
            sync_above(self._disk, self._record.paths)
            self._unmark(_BEGUN)
        self._discard()
        if problems:
            raise HandEditsError(*problems)

    def _claim(self) -> None:
        """Makes it known that the journal is this machine's, durably and before it holds anything."""
        make_above(self._disk, _RECORD)
        self._disk.mkdir(f"{FOLDER}/{_ORIGIN}")
        for path in (f"{FOLDER}/{_ORIGIN}", FOLDER):
            self._disk.sync(path)
        self._mark(f"{FOLDER}/{_claim_of(self._disk)}")

    def _write(self, changes: Sequence[Change]) -> None:
        for number, (change, entry) in enumerate(zip(changes, self._record.entries, strict=True)):
            for when, content in (("before", change.before), ("after", change.after)):
                if content is not None:
                    self._disk.write(_copy(number, when), content, entry.mode)
        self._disk.write(_RECORD, self._record.to_json())

    def _restore(self, number: int) -> Problem | None:
        """Makes one file what it was, or says why not."""
        entry = self._record.entries[number]
        now = digest_at(self._disk, entry.path)
        if now == entry.before:
            return None
        if now != entry.after:
            return self._keep(number)
        if entry.before is None:
            self._disk.unlink(entry.path)
        else:
            self._put_back(number, entry.path)
        return None

    def _keep(self, number: int) -> Problem:
        """Leaves a file that was edited as it is, and puts what it was before where a person finds it."""
        entry, advice = self._record.entries[number], "see whether it is what you want"
        if entry.before is not None:
            kept = f"{KEPT}/{entry.before[:12]}/{entry.path}"
            self._put_back(number, kept)
            sync_above(self._disk, [kept])
            advice = f"what it was before is in {kept}"
        return Problem(entry.path, "was edited after its landing was interrupted, and stays as it is", advice)

    def _put_back(self, number: int, path: str) -> None:
        """Puts what a file was to `path`. It is copied, as what is moved may lose both of its names at a power cut."""
        entry, source, spare = self._record.entries[number], _copy(number, "before"), _copy(number, "back")
        content = self._disk.read(source)
        if content is None or digest(content) != entry.before:
            raise _damaged(source)
        with suppress(FileNotFoundError):
            self._disk.unlink(spare)
        self._disk.write(spare, content, entry.mode)
        self._disk.sync(spare)
        make_above(self._disk, path)
        self._disk.rename(spare, path)

    def _is_marked(self, mark: str) -> bool:
        return self._disk.read(mark) is not None

    def _mark(self, mark: str) -> None:
        self._disk.write(mark, b"")
        self._disk.sync(FOLDER)

    def _unmark(self, mark: str) -> None:
        self._disk.unlink(mark)
        self._disk.sync(FOLDER)

    def _discard(self) -> None:
        names = self._disk.names(FOLDER) or []
        claims = [name for name in names if name.startswith(_OF)]
        for part in ([name for name in names if name not in (_ORIGIN, *claims)], claims):
            for name in part:
                self._disk.unlink(f"{FOLDER}/{name}")
            if part:
                self._disk.sync(FOLDER)
        for folder in (f"{FOLDER}/{_ORIGIN}", FOLDER, HOME):
            if self._disk.names(folder) == []:
                self._disk.rmdir(folder)
        sync_above(self._disk, [FOLDER])


def edited(path: str) -> Problem:
    """A file that is not what the changes were planned for."""
    return Problem(path, "changed while the build ran", "nothing was written; build again")


def _copy(number: int, when: str) -> str:
    return f"{FOLDER}/{number}.{when}"


def _holds_nothing(disk: Disk, names: Sequence[str]) -> bool:
    """Whether a landing came no further than to the folder `origin`, or its journal is as good as gone."""
    return list(names) == [_ORIGIN] and disk.names(f"{FOLDER}/{_ORIGIN}") == []


def _claim_of(disk: Disk) -> str:
    """What the file is called that says whose the journal is."""
    return f"{_OF}{disk.identity(f'{FOLDER}/{_ORIGIN}')}"


def _foreign() -> CannotBuildError:
    message = "was not left here by a landing of yours on this machine: it came with a copy, and nothing of it was done"
    return CannotBuildError(Problem(FOLDER, message, f"compare the project with version control, then delete {FOLDER}"))


def _damaged(path: str) -> CannotBuildError:
    message = "is damaged, so an interrupted landing can't be taken back by itself"
    return CannotBuildError(Problem(path, message, f"compare the project with {FOLDER}, then delete that folder"))
