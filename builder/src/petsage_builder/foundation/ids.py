"""Ids that sort by the time they were made."""

import os
import time
from uuid import UUID

_UNIX_MILLISECONDS_BITS = 80
_VERSION = 0x7 << 76
_VARIANT = 0b10 << 62
_RANDOM = (1 << 76) - 1 & ~(0b11 << 62)


def uuid7() -> UUID:
    """A new UUID of version 7: 48 bits of Unix time in milliseconds, then 74 random bits (RFC 9562)."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big") & _RANDOM
    return UUID(int=milliseconds << _UNIX_MILLISECONDS_BITS | _VERSION | _VARIANT | random)
