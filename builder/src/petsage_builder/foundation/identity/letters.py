"""Secrets that are mailed, each good once and for an hour: to choose a new password, or to confirm a new address."""

import secrets
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, delete, insert, select, update

from ..columns import Instant
from ..database import Transaction
from ..errors import ConflictError
from ..fields import now
from .callers import digest_of
from .models import Letter, Token, User
from .service import keep_password

LIFETIME = timedelta(hours=1)
RESET = """\
Somebody, probably you, wants a new password for {email} at {title}. This lets you choose one within an hour:

{where}

If it wasn't you, do nothing: your password stays as it is.
"""
CONFIRM = """\
This is to be the email address of an account at {title}. Confirm it within an hour:

{where}

If it isn't your account, do nothing.
"""
CHANGED = """\
Your account at {title} has another email address from now on.

If it wasn't you who changed it, write to whoever runs it.
"""
PAUSE = timedelta(minutes=1)
"""How long nobody can have another letter sent to the same account."""

_LATEST = select(Letter.expires_at).where(Letter.user_id == bindparam("owner")).order_by(Letter.expires_at.desc())
_NEW = insert(Letter)
_GOOD = select(Letter.user_id, Letter.email, User.email.label("known_as")).join(User).where(
    Letter.digest == bindparam("digest"), Letter.expires_at > bindparam("moment", type_=Instant())
)  # fmt: skip
_USED = delete(Letter).where(Letter.digest == bindparam("digest"))
_OTHERS = delete(Letter).where(Letter.user_id == bindparam("owner"))
_SIGN_INS = delete(Token).where(Token.user_id == bindparam("owner"))
_NEW_EMAIL = (
    update(User)
    .where(User.id == bindparam("user_id"))
    .values(email=bindparam("address"), version=User.version + 1, updated_at=bindparam("moment", type_=Instant()))
)


class Good(NamedTuple):
    """What a secret that is good stands for: whose it is, the address that it confirms, and the one they have."""

    user_id: UUID
    email: str | None
    known_as: str


def link_to(pages: str, page: str, secret: str) -> str:
    """Where a secret is used: a page, with it behind the `#`, so that no log has it; without pages the secret alone."""
    return f"{pages.rstrip('/')}/{page}#{secret}" if pages else secret


async def write(transaction: Transaction, user_id: UUID, email: str | None = None) -> str | None:
    """A new secret of an account; for a new password, or to confirm `email`. None within a pause after the last one."""
    expires_at = now() + LIFETIME
    latest = await transaction.scalar(datetime, _LATEST, owner=user_id)
    if latest and latest + PAUSE > expires_at:
        return None
    secret = secrets.token_urlsafe(32)
    await transaction.execute(_NEW, digest=digest_of(secret), user_id=user_id, email=email, expires_at=expires_at)
    return secret


async def reset_password(transaction: Transaction, secret: str, password: str) -> None:
    """A new password; every sign-in of the account ends. `ConflictError` where the secret isn't good."""
    letter = await _use(transaction, secret)
    if letter.email is not None:
        raise _worthless()
    await keep_password(transaction, letter.user_id, password)
    await transaction.execute(_SIGN_INS, owner=letter.user_id)


async def confirm_email(transaction: Transaction, secret: str) -> str:
    """The account's new address, which gets its mail from now on; returns the old one.

    Raises:
        ConflictError: the secret isn't good.
        TakenError: another account has the address by now.
    """
    letter = await _use(transaction, secret)
    if letter.email is None:
        raise _worthless()
    await transaction.execute(_OTHERS, owner=letter.user_id)
    await transaction.execute(_NEW_EMAIL, user_id=letter.user_id, address=letter.email, moment=now())
    return letter.known_as


async def _use(transaction: Transaction, secret: str) -> Good:
    """What a secret stands for, which it does no more."""
    digest = digest_of(secret)
    letter = await transaction.first(Good, _GOOD, digest=digest, moment=now())
    if letter is None or not await transaction.execute(_USED, digest=digest):
        raise _worthless()
    return letter


def _worthless() -> ConflictError:
    return ConflictError("This was used, has expired, or never was. Ask for another.")
