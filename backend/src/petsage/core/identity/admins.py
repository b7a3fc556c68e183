"""Who is an admin: decided by a command, by whoever can reach the database."""

import asyncio
from collections.abc import Sequence

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import bindparam, update

from ..connect import database_at
from ..errors import UnavailableError, UnforeseenError
from ..fields import FoldedEmail, now
from .models import Role, User

USAGE = "Say whom: the email address of an account."
_EMAIL: TypeAdapter[str] = TypeAdapter(FoldedEmail)
_PROMOTED = (
    update(User)
    .where(User.email == bindparam("address"))
    .values(role=Role.ADMIN, version=User.version + 1, updated_at=bindparam("moment"))
)


def make_admin(database_url: str, arguments: Sequence[str]) -> str | None:
    """Makes the account with the address in `arguments` an admin; returns what is in the way, if anything is."""
    if len(arguments) != 1:
        return USAGE
    try:
        email = _EMAIL.validate_python(arguments[0])
        found = asyncio.run(_promote(database_url, email))
    except ValidationError:
        return f"{arguments[0]!r} is not an email address. {USAGE}"
    except UnforeseenError:
        return "The database has no accounts yet. Run `alembic upgrade heads`, and sign up."
    except UnavailableError as error:
        return error.message
    if not found:
        return f"No account has the address {email}. Sign up first (POST /api/v1/users)."
    print(f"{email} is an admin.")
    return None


async def _promote(database_url: str, email: str) -> int:
    database = database_at(database_url)
    await database.open()
    try:
        async with database.transaction() as transaction:
            return await transaction.execute(_PROMOTED, address=email, moment=now())
    finally:
        await database.close()
