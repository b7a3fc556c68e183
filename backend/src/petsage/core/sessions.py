"""The database as a request has it. Its edge, here, owns the one commit, made before the answer is sent."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request

from . import database

_READ = frozenset({"GET", "HEAD"})


def session_of(request: Request) -> database.Session:
    """What the request reads with: those that may change something later needn't make room for others who do."""
    state = request.app.state
    session: database.Session = state.session if request.method in _READ else state.session_for_a_change
    return session


async def _session(request: Request) -> database.Session:
    return session_of(request)


async def _transaction(request: Request) -> AsyncIterator[database.Transaction]:
    async with request.app.state.database.transaction() as transaction:
        yield transaction


Session = Annotated[database.Session, Depends(_session)]
"""Reads."""

Transaction = Annotated[database.Transaction, Depends(_transaction, scope="function")]
"""Reads and changes, which become true when the handler returns and not at all when it raises."""
