"""What clients are shown of a pet's timeline."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field


class Entry(BaseModel):
    """Something that happened, or that is to come."""

    at: datetime = Field(description="When; midnight UTC where only the day is known.")
    kind: str
    title: str
    id: UUID = Field(description="Of the thing that the entry is about.")
    href: str
    upcoming: bool
