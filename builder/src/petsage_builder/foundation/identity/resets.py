"""A new password where no mail is sent: a command gives whoever runs the app what to hand over."""

from collections.abc import Sequence

from ..database import Transaction
from . import letters
from .by_command import change_account
from .holding import account_of

USAGE = "Say whose: the email address of an account."


def print_reset(database_url: str, public_url: str, arguments: Sequence[str]) -> str | None:
    """Prints where the account with the address in `arguments` gets a new password; returns what is in the way."""
    if len(arguments) != 1:
        return USAGE
    written: list[str | None] = []

    async def write(transaction: Transaction, email: str) -> int:
        user_id = await account_of(transaction, email)
        if user_id is not None:
            written.append(await letters.write(transaction, user_id))
        return len(written)

    if fault := change_account(database_url, arguments[0], write):
        return fault
    (secret,) = written
    if secret is None:
        return "This account was given a secret within the last minute. Use that, or wait."
    print(letters.link_to(public_url, "reset-password", secret))
    return None
