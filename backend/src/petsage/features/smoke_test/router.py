"""The endpoint of the smoke test."""

from fastapi import APIRouter

from .schemas import SmokeTestResponse
from .service import current_status

router = APIRouter(prefix="/smoke-test", tags=["System Health & Smoke Tests"])


@router.get("", summary="Perform a system smoke test")
async def get_smoke_test() -> SmokeTestResponse:
    """Test end-to-end builder pipeline"""
    return current_status()
