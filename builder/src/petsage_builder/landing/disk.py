"""The one way in which landing touches files: below one folder, one system call at a time, never through a symlink."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePosixPath

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW

_IN_THE_WAY = "a symlink or another strange file is in its way"


class StrangeFileError(OSError):
    """Something else is where a regular file in plain folders was expected; it was not followed."""


class Disk:
    """The files below a folder, by their POSIX paths from there; "." is the folder itself.

    A change may be lost at a power cut until `sync` has returned for the file, and for the folder that its name is in.

    Raises:
        StrangeFileError: a path leaves the folder, or a symlink, a device or the like is in its way.
        OSError: the system refuses; `filename` is the path.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    def read(self, path: str) -> bytes | None:
        """The content of a file; `None` where nothing is."""
        try:
            with self._file(path) as descriptor, open(descriptor, "rb", closefd=False) as file:
                return file.read()
        except FileNotFoundError:
            return None

    def mode(self, path: str) -> int:
        """The permission bits of a file."""
        with self._file(path) as descriptor:
            return stat.S_IMODE(os.fstat(descriptor).st_mode)

    def names(self, path: str) -> list[str] | None:
        """The names in a folder, sorted; `None` where nothing is."""
        try:
            with self._opened(path, _FOLDER) as descriptor, os.scandir(descriptor) as entries:
                return sorted(entry.name for entry in entries)
        except FileNotFoundError:
            return None

    def identity(self, path: str) -> str | None:
        """What tells a folder from every copy of it: its inode, and when that last changed, which nobody can set.

        `None` where it isn't there, isn't a folder, or belongs to somebody else.
        """
        try:
            with self._opened(path, _FOLDER) as descriptor:
                status = os.fstat(descriptor)
        except (FileNotFoundError, StrangeFileError):
            return None
        return f"{status.st_ino}-{status.st_ctime_ns}" if status.st_uid == os.geteuid() else None

    def write(self, path: str, content: bytes, mode: int | None = None) -> None:
        """Makes a file. Without a `mode` it gets what the umask leaves of 644."""
        with self._opened(path, _CREATE, 0o644 if mode is None else mode) as descriptor:
            with open(descriptor, "wb", closefd=False) as file:
                file.write(content)
            if mode is not None:
                os.fchmod(descriptor, mode)

    def rename(self, source: str, target: str) -> None:
        """Moves a file; one that has the name already is replaced."""
        with self._inside(source) as (from_folder, old), self._inside(target) as (to_folder, new):
            os.rename(old, new, src_dir_fd=from_folder, dst_dir_fd=to_folder)

    def unlink(self, path: str) -> None:
        """Removes a file."""
        with self._inside(path) as (folder, name):
            os.unlink(name, dir_fd=folder)

    def mkdir(self, path: str) -> None:
        """Makes a folder in one that is there."""
        with self._inside(path) as (folder, name):
            os.mkdir(name, dir_fd=folder)

    def rmdir(self, path: str) -> None:
        """Removes an empty folder."""
        with self._inside(path) as (folder, name):
            os.rmdir(name, dir_fd=folder)

    def sync(self, path: str) -> None:
        """Makes a file's content durable, or the names in a folder."""
        with self._opened(path, _READ) as descriptor:
            os.fsync(descriptor)

    @contextmanager
    def _file(self, path: str) -> Iterator[int]:
        with self._opened(path, _READ) as descriptor:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise StrangeFileError(errno.EINVAL, "isn't a regular file", path)
            yield descriptor

    @contextmanager
    def _opened(self, path: str, flags: int, mode: int = 0) -> Iterator[int]:
        with self._inside(path) as (folder, name), ExitStack() as files:
            yield _open(files, name, flags, folder, mode)

    @contextmanager
    def _inside(self, path: str) -> Iterator[tuple[int, str]]:
        """The open folder that `path` is in, entered parent by parent, and its name there."""
        if path != "." and not is_below(path):
            raise StrangeFileError(errno.EINVAL, "isn't a path inside the project", path)
        *folders, name = PurePosixPath(path).parts or (".",)
        with ExitStack() as files:
            try:
                folder = _open(files, self._root, os.O_RDONLY | os.O_DIRECTORY)
                for parent in folders:
                    folder = _open(files, parent, _FOLDER, folder)
                yield folder, name
            except OSError as error:
                error.filename = path
                if error.errno in (errno.ELOOP, errno.ENOTDIR, errno.ENXIO):
                    raise StrangeFileError(error.errno, _IN_THE_WAY, path) from error
                raise


def is_below(path: str) -> bool:
    """Whether `path` is spelled in the one plain way of something below a folder, and is not one of Git's own files."""
    odd = {"", ".", "..", ".git"} & set(path.casefold().split("/"))
    return not odd and path.isprintable() and "\\" not in path


def _open(files: ExitStack, path: str | Path, flags: int, folder: int | None = None, mode: int = 0) -> int:
    """A descriptor that `files` will close."""
    descriptor = os.open(path, flags, mode, dir_fd=folder)
    files.callback(os.close, descriptor)
    return descriptor
