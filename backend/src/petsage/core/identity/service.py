"""Accounts: sign up, sign in, sign out, change the password."""

import secrets
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, delete, insert, select, update

from ..columns import Instant
from ..database import Session, Transaction
from ..errors import Fault, ForbiddenError, InvalidError, SignInError
from ..fields import now
from ..ids import uuid7
from ..roles import given_at_first
from . import people, roles
from .belongings import erase
from .callers import digest_of
from .holding import SHOWN
from .models import Letter, Role, Token, User
from .passwords import hash_password, verify
from .schemas import Credentials, Farewell, PasswordChange, SignUp, TokenRead, UserRead

TOKEN_LIFETIME = timedelta(days=30)

_USER = SHOWN.where(User.id == bindparam("user_id"))
_KNOWN = select(User.id, User.password, User.is_active).where(User.email == bindparam("address"))
_PASSWORD = select(User.password).where(User.id == bindparam("user_id"))
_NEW_USER = insert(User)
_NEW_TOKEN = insert(Token)
_OLD_TOKEN = delete(Token).where(Token.digest == bindparam("old"))
_OTHER_TOKENS = delete(Token).where(Token.user_id == bindparam("owner"), Token.digest != bindparam("kept"))
_LETTERS = delete(Letter).where(Letter.user_id == bindparam("owner"))
_EXPIRED = delete(Token).where(
    Token.user_id == bindparam("owner"), Token.expires_at <= bindparam("moment", type_=Instant())
)
_SAME_PASSWORD = update(User).where(User.id == bindparam("user_id")).values(password=bindparam("hash"))
_NEW_PASSWORD = (
    update(User)
    .where(User.id == bindparam("user_id"))
    .values(password=bindparam("hash"), version=User.version + 1, updated_at=bindparam("moment"))
)


class Known(NamedTuple):
    """An account's id and password hash, and whether it may be used."""

    id: UUID
    password: str
    is_active: bool


async def sign_up(transaction: Transaction, account: SignUp) -> UserRead:
    """A new account; `TakenError` where the address has one, or something that is unique is somebody else's."""
    user_id, moment = uuid7(), now()
    await transaction.execute(
        _NEW_USER,
        id=user_id,
        created_at=moment,
        updated_at=moment,
        version=1,
        email=account.email,
        password=await hash_password(account.password),
        role=Role.USER,
        is_active=True,
    )
    await roles.start(transaction, user_id, given_at_first())
    if own := people.own_fields():
        await own.give(transaction, user_id, account)
    return await who_am_i(transaction, user_id)


async def known_by(transaction: Transaction, credentials: Credentials) -> UUID:
    """Whose credentials they are.

    Raises:
        SignInError: address and password don't belong together, whichever is wrong.
        ForbiddenError: an admin has made the account inactive.
    """
    known = await transaction.first(Known, _KNOWN, address=credentials.email)
    verdict = await verify(credentials.password, known and known.password)
    if not verdict.is_right or known is None:
        raise SignInError("The email address or the password is wrong.")
    if not known.is_active:
        raise ForbiddenError("This account is not active. Ask whoever runs the app.")
    if verdict.better:
        await transaction.execute(_SAME_PASSWORD, user_id=known.id, hash=verdict.better)
    return known.id


async def new_token(transaction: Transaction, user_id: UUID) -> TokenRead:
    """A new token of an account."""
    token, moment = secrets.token_urlsafe(32), now()
    await transaction.execute(_EXPIRED, owner=user_id, moment=moment)
    expires_at = moment + TOKEN_LIFETIME
    await transaction.execute(_NEW_TOKEN, digest=digest_of(token), user_id=user_id, expires_at=expires_at)
    return TokenRead(token=token, expires_at=expires_at)


async def sign_out(transaction: Transaction, token: str) -> None:
    """Makes a token worthless."""
    await transaction.execute(_OLD_TOKEN, old=digest_of(token))


async def who_am_i(session: Session, user_id: UUID) -> UserRead:
    """The account itself."""
    (account,) = await people.whole(session, [await session.one(UserRead, _USER, user_id=user_id)])
    return account


async def delete_account(transaction: Transaction, user_id: UUID, farewell: Farewell) -> None:
    """Deletes the account and all that belongs to it. `InvalidError` where the password is wrong."""
    await require_password(transaction, user_id, "password", farewell.password)
    await erase(transaction, user_id)


async def change_password(transaction: Transaction, user_id: UUID, token: str, change: PasswordChange) -> None:
    """A new password; every other sign-in of the user ends. `InvalidError` where the current one is wrong."""
    await require_password(transaction, user_id, "current", change.current)
    await keep_password(transaction, user_id, change.new)
    await transaction.execute(_OTHER_TOKENS, owner=user_id, kept=digest_of(token))


async def keep_password(transaction: Transaction, user_id: UUID, password: str) -> None:
    """A new password, which makes every secret that was mailed for the old one worthless."""
    await transaction.execute(_NEW_PASSWORD, user_id=user_id, hash=await hash_password(password), moment=now())
    await transaction.execute(_LETTERS, owner=user_id)


async def require_password(session: Session, user_id: UUID, field: str, password: str) -> None:
    """`InvalidError` where what was sent in a field is not the password of the account."""
    kept = await session.scalar(str, _PASSWORD, user_id=user_id)
    if not (await verify(password, kept)).is_right:
        raise InvalidError(Fault(("body", field), "This is not your password."))
