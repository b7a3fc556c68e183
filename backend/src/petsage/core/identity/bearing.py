"""Where clients find a token: in an answer of its own, or in the account that it is for, as the style has it."""

from functools import cache
from typing import Any

from fastapi import Request
from pydantic import create_model

from ..database import Transaction
from ..style import STYLE
from . import service
from .callers import token_of
from .schemas import Credentials, TokenRead, UserRead

WITH_ACCOUNT = STYLE.token == "with account"


@cache
def mine(shape: type[UserRead]) -> type[UserRead]:
    """The schema of an account as its own user is shown it."""
    if not WITH_ACCOUNT:
        return shape
    token: Any = (str, ...)
    return create_model(f"Own{shape.__name__}", __base__=shape, __doc__="An account, with its token.", token=token)


async def signed_up(transaction: Transaction, account: UserRead) -> UserRead:
    """A new account as its own user is shown it: signed in, where tokens come with accounts."""
    return _with(account, (await service.new_token(transaction, account.id)).token) if WITH_ACCOUNT else account


async def signed_in(transaction: Transaction, credentials: Credentials) -> TokenRead | UserRead:
    """A new token, or an account with it."""
    user_id = await service.known_by(transaction, credentials)
    token = await service.new_token(transaction, user_id)
    return _with(await service.who_am_i(transaction, user_id), token.token) if WITH_ACCOUNT else token


def known(request: Request, account: UserRead) -> UserRead:
    """The account of whoever sends a request as they are shown it: with the token that they sent."""
    return _with(account, token_of(request) or "") if WITH_ACCOUNT else account


def _with(account: UserRead, token: str) -> UserRead:
    return mine(type(account)).model_construct(**dict(account), token=token)
