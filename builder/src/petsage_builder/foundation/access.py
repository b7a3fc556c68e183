"""Who asks. A rule about rows is an SQL condition with the caller in it, so that no query can forget it."""

from collections.abc import Collection
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import BindParameter, Boolean, bindparam

from .columns import Identifier

CALLER = bindparam("_caller", type_=Identifier())
"""The id of who asks; null when nobody is signed in."""
CALLER_IS_ADMIN = bindparam("_caller_is_admin", type_=Boolean())


_HAS = "_caller_has_role_"


def caller_is(role: str) -> BindParameter[bool]:
    """The condition that who asks has a role."""
    return bindparam(_HAS + role, value=False, type_=Boolean())


class Caller(Protocol):
    """Somebody who is signed in."""

    @property
    def id(self) -> UUID: ...

    @property
    def is_admin(self) -> bool: ...

    @property
    def roles(self) -> Collection[str]: ...


def values_of(caller: Caller | None) -> dict[str, Any]:
    """What `CALLER`, `CALLER_IS_ADMIN` and `caller_is` stand for in one request."""
    if caller is None:
        return {"_caller": None, "_caller_is_admin": False}
    values: dict[str, Any] = {"_caller": caller.id, "_caller_is_admin": caller.is_admin}
    for role in caller.roles:
        values[_HAS + role] = True
    return values
