"""Namespaces of one's own: a network, processes, shared memory and a view of files that nobody outside shares."""

import fcntl
import os
import socket
import struct
from pathlib import Path

from .libc import call

_NEW_MOUNTS, _NEW_IPC, _NEW_USER, _NEW_PROCESSES, _NEW_NETWORK = 0x20000, 0x8000000, 0x10000000, 0x20000000, 0x40000000
_GET_FLAGS, _SET_FLAGS, _UP = 0x8913, 0x8914, 1


def leave() -> None:
    """Move this process into mounts of its own, and its next child into a namespace of processes of its own.

    Raises:
        OSError: the kernel doesn't allow it.
    """
    own = _NEW_IPC | _NEW_MOUNTS | _NEW_PROCESSES
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


def leave_network() -> None:
    """Move this process into a network that has nothing but a loopback; `leave` comes first where it isn't root's.

    Raises:
        OSError: the kernel doesn't allow it.
    """
    call("unshare", _NEW_NETWORK)
    _raise_loopback()


def _raise_loopback() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        loopback = struct.pack("16sh14x", b"lo", 0)
        (flags,) = struct.unpack_from("16xh", fcntl.ioctl(any_socket, _GET_FLAGS, loopback))
        fcntl.ioctl(any_socket, _SET_FLAGS, struct.pack("16sh14x", b"lo", flags | _UP))
