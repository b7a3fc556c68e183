"""A network and shared memory of one's own: whatever this process opens there, nobody outside can be reached by it."""

import fcntl
import os
import socket
import struct
from pathlib import Path

from .libc import call

_NEW_MOUNTS, _NEW_IPC, _NEW_USER, _NEW_NETWORK = 0x20000, 0x8000000, 0x10000000, 0x40000000
_RECURSIVE, _PRIVATE, _NO_SUID, _NO_DEVICES = 0x4000, 0x40000, 2, 4
_GET_FLAGS, _SET_FLAGS, _UP = 0x8913, 0x8914, 1

SHARED_MEMORY = Path("/dev/shm")


def leave_network() -> None:
    """Move this process into a network that has nothing but a loopback.

    Raises:
        OSError: the kernel doesn't allow it.
    """
    own = _NEW_NETWORK | _NEW_IPC | _NEW_MOUNTS
    try:
        call("unshare", own)
    except PermissionError:
        user, group = os.getuid(), os.getgid()
        if user == 0:  # a root without powers may not even be itself in a namespace of users
            raise
        call("unshare", own | _NEW_USER)
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    _raise_loopback()


def own_shared_memory() -> None:
    """Replace the shared memory's folder by an empty one that only this process and its children see.

    Raises:
        OSError: not possible; `leave_network` has to come first.
    """
    call("mount", None, b"/", None, _RECURSIVE | _PRIVATE, None)
    call("mount", b"tmpfs", os.fsencode(SHARED_MEMORY), b"tmpfs", _NO_SUID | _NO_DEVICES, b"size=25%")


def _raise_loopback() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        loopback = struct.pack("16sh14x", b"lo", 0)
        (flags,) = struct.unpack_from("16xh", fcntl.ioctl(any_socket, _GET_FLAGS, loopback))
        fcntl.ioctl(any_socket, _SET_FLAGS, struct.pack("16sh14x", b"lo", flags | _UP))
