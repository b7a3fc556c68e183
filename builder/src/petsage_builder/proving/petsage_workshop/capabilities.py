"""Root's powers: which of them a process keeps."""

import ctypes

from .libc import call

_VERSION = 0x20080522

# Of files and users, so that a test can start a server as another user; none over the machine or over other processes.
_CHOWN, _DAC_OVERRIDE, _FOWNER, _FSETID, _KILL, _SETGID, _SETUID, _BIND_SERVICE = 0, 1, 3, 4, 5, 6, 7, 10
_KEPT = sum(1 << power for power in (_CHOWN, _DAC_OVERRIDE, _FOWNER, _FSETID, _KILL, _SETGID, _SETUID, _BIND_SERVICE))


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("process", ctypes.c_int))


class _Powers(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


def give_up_powers() -> None:
    """Give up every power over the machine and over other processes, for good.

    Raises:
        OSError: the kernel doesn't allow it.
    """
    header = _Header(_VERSION, 0)
    powers = (_Powers * 2)()
    call("capget", ctypes.byref(header), ctypes.byref(powers))
    low, high = powers
    low.effective, low.permitted, low.inheritable = low.effective & _KEPT, low.permitted & _KEPT, 0
    high.effective = high.permitted = high.inheritable = 0
    call("capset", ctypes.byref(header), ctypes.byref(powers))
