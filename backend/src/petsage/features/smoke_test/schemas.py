"""What the smoke test answers."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel


class SmokeTestResponse(BaseModel):
    """The system's status, at a moment in UTC."""

    status: Literal["ok"]
    message: str
    timestamp: datetime
