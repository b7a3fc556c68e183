"""The database as a request has it. Its edge, here, owns the one commit, made before the answer is sent."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request

from . import database


async def _session(request: Request) -> database.Session:
    session: database.Session = request.app.state.session
    return session


async def _transaction(request: Request) -> AsyncIterator[database.Transaction]:
    async with request.app.state.database.transaction() as transaction:
        yield transaction


Session = Annotated[database.Session, Depends(_session)]
"""Reads."""

Transaction = Annotated[database.Transaction, Depends(_transaction, scope="function")]
"""Reads and changes, which become true when the handler returns and not at all when it raises."""
