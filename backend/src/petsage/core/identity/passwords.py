"""Passwords are hashed with argon2, on a thread: a hash takes a tenth of a second of a processor."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from pwdlib import PasswordHash

_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="passwords")


@cache
def hasher() -> PasswordHash:
    """How passwords are hashed."""
    return PasswordHash.recommended()


async def hash_password(password: str) -> str:
    """The hash to keep."""
    return await asyncio.get_running_loop().run_in_executor(_threads, hasher().hash, password)


async def is_password(password: str, kept: str | None) -> bool:
    """Whether the password is the one whose hash is kept. Takes as long where there is none to compare with."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _is_password, password, kept)


def _is_password(password: str, kept: str | None) -> bool:
    right = hasher().verify(password, kept or _nobodys_hash())
    return right and kept is not None


@cache
def _nobodys_hash() -> str:
    return hasher().hash("nobody's password")
