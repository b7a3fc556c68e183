"""Disks on which something goes wrong, or is written down, at a step that the test chooses."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from petsage_builder.landing.disk import Disk

Act = Callable[[], None]
DiskOf = Callable[[Path], Disk]


@dataclass(frozen=True)
class Step:
    """One change of the disk, as `Disk` was asked for it."""

    name: str
    path: str
    target: str = ""
    content: bytes = b""
    mode: int | None = None


Around = Callable[[Step, Act], None]


class _PowerCutError(BaseException):
    """No `except` for errors stops it."""


class WatchedDisk(Disk):
    """A disk whose every change goes through `around`, which carries it out or doesn't."""

    def __init__(self, root: Path, around: Around) -> None:
        super().__init__(root)
        self._around = around

    def write(self, path: str, content: bytes, mode: int | None = None) -> None:
        step = Step("write", path, content=content, mode=mode)
        self._around(step, lambda: super(WatchedDisk, self).write(path, content, mode))

    def rename(self, source: str, target: str) -> None:
        self._around(Step("rename", source, target), lambda: super(WatchedDisk, self).rename(source, target))

    def unlink(self, path: str) -> None:
        self._around(Step("unlink", path), lambda: super(WatchedDisk, self).unlink(path))

    def mkdir(self, path: str) -> None:
        self._around(Step("mkdir", path), lambda: super(WatchedDisk, self).mkdir(path))

    def rmdir(self, path: str) -> None:
        self._around(Step("rmdir", path), lambda: super(WatchedDisk, self).rmdir(path))

    def sync(self, path: str) -> None:
        self._around(Step("sync", path), lambda: super(WatchedDisk, self).sync(path))


def watched(around: Around) -> DiskOf:
    """What `land` and `recover` take as their `disk_of`."""
    return lambda root: WatchedDisk(root, around)


def recording(take_down: Callable[[Step], None]) -> Around:
    """Tells of every step that is done."""

    def around(step: Step, act: Act) -> None:
        act()
        take_down(step)

    return around


def steps_of(action: Callable[[DiskOf], object]) -> list[Step]:
    """The steps of an action that nothing disturbs."""
    steps: list[Step] = []
    action(watched(recording(steps.append)))
    return steps


def at(number: int, happens: Callable[[Act], None]) -> Around:
    """Lets something happen in place of the step with this number, from 0."""
    steps = count()
    return lambda _, act: happens(act) if next(steps) == number else act()


def from_on(number: int, happens: Callable[[Act], None]) -> Around:
    """Lets it happen in place of that step and of every later one."""
    steps = count()
    return lambda _, act: happens(act) if next(steps) >= number else act()


def dies(_: Act) -> None:
    """The process ends as a kill ends it."""
    os._exit(9)


def refuses(code: int, *, done: bool = False) -> Callable[[Act], None]:
    """The system reports an error; the step is `done` all the same, or not."""

    def happens(act: Act) -> None:
        if done:
            act()
        raise OSError(code, os.strerror(code))

    return happens


def cut_off(step: int, action: Callable[[DiskOf], object], before: Around = lambda _, act: act()) -> bool:
    """Whether an action comes as far as that step, where the disk goes off: for what is stored, that is a kill."""
    off = from_on(step, _is_off)
    try:
        action(watched(lambda step, act: off(step, lambda: before(step, act))))
    except _PowerCutError:
        return True
    return False


def _is_off(_: Act) -> None:
    raise _PowerCutError
