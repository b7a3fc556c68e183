"""Whose a request is: the aliases that a handler names its caller by."""

import hashlib
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from fastapi.security.http import HTTPBase
from pydantic import BaseModel
from sqlalchemy import bindparam, select

from ..columns import Instant
from ..documentation import OPTIONAL
from ..errors import SignInError
from ..fields import now
from ..sessions import session_of
from ..style import STYLE
from .holding import HELD
from .models import Role, Token, User
from .schemas import RoleNames


class SignedIn(BaseModel):
    """Who a request comes from."""

    id: UUID
    role: Role
    roles: RoleNames

    @property
    def is_admin(self) -> bool:
        """Whether they may do what only admins may."""
        return self.role is Role.ADMIN


_BY_TOKEN = (
    select(User.id, User.role, HELD)
    .join(Token, Token.user_id == User.id)
    .where(Token.digest == bindparam("digest"), Token.expires_at > bindparam("now", type_=Instant()))
)


class _Bearer(HTTPBase):
    """Reads the token of a request. One dependency a request, since each costs."""

    def __init__(self, *, required: bool) -> None:
        scheme = "token" if required else OPTIONAL
        told = "The token that signing in answers with."
        super().__init__(auto_error=False, scheme=STYLE.scheme.lower(), scheme_name=scheme, description=told)
        self._required = required

    async def __call__(self, request: Request) -> SignedIn | None:  # type: ignore[override]
        caller = await _caller_of(request)
        if caller is None and self._required:
            raise SignInError(f"Sign in first, and send the token as `Authorization: {STYLE.scheme} TOKEN`.")
        return caller


async def _caller_of(request: Request) -> SignedIn | None:
    token = token_of(request)
    if token is None:
        return None
    caller = await session_of(request).first(SignedIn, _BY_TOKEN, digest=digest_of(token), now=now())
    if caller is None:
        raise SignInError("The token is not known or has expired. Sign in again.")
    return caller


def token_of(request: Request) -> str | None:
    """The token that a request carries."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == STYLE.scheme.lower() and token.strip() else None


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


CurrentUser = Annotated[SignedIn, Depends(_Bearer(required=True))]
"""Who is signed in; without one the answer is 401."""

OptionalUser = Annotated[SignedIn | None, Depends(_Bearer(required=False))]
"""Who is signed in, if anybody is."""
