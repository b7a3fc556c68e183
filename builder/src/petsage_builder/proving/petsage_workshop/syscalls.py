"""Which calls a process may make into the kernel: none that reaches past its namespaces and Landlock."""

import ctypes
import errno
import os
import socket

from .libc import call, prctl

_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
_ARCHITECTURES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""What the kernel calls each of them, and the number of `socket` there."""
_FIRST_X32, _IO_URING_SETUP = 0x40000000, 425
_FAMILIES = (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK)
"""The sockets that a namespace of networks holds; AF_VSOCK, for one, leads to the host of a virtual machine."""

_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM


class _Instruction(ctypes.Structure):
    _fields_ = (("code", ctypes.c_uint16), ("yes", ctypes.c_uint8), ("no", ctypes.c_uint8), ("value", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("instructions", ctypes.POINTER(_Instruction)))


def only_held() -> None:
    """From now on, no io_uring, whose operations no filter sees, and no sockets beside those of `_FAMILIES`.

    Raises:
        OSError: the kernel filters no calls, or the numbers of this machine's aren't known.
    """
    machine = os.uname().machine
    if machine not in _ARCHITECTURES:
        raise OSError(errno.ENOSYS, f"calls of {machine} are not known")
    lines = _lines(*_ARCHITECTURES[machine])
    program = _Program(len(lines), (_Instruction * len(lines))(*lines))
    prctl(_NO_NEW_PRIVILEGES, 1)
    call("prctl", _SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0)


def _lines(architecture: int, socket_call: int) -> list[_Instruction]:
    """Each a code, how many lines to skip where it holds and where it doesn't, and a value."""
    families = [(_IF_EQUAL, len(_FAMILIES) - index, 0, family) for index, family in enumerate(_FAMILIES)]
    far = len(families) + 2
    lines = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_IF_EQUAL, 0, far + 3, architecture),
        (_LOAD, 0, 0, _NUMBER),
        (_IF_AT_LEAST, far + 1, 0, _FIRST_X32),
        (_IF_EQUAL, far, 0, _IO_URING_SETUP),
        (_IF_EQUAL, 0, far, socket_call),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        *families,
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
    ]
    return [_Instruction(*line) for line in lines]
