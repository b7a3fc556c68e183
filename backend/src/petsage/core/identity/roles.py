"""Who has which role: given and taken by admins, or by a command."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import String, bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert  # SQLite's compiler knows its ON CONFLICT as well

from ..answers import Found
from ..columns import Identifier
from ..database import Session, Transaction
from ..errors import NotFoundError
from ..filters import Filter, equal
from ..paging import Listing
from ..roles import declared
from . import people
from .by_command import change_account, run
from .callers import SignedIn
from .holding import SHOWN, account_of
from .managing import require_admin
from .models import User, UserRole
from .schemas import UserQuery, UserRead

EVERYBODY = "everybody"
USAGE = f"Say which role, and whose: the email address of an account, or `{EVERYBODY}`."

_ROLE, _USER = bindparam("role", type_=String()), bindparam("user_id", type_=Identifier())
_KNOWN = select(User.id).where(User.id == _USER)
_GIVEN = insert(UserRole).on_conflict_do_nothing()
_TAKEN = delete(UserRole).where(UserRole.user_id == _USER, UserRole.role == _ROLE)
_HOLDERS = select(UserRole.user_id).where(UserRole.role == _ROLE)
_USERS = Listing(
    SHOWN, [User.created_at.desc(), User.id.desc()], [equal(User.email), Filter("role", User.id.in_(_HOLDERS))]
)
_WITHOUT = select(User.id, _ROLE).where(User.id.not_in(_HOLDERS))


async def users(session: Session, query: UserQuery, caller: SignedIn) -> Found[UserRead]:
    """A page of the accounts, newest first; `ForbiddenError` for who is no admin."""
    require_admin(caller)
    found = await _USERS.page(session, UserRead, query)
    return found.model_copy(update={"items": await people.whole(session, found.items)})


async def give(transaction: Transaction, user_id: UUID, role: str, caller: SignedIn) -> None:
    """Give a user a role; nothing happens where they have it."""
    await _require_both(transaction, user_id, role, caller)
    await transaction.execute(_GIVEN, user_id=user_id, role=role)


async def take(transaction: Transaction, user_id: UUID, role: str, caller: SignedIn) -> None:
    """Take a role from a user; nothing happens where they don't have it."""
    await _require_both(transaction, user_id, role, caller)
    await transaction.execute(_TAKEN, user_id=user_id, role=role)


async def start(transaction: Transaction, user_id: UUID, roles: Sequence[str]) -> None:
    """Give a new user the roles that whoever signs up gets."""
    for role in roles:
        await transaction.execute(_GIVEN, user_id=user_id, role=role)


def give_role(database_url: str, arguments: Sequence[str]) -> str | None:
    """Gives a role to the account with an address, or to all that are there: `arguments` are the role and the address.

    Returns what is in the way, if anything is.
    """
    if len(arguments) != 2:
        return USAGE
    role, address = arguments
    if role not in declared():
        return _no_such(role)
    if address == EVERYBODY:
        found = run(database_url, lambda transaction: _give_everybody(transaction, role))
        fault = found if isinstance(found, str) else None
    else:
        fault = change_account(database_url, address, lambda transaction, email: _give_by(transaction, email, role))
    if fault is None:
        print(f"{address} has the role {role}.")
    return fault


async def _give_by(transaction: Transaction, email: str, role: str) -> int:
    user_id = await account_of(transaction, email)
    if user_id is not None:
        await transaction.execute(_GIVEN, user_id=user_id, role=role)
    return int(user_id is not None)


async def _give_everybody(transaction: Transaction, role: str) -> int:
    statement = insert(UserRole).from_select(["user_id", "role"], _WITHOUT).on_conflict_do_nothing()
    return await transaction.execute(statement, role=role)


async def _require_both(transaction: Transaction, user_id: UUID, role: str, caller: SignedIn) -> None:
    """`ForbiddenError` for who is no admin, `NotFoundError` where there is no such user or role."""
    require_admin(caller)
    if role not in declared():
        raise NotFoundError(_no_such(role))
    if not await transaction.rows(_KNOWN, user_id=user_id):
        raise NotFoundError


def _no_such(role: str) -> str:
    there = f"There are {', '.join(declared())}." if declared() else "No feature declares one."
    return f"There is no role {role!r}. {there}"
