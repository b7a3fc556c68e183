"""Whether the process lives, and whether it can serve."""

import asyncio
from functools import cache
from pathlib import Path
from typing import Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel
from sqlalchemy import Select, String, column, literal, select, table

from .database import Session
from .errors import UnavailableError, UnforeseenError, UnmigratedError

router = APIRouter(tags=["Operations"])

PATIENCE = 1.5
"""Seconds that the database may take to answer."""

_ANYTHING = select(literal(1))
_APPLIED: Select[str] = select(column("version_num", String)).select_from(table("alembic_version"))


class Healthy(BaseModel):
    """All is well."""

    status: Literal["ok"] = "ok"


@router.get("/livez", summary="Whether the process lives")
async def get_liveness() -> Healthy:
    """Answers as long as the process runs; touches nothing else."""
    return Healthy()


@router.get("/readyz", summary="Whether requests can be served")
async def get_readiness(request: Request) -> Healthy:
    """Answers 200 while the database answers and has every migration of this version, and 503 otherwise."""
    wanted = await asyncio.to_thread(_wanted, request.app.state.migrations)
    try:
        async with asyncio.timeout(PATIENCE):
            missing = wanted - await _applied(Session(request.app.state.database))
    except TimeoutError:
        raise UnavailableError from None
    if missing:
        raise UnmigratedError(missing)
    return Healthy()


@cache
def _wanted(migrations: Path) -> frozenset[str]:
    """The revisions that the database has to be at; none where the app came without its migrations."""
    from .migrations import heads_of  # Alembic takes a while to import, and isn't needed to serve

    return heads_of(migrations) if migrations.is_dir() else frozenset()


async def _applied(session: Session) -> set[str]:
    await session.scalar(int, _ANYTHING)
    try:
        return {row["version_num"] for row in await session.rows(_APPLIED)}
    except UnforeseenError:
        return set()  # no migration was ever made: there is no such table
