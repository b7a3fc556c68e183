"""Ids that sort by the time they were made."""

import os
import time
from uuid import UUID

_NANOSECONDS = 1_000_000
"""In a millisecond."""

_VERSION = 0x7 << 76
_VARIANT = 0b10 << 62
_RANDOM = (1 << 62) - 1


def uuid7() -> UUID:
    """A new UUID of version 7: 48 bits of Unix time in milliseconds, 12 of the part of one, 62 random (RFC 9562, 6.2).

    One that the same process makes later is greater, also within a millisecond.
    """
    milliseconds, rest = divmod(time.time_ns(), _NANOSECONDS)
    part = (rest << 12) // _NANOSECONDS
    random = int.from_bytes(os.urandom(8), "big") & _RANDOM
    return UUID(int=milliseconds << 80 | _VERSION | part << 64 | _VARIANT | random)
