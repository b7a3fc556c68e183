"""Whether the process lives, and whether it can serve."""

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

router = APIRouter(tags=["Operations"])


class Alive(BaseModel):
    """The process answers."""

    status: Literal["ok"] = "ok"


@router.get("/livez", summary="Whether the process lives")
async def get_liveness() -> Alive:
    """Answers as long as the process runs; touches nothing else."""
    return Alive()


@router.get("/readyz", summary="Whether requests can be served")
async def get_readiness() -> Alive:
    """Answers once the app has started."""
    return Alive()
