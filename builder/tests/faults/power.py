"""What a disk may hold after a power cut: all that was synced, and any part of the rest.

The model is the weakest one there is. A file's content is durable once the file is synced, a name once its folder is.
Everything else is kept or lost piece by piece, in any order; even the two halves of a rename.
"""

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from .disks import Step
from .scenes import Tree

Key = tuple[int, str]
File = tuple[int, bytes]
Stored = dict[Key, int | File | None]


@dataclass
class Piece:
    """Something that is stored or lost as a whole.

    A name: `key` is the folder's number and the name, `value` the number of what it leads to, or `None` where it goes.
    Or a content: `key` is the file's number and no name. Numbers are above 0 for folders and below for files, 0 is the
    project's folder. `durable` is when it was synced, counted in steps.
    """

    step: int
    key: Key
    value: int | File | None
    durable: int | None = None


class History:
    """What was asked of a disk that held `tree` at first, in pieces."""

    def __init__(self, tree: Tree) -> None:
        self.steps = 0
        self._pieces: list[Piece] = []
        self._now: Stored = {}
        self._numbers = iter(range(1, 10**6))
        for path in sorted(tree):
            mode, content = tree[path]
            self.add(Step("mkdir", path) if content is None else Step("write", path, content=content, mode=mode))
        self._pieces = [Piece(0, piece.key, piece.value, durable=0) for piece in self._pieces]
        self.steps = 0

    def add(self, step: Step) -> None:
        """Takes down the next step."""
        self.steps += 1
        match step.name:
            case "mkdir":
                self._piece(self._key(step.path), next(self._numbers))
            case "write":
                number = -next(self._numbers)
                self._piece(self._key(step.path), number)
                self._piece((number, ""), (0o644 if step.mode is None else step.mode, step.content))
            case "rename":
                self._piece(self._key(step.target), self._number(step.path))
                self._piece(self._key(step.path), None)
            case "unlink" | "rmdir":
                self._piece(self._key(step.path), None)
            case "sync":
                self._sync(self._number(step.path))

    def cuts(self, steps: int) -> Iterator[Stored]:
        """What may be stored when the power goes after so many steps."""
        done = [piece for piece in self._pieces if piece.step <= steps]
        open_ = [place for place, piece in enumerate(done) if piece.durable is None or piece.durable > steps]
        chance = random.Random(steps)
        losses = [set(), set(open_), *({one} for one in open_), *(set(open_) - {one} for one in open_)]
        losses += [{one for one in open_ if chance.random() < 0.5} for _ in open_]
        for lost in losses:
            yield {piece.key: piece.value for place, piece in enumerate(done) if place not in lost}

    def _piece(self, key: Key, value: int | File | None) -> None:
        self._pieces.append(Piece(self.steps, key, value))
        self._now[key] = value

    def _sync(self, number: int) -> None:
        for piece in self._pieces:
            if piece.key[0] == number and piece.durable is None:
                piece.durable = self.steps

    def _number(self, path: str) -> int:
        number: int | File | None = 0
        for name in PurePosixPath(path).parts:
            assert isinstance(number, int)
            number = self._now[number, name]
        assert isinstance(number, int)
        return number

    def _key(self, path: str) -> Key:
        pure = PurePosixPath(path)
        return self._number(str(pure.parent)), pure.name


def lay_out(root: Path, stored: Stored) -> Path:
    """Makes real files of what is stored; a file that two names lead to is one file."""
    made: dict[int, Path] = {}
    for path, number in _reached(stored):
        if number > 0:
            (root / path).mkdir()
        elif number in made:
            os.link(made[number], root / path)
        else:
            made[number] = root / path
            mode, content = _file(stored, number)
            made[number].write_bytes(content)
            made[number].chmod(mode)
    return root


def as_seen(stored: Stored) -> tuple[object, ...]:
    """The same for all that can't be told apart from outside."""
    return tuple((path, number if number > 0 else (number, _file(stored, number))) for path, number in _reached(stored))


def _reached(stored: Stored, folder: int = 0, above: str = "") -> Iterator[tuple[str, int]]:
    for (where, name), number in sorted(stored.items(), key=lambda item: item[0]):
        if where == folder and name and isinstance(number, int):
            yield above + name, number
            if number > 0:
                yield from _reached(stored, number, f"{above}{name}/")


def _file(stored: Stored, number: int) -> File:
    file = stored.get((number, ""))
    return file if isinstance(file, tuple) else (0o644, b"")
