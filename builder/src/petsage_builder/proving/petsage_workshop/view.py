"""A view of files of one's own: a root folder that holds what is shown, and nothing else of this machine."""

import ctypes
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from .libc import call

DEVICES = tuple(Path("/dev", name) for name in ("null", "zero", "full", "random", "urandom"))
SHARED_MEMORY, TERMINALS, PROCESSES, TEMPORARY = Path("/dev/shm"), Path("/dev/pts"), Path("/proc"), Path("/tmp")

_NO_SUID, _NO_DEVICES, _NO_EXECUTION = 2, 4, 8
_BIND, _RECURSIVE, _PRIVATE = 0x1000, 0x4000, 0x40000
_DETACH = 2
_MOUNT_SETATTR = 442
_HERE, _ALL_BELOW = -100, 0x8000
_READ_ONLY, _WITHOUT_SUID = 1, 2
_LINKS = {
    "fd": "/proc/self/fd",
    "stdin": "/proc/self/fd/0",
    "stdout": "/proc/self/fd/1",
    "stderr": "/proc/self/fd/2",
    "ptmx": "pts/ptmx",
}


class _Attributes(ctypes.Structure):
    _fields_ = (
        ("set", ctypes.c_uint64),
        ("clear", ctypes.c_uint64),
        ("propagation", ctypes.c_uint64),
        ("users", ctypes.c_uint64),
    )


class View:
    """The new root folder, at an empty folder `root` for now.

    Raises:
        OSError: the kernel doesn't allow it; `namespaces.leave` has to come first.
    """

    def __init__(self, root: Path) -> None:
        _mount("tmpfs", root, b"mode=755")
        self._root = root
        self._shown: list[Path] = []

    def show(self, place: Path) -> None:
        """Show what is at `place`, to be read; a symbolic link on the way is shown as the link that it is."""
        for step in (*reversed(place.parents), place):
            if step.is_symlink() and not self._is_shown(step):
                self._link(step)
                target = Path(os.path.normpath(step.parent / step.readlink()))
                self.show(target / place.relative_to(step))
                return
        if place.exists() and not self._is_shown(place):
            self._bind(place, place, _READ_ONLY | _WITHOUT_SUID, _RECURSIVE)
            self._shown.append(place)

    def open(self, source: Path, place: Path) -> None:
        """Show the folder `source` at `place`, as it is."""
        self._bind(source, place, _WITHOUT_SUID)

    def add_devices(self) -> None:
        """Show the harmless devices, and empty folders of shared memory and of terminals."""
        for device in filter(Path.exists, DEVICES):
            self._bind(device, device, _WITHOUT_SUID)
        _mount("tmpfs", self._folder(SHARED_MEMORY), b"mode=1777,size=25%")
        with suppress(OSError):
            _mount("devpts", self._folder(TERMINALS), b"newinstance,ptmxmode=0666,mode=620", _NO_EXECUTION)
        for name, target in _LINKS.items():
            self._inside(Path("/dev", name)).symlink_to(target)

    def enter(self) -> None:
        """Leave the old root folder for good."""
        _restrict(self._root, _READ_ONLY, below=False)
        os.chdir(self._root)
        call("pivot_root", b".", b".")
        call("umount2", b".", _DETACH)
        os.chdir("/")

    def _inside(self, place: Path) -> Path:
        return self._root / place.relative_to("/")

    def _folder(self, place: Path) -> Path:
        folder = self._inside(place)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _is_shown(self, place: Path) -> bool:
        return any(place.is_relative_to(shown) for shown in self._shown)

    def _link(self, link: Path) -> None:
        self._folder(link.parent)
        with suppress(FileExistsError):
            self._inside(link).symlink_to(link.readlink())

    def _bind(self, source: Path, place: Path, attributes: int, depth: int = 0) -> None:
        if source.is_dir():
            target = self._folder(place)
        else:
            self._folder(place.parent)
            target = self._inside(place)
            target.touch()
        call("mount", os.fsencode(source), os.fsencode(target), None, _BIND | depth, None)
        _restrict(target, attributes)


def show_own_processes() -> None:
    """Replace what is known of processes by what concerns those of this namespace.

    Raises:
        OSError: the kernel shows all or none.
    """
    call("mount", None, b"/", None, _RECURSIVE | _PRIVATE, None)
    _mount("proc", PROCESSES, None, _NO_DEVICES | _NO_EXECUTION)


def show_only(root: Path, places: Iterable[Path], private: Path) -> None:
    """Enter a view of `places`, to be read, and of `private`; the folder of temporary files is one in there."""
    call("mount", None, b"/", None, _RECURSIVE | _PRIVATE, None)
    view = View(root)
    view.open(private / "tmp", TEMPORARY)
    view.add_devices()
    for place in places:
        view.show(place)
    view.open(PROCESSES, PROCESSES)
    view.open(private, private)
    view.enter()


def _mount(kind: str, place: Path, options: bytes | None, flags: int = _NO_DEVICES) -> None:
    call("mount", kind.encode(), os.fsencode(place), kind.encode(), _NO_SUID | flags, options)


def _restrict(place: Path, attributes: int, *, below: bool = True) -> None:
    wanted = _Attributes(attributes, 0, 0, 0)
    flags = _ALL_BELOW if below else 0
    call("syscall", _MOUNT_SETATTR, _HERE, os.fsencode(place), flags, ctypes.byref(wanted), ctypes.sizeof(wanted))
