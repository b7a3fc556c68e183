"""Calls into the C library that Python has no names for."""

import ctypes
import os

_LIBC = ctypes.CDLL(None, use_errno=True)


def call(function: str, *arguments: object) -> int:
    """Call a function of the C library; integers go as longs.

    Raises:
        OSError: the call failed. AttributeError: this system's library doesn't have the function.
    """
    longs = (ctypes.c_long(value) if isinstance(value, int) else value for value in arguments)
    result: int = getattr(_LIBC, function)(*longs)
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result


def prctl(option: int, value: int) -> None:
    """Set an attribute of this process."""
    call("prctl", option, value, 0, 0, 0)
