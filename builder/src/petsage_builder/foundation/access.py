"""Who asks. A rule about rows is an SQL condition with the caller in it, so that no query can forget it."""

from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Boolean, bindparam

from .columns import Identifier

CALLER = bindparam("_caller", type_=Identifier())
"""The id of who asks; null when nobody is signed in."""
CALLER_IS_ADMIN = bindparam("_caller_is_admin", type_=Boolean())


class Caller(Protocol):
    """Somebody who is signed in."""

    @property
    def id(self) -> UUID: ...

    @property
    def is_admin(self) -> bool: ...


def values_of(caller: Caller | None) -> dict[str, Any]:
    """What `CALLER` and `CALLER_IS_ADMIN` stand for in one request."""
    if caller is None:
        return {"_caller": None, "_caller_is_admin": False}
    return {"_caller": caller.id, "_caller_is_admin": caller.is_admin}
