"""What a command changes of accounts: decided by whoever can reach the database."""

import asyncio
from collections.abc import Awaitable, Callable

from pydantic import TypeAdapter, ValidationError

from ..connect import database_at
from ..database import Transaction
from ..errors import UnavailableError, UnforeseenError
from ..fields import FoldedEmail
from ..style import STYLE

_EMAIL: TypeAdapter[str] = TypeAdapter(FoldedEmail)

Change = Callable[[Transaction, str], Awaitable[int]]
"""Changes the account with an address, and says how many there were."""


def change_account(database_url: str, address: str, change: Change) -> str | None:
    """Changes the account with this address; returns what is in the way, if anything is."""
    try:
        email = _EMAIL.validate_python(address)
    except ValidationError:
        return f"{address!r} is not an email address. Say that of an account."
    found = run(database_url, lambda transaction: change(transaction, email))
    if isinstance(found, str):
        return found
    return None if found else f"No account has the address {email}. Sign up first (POST {STYLE.prefix}/users)."


def run(database_url: str, change: Callable[[Transaction], Awaitable[int]]) -> int | str:
    """What a change says that is made in one transaction, or what is in the way."""
    try:
        return asyncio.run(_in_transaction(database_url, change))
    except UnforeseenError:
        return "The database has no accounts yet. Run `alembic upgrade heads`, and sign up."
    except UnavailableError as error:
        return error.message


async def _in_transaction(database_url: str, change: Callable[[Transaction], Awaitable[int]]) -> int:
    database = database_at(database_url)
    await database.open()
    try:
        async with database.transaction() as transaction:
            return await change(transaction)
    finally:
        await database.close()
