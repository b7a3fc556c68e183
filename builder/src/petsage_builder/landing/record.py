"""What a journal says: the files of a landing, and how to know each of them again."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Self

from petsage_builder.landing.disk import Disk, StrangeFileError
from petsage_builder.landing.folders import ancestors
from petsage_builder.terms.module import Change


@dataclass(frozen=True)
class Entry:
    """One file of a landing: its content's SHA-256 before and after, `None` for no file, and its permissions before."""

    path: str
    before: str | None
    after: str | None
    mode: int | None


@dataclass(frozen=True)
class Record:
    """The files of a landing, in the order in which they change, and the folders that it makes, outer ones first."""

    entries: Sequence[Entry] = ()
    new_folders: Sequence[str] = ()

    @classmethod
    def of(cls, disk: Disk, changes: Sequence[Change]) -> Self:
        """What making these changes means for the project as it is now."""
        folders = ancestors(change.path for change in changes if change.after is not None)
        return cls([_entry(disk, change) for change in changes], [each for each in folders if disk.names(each) is None])

    @classmethod
    def from_json(cls, text: bytes) -> Self:
        """The record that `to_json` wrote.

        Raises:
            ValueError: it is damaged.
        """
        try:
            stored = json.loads(text)
            return cls([_stored(entry) for entry in stored["entries"]], [str(each) for each in stored["new_folders"]])
        except (TypeError, KeyError, RecursionError) as error:
            raise ValueError(str(error)) from error

    def to_json(self) -> bytes:
        """The record as it is stored, to be read by a person too."""
        return json.dumps(asdict(self), indent=1).encode()

    @property
    def paths(self) -> list[str]:
        """Every file of the landing."""
        return [entry.path for entry in self.entries]

    @property
    def removed(self) -> list[str]:
        """The files that the landing deletes."""
        return [entry.path for entry in self.entries if entry.after is None]


def digest(content: bytes | None) -> str | None:
    """What a content is known by; `None` where there is no file."""
    return None if content is None else hashlib.sha256(content).hexdigest()


def digest_at(disk: Disk, path: str) -> str | None:
    """The digest of what is at `path` now; something that no digest equals where it isn't a plain file."""
    try:
        return digest(disk.read(path))
    except StrangeFileError:
        return "not a plain file"


def _stored(entry: object) -> Entry:
    match entry:
        case {
            "path": str(path),
            "before": str() | None as before,
            "after": str() | None as after,
            "mode": int() | None as mode,
        }:
            return Entry(path, before, after, mode)
    raise ValueError("not an entry of a landing")


def _entry(disk: Disk, change: Change) -> Entry:
    mode = None if change.before is None else disk.mode(change.path)
    return Entry(change.path, digest(change.before), digest(change.after), mode)
