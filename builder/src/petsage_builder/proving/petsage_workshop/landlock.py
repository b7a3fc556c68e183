"""Landlock: the kernel keeps this process, and all that it starts, from files that are not in given places."""

import ctypes
import os
import stat
from collections.abc import Iterable
from pathlib import Path

from .libc import call, prctl

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_VERSION = 1
_BENEATH = 1
_NO_NEW_PRIVILEGES = 38

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_FOLDER = 1, 1 << 1, 1 << 2, 1 << 3
_READ = _EXECUTE | _READ_FILE | _READ_FOLDER
_REMOVE_AND_MAKE = sum(1 << bit for bit in range(4, 13))
_MOVE = 1 << 13  # known from version 2 on
_TRUNCATE = 1 << 14  # from version 3 on
_NO_ABSTRACT_SOCKETS_NO_SIGNALS = 0b11  # to processes outside; from version 6 on


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _Place(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def only(readable: Iterable[Path], writable: Iterable[Path]) -> None:
    """From now on, only what is at or below these places can be read or written; what is writable can be read too.

    Signals reach only processes with the same limits.

    Raises:
        OSError: the kernel has no Landlock.
    """
    prctl(_NO_NEW_PRIVILEGES, 1)
    version = call("syscall", _CREATE_RULESET, None, 0, _ASK_VERSION)
    writing = _WRITE_FILE | _REMOVE_AND_MAKE | (_MOVE if version >= 2 else 0) | (_TRUNCATE if version >= 3 else 0)
    rules = _Ruleset(writing | _READ, 0, _NO_ABSTRACT_SOCKETS_NO_SIGNALS if version >= 6 else 0)
    ruleset = call("syscall", _CREATE_RULESET, ctypes.byref(rules), ctypes.sizeof(rules), 0)
    try:
        for place in readable:
            _allow(ruleset, place, _READ)
        for place in writable:
            _allow(ruleset, place, writing | _READ)
        call("syscall", _RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, place: Path, rights: int) -> None:
    handle = os.open(place, os.O_PATH | os.O_CLOEXEC)
    try:
        if not stat.S_ISDIR(os.fstat(handle).st_mode):
            rights &= _WRITE_FILE | _TRUNCATE | _EXECUTE | _READ_FILE
        call("syscall", _ADD_RULE, ruleset, _BENEATH, ctypes.byref(_Place(rights, handle)), 0)
    finally:
        os.close(handle)
