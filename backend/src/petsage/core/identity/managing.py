"""What admins do with accounts: find, change and delete them. There is always an admin left."""

from typing import NamedTuple
from uuid import UUID

from pydantic import MISSING
from sqlalchemy import bindparam, delete, select, true, update

from ..columns import Identifier
from ..database import Session, Transaction
from ..errors import ConflictError, ForbiddenError, NotFoundError
from ..fields import now
from ..preconditions import require_match
from ..statements import locking
from . import people
from .belongings import erase
from .callers import SignedIn
from .holding import SHOWN
from .models import Role, Token, User
from .schemas import UserChange, UserRead

_ID = bindparam("user_id", type_=Identifier())
_ACCOUNT = SHOWN.where(User.id == _ID)
_ADMINS = locking(select(User.id).where(User.role == Role.ADMIN, User.is_active == true()))
_CHANGED = update(User).where(User.id == _ID).values(version=User.version + 1, updated_at=bindparam("moment"))
_NEW_ROLE = _CHANGED.values(role=bindparam("role"))
_ACTIVE = _CHANGED.values(is_active=bindparam("is_active"))
_SIGN_INS = delete(Token).where(Token.user_id == _ID)


class Admin(NamedTuple):
    """Whose account it is."""

    id: UUID


def require_admin(caller: SignedIn) -> None:
    """`ForbiddenError` for who is no admin."""
    if not caller.is_admin:
        raise ForbiddenError


async def get(session: Session, user_id: UUID, caller: SignedIn) -> UserRead:
    """An account; `ForbiddenError` for who is no admin, `NotFoundError` where there is none."""
    require_admin(caller)
    found = await session.first(UserRead, _ACCOUNT, user_id=user_id)
    if found is None:
        raise NotFoundError
    (account,) = await people.whole(session, [found])
    return account


async def change(
    transaction: Transaction, user_id: UUID, patch: UserChange, caller: SignedIn, if_match: str | None
) -> UserRead:
    """The account as it is then. Whoever is no longer active is signed out everywhere.

    Raises:
        ForbiddenError: the caller is no admin.
        NotFoundError: there is no such account.
        ConflictError: no admin would be left.
        StaleError: the account has changed since the caller read it.
    """
    require_match(if_match, await get(transaction, user_id, caller))
    if patch.role is Role.USER or patch.is_active is False:
        await _require_another_admin(transaction, user_id)
    if patch.role is not MISSING:
        await transaction.execute(_NEW_ROLE, user_id=user_id, role=patch.role, moment=now())
    if patch.is_active is not MISSING:
        await transaction.execute(_ACTIVE, user_id=user_id, is_active=patch.is_active, moment=now())
    if patch.is_active is False:
        await transaction.execute(_SIGN_INS, user_id=user_id)
    return await get(transaction, user_id, caller)


async def remove(transaction: Transaction, user_id: UUID, caller: SignedIn) -> None:
    """Deletes the account with all that belongs to it; fails as `change` does."""
    await get(transaction, user_id, caller)
    await _require_another_admin(transaction, user_id)
    await erase(transaction, user_id)


async def _require_another_admin(transaction: Transaction, user_id: UUID) -> None:
    """`ConflictError` where this is the only admin; nobody else becomes that until the transaction ends."""
    if [admin.id for admin in await transaction.all(Admin, _ADMINS)] == [user_id]:
        raise ConflictError("This is the only admin. Make somebody else one first.")
