"""Whether the process lives, and whether it can serve."""

import asyncio
from typing import Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel
from sqlalchemy import literal, select

from .database import Session
from .errors import UnavailableError

router = APIRouter(tags=["Operations"])

PATIENCE = 1.5
"""Seconds that the database may take to answer."""

_ANYTHING = select(literal(1))


class Healthy(BaseModel):
    """All is well."""

    status: Literal["ok"] = "ok"


@router.get("/livez", summary="Whether the process lives")
async def get_liveness() -> Healthy:
    """Answers as long as the process runs; touches nothing else."""
    return Healthy()


@router.get("/readyz", summary="Whether requests can be served")
async def get_readiness(request: Request) -> Healthy:
    """Answers 200 while the database answers, and 503 otherwise."""
    try:
        async with asyncio.timeout(PATIENCE):
            await Session(request.app.state.database).scalar(int, _ANYTHING)
    except TimeoutError:
        raise UnavailableError from None
    return Healthy()
