"""How often something may be tried that takes a password: counted in the database, so that all workers count together.

Who tries too often is slowed down, and nobody else: an account is never locked for those who try it from elsewhere.
"""

import hashlib
import math
from datetime import datetime, timedelta
from typing import NamedTuple

from fastapi import Request
from sqlalchemy import bindparam, delete, insert, select, update

from ..columns import Instant
from ..database import Database, Transaction
from ..errors import TakenError, TooManyError
from ..fields import now
from ..statements import locking
from .addresses import address_of
from .models import Attempt

_KEPT = locking(select(Attempt.free_at).where(Attempt.digest == bindparam("kept")))
_FIRST = insert(Attempt)
_NEXT = update(Attempt).where(Attempt.digest == bindparam("kept")).values(free_at=bindparam("until"))
_FORGOTTEN = delete(Attempt).where(Attempt.digest == bindparam("kept"))
_OVER = delete(Attempt).where(Attempt.free_at <= bindparam("moment", type_=Instant()))


class Limit(NamedTuple):
    """So many tries at once, then one `every` so often."""

    tries: int
    every: timedelta


BY_ACCOUNT = Limit(10, timedelta(minutes=1))
"""Tries of one account from one address."""
BY_ADDRESS = Limit(100, timedelta(seconds=2))
"""Tries of any account from one address, which a whole office may have."""
SIGN_UPS = Limit(10, timedelta(minutes=1))
"""New accounts from one address."""


async def count(request: Request, limit: Limit, *what: str) -> None:
    """Counts a try of `what` from where the request comes from; `TooManyError` where there were too many."""
    database: Database = request.app.state.database
    digest, moment = _digest(request, what), now()
    try:
        await _count(database, limit, digest, moment)
    except TakenError:  # another worker has counted the first try in this moment
        await _count(database, limit, digest, moment)


async def forget(request: Request, transaction: Transaction, *what: str) -> None:
    """Forgets the tries of `what` from there, since one has succeeded; and, of everybody, those that are over."""
    await transaction.execute(_FORGOTTEN, kept=_digest(request, what))
    await transaction.execute(_OVER, moment=now())


async def _count(database: Database, limit: Limit, digest: str, moment: datetime) -> None:
    """Each try moves the moment at which all would be free again; it may lie as far ahead as all tries together."""
    async with database.transaction() as transaction:
        kept = await transaction.scalar(datetime, _KEPT, kept=digest)
        until = max(kept or moment, moment) + limit.every
        ahead = until - moment - limit.tries * limit.every
        if ahead > timedelta(0):
            raise TooManyError("There were too many tries. Wait, then try again.", math.ceil(ahead.total_seconds()))
        if kept is None:
            await transaction.execute(_FIRST, digest=digest, free_at=until)
        else:
            await transaction.execute(_NEXT, kept=digest, until=until)


def _digest(request: Request, what: tuple[str, ...]) -> str:
    """What is kept of who tries what: nothing that can be read."""
    return hashlib.sha256("\n".join((*what, address_of(request))).encode()).hexdigest()
