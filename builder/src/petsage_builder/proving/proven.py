"""The last proof of a project, kept: what its files, its Python and its environment were, and the app's document.

It says what changed since, so that tests which nothing of that can reach needn't run. It is in the user's own state
folder, never in the project: what comes with a clone proves nothing.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from petsage_builder.project.state import keep, read_kept
from petsage_builder.proving.copying import is_left_out
from petsage_builder.proving.plan import OpenAPI

Digests = Mapping[str, str]

_FOLDER = "proven"
_MOST_KEPT = 50


@dataclass(frozen=True)
class Proven:
    """A tree that passed every check. `around` is a digest of what isn't in it; `files` has the digest of each file."""

    around: str
    files: Digests
    document: OpenAPI


def read_proven(project: Path) -> Proven | None:
    """The last proof of the project in this folder by this user, or `None` where there is none that can be read."""
    try:
        record = read_kept(_FOLDER, str(project.resolve()))
        return Proven(record["around"], record["files"], record["document"])
    except (KeyError, TypeError):
        return None


def keep_proven(project: Path, proven: Proven) -> None:
    """Keep the proof; where that can't be, the next build proves more."""
    keep(_FOLDER, str(project.resolve()), vars(proven), most=_MOST_KEPT)


def digests_of(project: Path) -> dict[str, str]:
    """The digest of every file that a staging of the project would have, by path."""
    return {path.relative_to(project).as_posix(): digest_of(path.read_bytes()) for path in _files(project, project)}


def digest_around(interpreter: Path, marks: Mapping[str, str]) -> str:
    """A digest of what a proof rests on beside the tree: the interpreter, what is installed for it, and `marks`.

    Of each installed package, the files at its top count, by their size and when they were written.
    """
    facts = hashlib.sha256(json.dumps([str(interpreter.resolve()), sorted(marks.items())]).encode())
    for folder in sorted(interpreter.parent.parent.glob("lib*/python*/site-packages")):
        for entry in _installed(folder):
            facts.update(entry.encode())
    with suppress(OSError):
        facts.update(str(interpreter.stat().st_mtime_ns).encode())
    return facts.hexdigest()


def _installed(folder: Path) -> Iterator[str]:
    for top in sorted(os.scandir(folder), key=lambda entry: entry.name):
        with suppress(OSError):
            yield _written(top)
            if top.is_dir() and top.name != "__pycache__":
                inside = [_written(entry) for entry in os.scandir(top) if entry.name != "__pycache__"]
                yield " ".join(sorted(inside))


def _written(entry: os.DirEntry[str]) -> str:
    if entry.is_dir():
        return entry.name
    status = entry.stat()
    return f"{entry.name} {status.st_size} {status.st_mtime_ns}"


def _files(folder: Path, project: Path) -> Iterator[Path]:
    for entry in os.scandir(folder):
        if is_left_out(entry, project):
            continue
        if entry.is_dir(follow_symlinks=False):
            if not Path(entry.path, "pyvenv.cfg").exists() and entry.name != "node_modules":
                yield from _files(Path(entry.path), project)
        elif entry.is_file():
            yield Path(entry.path)


def digest_of(content: bytes) -> str:
    """What tells one content of a file from another."""
    return hashlib.sha256(content).hexdigest()[:32]
