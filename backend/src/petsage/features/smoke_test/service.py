"""What the smoke test finds."""

import logging
from datetime import UTC, datetime

from .schemas import SmokeTestResponse

logger = logging.getLogger(__name__)


def current_status() -> SmokeTestResponse:
    """The system's status now."""
    logger.info(
        "Executing PetSage smoke test.",
        extra={
            "event": "smoke_test_executed",
            "service": "petsage-api",
            "status": "success",
            "details": "Log pipeline verification.",
        },
    )
    return SmokeTestResponse(status="ok", message="PetSage smoke test successful!", timestamp=datetime.now(UTC))
