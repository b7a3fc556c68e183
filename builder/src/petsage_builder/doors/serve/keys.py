"""API keys: made by a command and kept as hashes, or given in the environment."""

import hashlib
import hmac
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from petsage_builder.doors.serve.store import Store
from petsage_builder.errors import CannotBuildError, Problem

VARIABLE = "PETSAGE_API_KEYS"
_PREFIX = "petsage_"
_SHORTEST = 16


@dataclass(frozen=True)
class Key:
    """Who calls: the key's name, and the projects that it is limited to; empty for every one."""

    name: str
    projects: frozenset[str] = frozenset()

    def reaches(self, project: str) -> bool:
        """Whether it may build into a project."""
        return not self.projects or project in self.projects


class Keys:
    """All keys that open this server."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._given = {_digest(text): Key(f"env-{_digest(text)[:12]}") for text in _from_environment()}

    def known(self, text: str) -> Key | None:
        """The key of this text. Only hashes are compared."""
        digest = _digest(text)
        for given, key in self._given.items():
            if hmac.compare_digest(given, digest):
                return key
        found = self._store.key_by_hash(digest)
        return Key(found[0], frozenset(found[1])) if found else None

    def any(self) -> bool:
        """Whether there is a key at all."""
        return bool(self._given or self._store.all_keys())


def make_key(store: Store, name: str, projects: Sequence[str]) -> str:
    """A new key's text, which is shown this once.

    Raises:
        CannotBuildError: the name is taken.
    """
    text = _PREFIX + secrets.token_urlsafe(32)
    try:
        store.add_key(name, _digest(text), projects)
    except IntegrityError as error:
        advice = f"`petsage keys revoke {name}` first, or choose another name"
        raise CannotBuildError(Problem(f"key {name}", "is there already", advice)) from error
    return text


def revoke_key(store: Store, name: str) -> None:
    """Forget a key.

    Raises:
        CannotBuildError: there is none of that name.
    """
    if not store.remove_key(name):
        known = ", ".join(name for name, _, _ in store.all_keys()) or "none"
        raise CannotBuildError(Problem(f"key {name}", "is not there", f"there are: {known}"))


def _from_environment() -> list[str]:
    texts = [text for text in map(str.strip, os.environ.get(VARIABLE, "").split(",")) if text]
    if any(len(text) < _SHORTEST for text in texts):
        advice = "`python -c 'import secrets; print(secrets.token_urlsafe(32))'` makes one"
        raise CannotBuildError(Problem(VARIABLE, f"has a key of fewer than {_SHORTEST} characters", advice))
    return texts


def _digest(text: str) -> str:
    """Keys are random and long, so that one round of SHA-256 keeps them safe."""
    return hashlib.sha256(text.encode()).hexdigest()
