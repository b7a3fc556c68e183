"""Who is an admin: decided by a command, by whoever can reach the database."""

from collections.abc import Sequence

from sqlalchemy import bindparam, update

from ..database import Transaction
from ..fields import now
from .by_command import change_account
from .models import Role, User

USAGE = "Say whom: the email address of an account."
_PROMOTED = (
    update(User)
    .where(User.email == bindparam("address"))
    .values(role=Role.ADMIN, version=User.version + 1, updated_at=bindparam("moment"))
)


def make_admin(database_url: str, arguments: Sequence[str]) -> str | None:
    """Makes the account with the address in `arguments` an admin; returns what is in the way, if anything is."""
    if len(arguments) != 1:
        return USAGE
    if fault := change_account(database_url, arguments[0], _promote):
        return fault
    print(f"{arguments[0]} is an admin.")
    return None


async def _promote(transaction: Transaction, email: str) -> int:
    return await transaction.execute(_PROMOTED, address=email, moment=now())
